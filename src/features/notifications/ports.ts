import type { Outgoing } from "./rules.ts";

/** Notices on their way, and the names of those that were told. */
export type NoticeStore = {
  /** Keeps it, unless there is or was one of this id. */
  put(guildId: string, id: string, outgoing: Outgoing): Promise<void>;
  /** The notice, if it has still to be told. */
  find(guildId: string, id: string): Promise<Outgoing | undefined>;
  markTried(guildId: string, id: string, outgoing: Outgoing): Promise<void>;
  /** It has been told, or never can be. */
  settle(guildId: string, id: string): Promise<void>;
  /** Another notice may be told under this id. */
  forget(guildId: string, id: string): Promise<void>;
};

/** How notices reach their channel. Each may throw ChannelError, MessageError or RetryLaterError. */
export type Announcer = {
  /** Two sends under one name within minutes make one message. */
  send(outgoing: Outgoing, name: string): Promise<void>;
  /** Did an earlier try send it? */
  wasSent(outgoing: Outgoing): Promise<boolean>;
};

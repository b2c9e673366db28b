import type { Locale } from "discord-api-types/v10";
import { type ChannelOperations, createChannelOperations } from "./channels.ts";
import { type CommandOperations, createCommandOperations } from "./commands.ts";
import { createGuildOperations, type GuildOperations } from "./guilds.ts";
import { createMessageOperations, type MessageOperations } from "./messages.ts";
import { type Persisted, restore } from "./restore.ts";
import { createState, type Identity } from "./state.ts";
import type { Guild, ModelClock, ModelEvent, ModelView, Upload } from "./types.ts";

/** The simulated Discord: a read-only view of everything that exists, and the only operations that change it. */
export type Model = {
  view: ModelView;
  messages: MessageOperations;
  channels: ChannelOperations;
  guilds: GuildOperations;
  commands: CommandOperations;
  users: UserOperations;
  /** Keeps the newest uploads until a command uses them. */
  addUpload(id: string, upload: Upload): void;
  newId(): string;
  restore(persisted: Persisted): void;
  /** Calls `listener` after every change, in order of subscription, until the returned function is called. */
  subscribe(listener: (event: ModelEvent) => void): () => void;
};

type UserOperations = {
  /** Whether the user accepts direct messages from the bot. */
  setDirectMessages(userId: string, are: "open" | "closed"): void;
  setInstalled(userId: string, isInstalled: boolean): void;
  setLocale(userId: string, locale: Locale): void;
};

export type Seed = Identity & { home: Guild };

const MAX_UPLOADS = 100;

export function createModel({ home, ...identity }: Seed, clock: ModelClock): Model {
  const state = createState(identity, clock);
  const guilds = createGuildOperations(state);
  guilds.add(home);
  return {
    view: state,
    messages: createMessageOperations(state),
    channels: createChannelOperations(state),
    guilds,
    commands: createCommandOperations(state),
    users: {
      setDirectMessages: (userId, are) => setIn(state.closedDirectMessages, userId, are === "closed"),
      setInstalled: (userId, isInstalled) => setIn(state.userInstalls, userId, isInstalled),
      setLocale: (userId, locale) => void state.locales.set(userId, locale),
    },
    addUpload(id, upload) {
      state.uploads.set(id, upload);
      const [oldest = ""] = state.uploads.keys();
      if (state.uploads.size > MAX_UPLOADS) state.uploads.delete(oldest);
    },
    newId: state.snowflakes.next,
    restore: (persisted) => restore(state, persisted),
    subscribe: state.events.subscribe,
  };
}

function setIn<T>(set: Set<T>, item: T, isMember: boolean): void {
  if (isMember) set.add(item);
  else set.delete(item);
}

import type {
  APIApplicationCommand,
  APIAttachment,
  APIMessage,
  APIUser,
  ChannelType,
  OverwriteType,
  ThreadAutoArchiveDuration,
} from "discord-api-types/v10";
import type { PlaygroundTime } from "../control/clock.ts";
import { createLog, type MessageLog } from "./message-log.ts";
import { createSnowflakes, type Snowflakes } from "./snowflake.ts";

/** All that exists: plain maps by id, so that no request ever searches. Only this folder changes them. */
export type World = {
  applicationId: string;
  bot: APIUser;
  owner: APIUser;
  guilds: Map<string, Guild>;
  channels: Map<string, Channel>;
  users: Map<string, APIUser>;
  /** Who takes no direct messages from the bot. */
  closedTo: Set<string>;
  /** Who installed the bot for themselves. */
  installedBy: Set<string>;
  /** Of 125,000 channels most stay silent: a log is made with the first message. */
  logs: Map<string, MessageLog>;
  /** Which channel a kept public message stands in. */
  messageChannels: Map<string, Channel>;
  whispers: Whispers;
  /** Files that people uploaded for commands, by their ids. */
  uploads: Map<string, { attachment: APIAttachment; by: string }>;
  /** By guild id, or GLOBAL. */
  commands: Map<string, Map<string, APIApplicationCommand>>;
  /** How many commands were created today, by the same keys. */
  commandCreates: Map<string, { count: number; since: number }>;
  snowflakes: Snowflakes;
  time: PlaygroundTime;
  /** Told in the order of subscription, after the world has changed. */
  listeners: Set<(event: WorldEvent) => void>;
};

export const GLOBAL = "global";

export type Role = {
  id: string;
  name: string;
  colour: number;
  position: number;
  permissions: bigint;
  mentionable: boolean;
  /** Set for the role that came with the bot. */
  botId?: string;
};

export type Member = { user: APIUser; roles: string[]; joinedAt: string; silencedUntil: string | null };

export type Overwrite = { id: string; type: OverwriteType; allow: bigint; deny: bigint };

export type ThreadState = {
  ownerId: string;
  archived: boolean;
  locked: boolean;
  archiveAfter: ThreadAutoArchiveDuration;
  changedAt: string;
  createdAt: string;
  messages: number;
};

export type Channel = {
  id: string;
  type: ChannelType.GuildText | ChannelType.DM | ChannelType.GroupDM | ChannelType.PublicThread;
  /** Absent in a DM. */
  guildId?: string;
  name: string;
  topic: string | null;
  position: number;
  overwrites: ReadonlyMap<string, Overwrite>;
  lastMessageId: string | null;
  /** Set for a thread: the channel it hangs on. */
  parentId?: string;
  thread?: ThreadState;
  /** Set for a DM with the bot: the person on the other side. */
  recipient?: APIUser;
  /** Set for a private channel among people: the bot is not in it, and may be used there all the same. */
  party?: readonly APIUser[];
};

export type Guild = {
  id: string;
  name: string;
  ownerId: string;
  joinedAt: string;
  roles: Map<string, Role>;
  /** Without threads. */
  channels: Map<string, Channel>;
  threads: Map<string, Channel>;
  members: Map<string, Member>;
};

/** Ephemeral messages: each has one reader. */
export type Whispers = {
  byId: Map<string, { message: APIMessage; readerId: string }>;
  /** Ids by reader and channel, oldest first. */
  byReader: Map<string, string[]>;
};

export type WorldEvent =
  | { type: "message"; change: "created" | "updated"; channel: Channel; message: APIMessage; readerId?: string }
  | { type: "message-gone"; channel: Channel; messageId: string; readerId?: string }
  | { type: "channel"; change: "created" | "updated" | "deleted"; channel: Channel }
  | { type: "guild"; change: "created" | "deleted"; guild: Guild }
  | { type: "role"; guild: Guild; role: Role }
  | { type: "commands"; scope: string }
  | { type: "bot"; online: boolean };

export function createWorld(applicationId: string, bot: APIUser, owner: APIUser, time: PlaygroundTime): World {
  return {
    applicationId,
    bot,
    owner,
    guilds: new Map(),
    channels: new Map(),
    users: new Map([
      [bot.id, bot],
      [owner.id, owner],
    ]),
    closedTo: new Set(),
    installedBy: new Set(),
    logs: new Map(),
    messageChannels: new Map(),
    whispers: { byId: new Map(), byReader: new Map() },
    uploads: new Map(),
    commands: new Map(),
    commandCreates: new Map(),
    snowflakes: createSnowflakes(time.now),
    time,
    listeners: new Set(),
  };
}

export function tell(world: World, event: WorldEvent): void {
  for (const listener of world.listeners) listener(event);
}

/** Tells `listener` of every change; the answer ends that. */
export function listen(world: World, listener: (event: WorldEvent) => void): () => void {
  world.listeners.add(listener);
  return () => world.listeners.delete(listener);
}

export function logOf(world: World, channelId: string): MessageLog {
  const known = world.logs.get(channelId);
  if (known !== undefined) return known;
  const log = createLog();
  world.logs.set(channelId, log);
  return log;
}

export function commandsIn(world: World, scope: string): Map<string, APIApplicationCommand> {
  const known = world.commands.get(scope);
  if (known !== undefined) return known;
  const commands = new Map<string, APIApplicationCommand>();
  world.commands.set(scope, commands);
  return commands;
}

export function memberOf(world: World, guildId: string | undefined, userId: string): Member | undefined {
  return guildId === undefined ? undefined : world.guilds.get(guildId)?.members.get(userId);
}

/** Is this a place the bot itself is in: one of its guilds, or its direct messages? */
export function isBotIn(world: World, { guildId, party }: Pick<Channel, "guildId" | "party">): boolean {
  if (guildId === undefined) return party === undefined;
  return memberOf(world, guildId, world.bot.id) !== undefined;
}

export function botGuilds(world: World): Guild[] {
  return [...world.guilds.values()].filter(({ members }) => members.has(world.bot.id));
}

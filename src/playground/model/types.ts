import type {
  APIApplicationCommand,
  APIAttachment,
  APIMessage,
  APIUser,
  ChannelType,
  Locale,
  OverwriteType,
  ThreadAutoArchiveDuration,
  WebhookType,
} from "discord-api-types/v10";

/** The simulated Discord as the other folders see it: read-only. They change it through the operations in model.ts. */

export type Role = Readonly<{
  id: string;
  name: string;
  color: number;
  position: number;
  permissions: bigint;
  mentionable: boolean;
  hoist?: boolean;
  /** Set for the role that came with the bot. */
  botId?: string;
}>;

export type Member = Readonly<{
  user: APIUser;
  nick?: string | null;
  roles: readonly string[];
  joinedAt: string;
  timedOutUntil: string | null;
}>;

export type Overwrite = Readonly<{ id: string; type: OverwriteType; allow: bigint; deny: bigint }>;

export type Thread = Readonly<{
  ownerId: string;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: ThreadAutoArchiveDuration;
  archiveChangedAt: string;
  createdAt: string;
  messageCount: number;
  /** When each member joined. Absent: only the owner. */
  members?: ReadonlyMap<string, string>;
}>;

export type GuildChannelType =
  | ChannelType.GuildText
  | ChannelType.GuildAnnouncement
  | ChannelType.GuildVoice
  | ChannelType.GuildForum
  | ChannelType.GuildCategory;
export type ThreadType = ChannelType.PublicThread | ChannelType.AnnouncementThread | ChannelType.PrivateThread;

export type Channel = Readonly<{
  id: string;
  type: GuildChannelType | ThreadType | ChannelType.DM | ChannelType.GroupDM;
  /** Absent outside guilds. */
  guildId?: string;
  name: string;
  topic: string | null;
  position: number;
  overwrites: ReadonlyMap<string, Overwrite>;
  lastMessageId: string | null;
  /** The channel that a thread belongs to. */
  parentId?: string;
  thread?: Thread;
  /** The bot in direct messages. */
  botId?: string;
  /** Set outside guilds: the user who talks to the bot, or the users of a private channel without the bot. */
  recipients?: readonly APIUser[];
}>;

export type Guild = Readonly<{
  id: string;
  name: string;
  ownerId: string;
  locale: Locale;
  joinedAt: string;
  roles: ReadonlyMap<string, Role>;
  /** Excludes threads. */
  channels: ReadonlyMap<string, Channel>;
  threads: ReadonlyMap<string, Channel>;
  members: ReadonlyMap<string, Member>;
  /** The reason for each ban, by user. */
  bans: ReadonlyMap<string, string | null>;
}>;

/** A webhook that posts to a channel, or one through which the channel follows an announcement channel. */
export type Webhook = Readonly<{
  id: string;
  type: WebhookType.Incoming | WebhookType.ChannelFollower;
  guildId: string;
  channelId: string;
  name: string;
  token: string;
  creatorId: string;
  sourceChannelId?: string;
}>;

/** What a user or guild bought, here always a test entitlement. */
export type Entitlement = Readonly<{
  id: string;
  skuId: string;
  applicationId: string;
  /** Exactly one of the two is set. */
  userId: string | null;
  guildId: string | null;
  consumed: boolean;
}>;

export type Invite = Readonly<{
  code: string;
  channelId: string;
  inviterId: string;
  createdAt: number;
  /** In seconds. 0 means that it never expires. */
  maxAge: number;
  maxUses: number;
  temporary: boolean;
}>;

export type ReactionEmoji = Readonly<{ id: string | null; name: string }>;

/** The messages of one channel, by id and in id order. */
export type MessageLog = Readonly<{ ids: readonly string[]; byId: ReadonlyMap<string, APIMessage> }>;

export type EphemeralMessage = Readonly<{ message: APIMessage; readerId: string }>;

/** A file that a user uploaded for a command. */
export type Upload = Readonly<{ attachment: APIAttachment; userId: string }>;

export type ModelClock = Readonly<{
  now(): number;
  /** How many milliseconds the clock is ahead of the machine's. */
  ahead(): number;
}>;

export type ModelView = Readonly<{
  applicationId: string;
  /** Whether the application may use privileged intents. */
  isPrivileged: boolean;
  bot: APIUser;
  owner: APIUser;
  /** The guild that exists from the start and outlives restarts. */
  homeGuildId: string;
  clock: ModelClock;
  guilds: ReadonlyMap<string, Guild>;
  channels: ReadonlyMap<string, Channel>;
  users: ReadonlyMap<string, APIUser>;
  /** The languages of users who don't use English. */
  locales: ReadonlyMap<string, Locale>;
  /** Users who don't accept direct messages from the bot. */
  closedDirectMessages: ReadonlySet<string>;
  /** Users who installed the bot for themselves. */
  userInstalls: ReadonlySet<string>;
  /** Guilds that installed the commands without the bot. */
  commandInstalls: ReadonlySet<string>;
  logs: ReadonlyMap<string, MessageLog>;
  /** The channel of each public message. */
  messageChannels: ReadonlyMap<string, Channel>;
  ephemeralMessages: Readonly<{
    byId: ReadonlyMap<string, EphemeralMessage>;
    /** Ids of ephemeral messages by reader and channel, oldest first. */
    byReader: ReadonlyMap<string, readonly string[]>;
  }>;
  uploads: ReadonlyMap<string, Upload>;
  /** Who reacted to a message, by emoji. */
  reactions: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
  webhooks: ReadonlyMap<string, Webhook>;
  entitlements: ReadonlyMap<string, Entitlement>;
  invites: ReadonlyMap<string, Invite>;
  /** By guild id, or GLOBAL. */
  commands: ReadonlyMap<string, ReadonlyMap<string, APIApplicationCommand>>;
}>;

/** The scope of commands that are available everywhere. */
export const GLOBAL = "global";

export type ModelEvent =
  | { type: "message"; change: "created" | "updated"; channel: Channel; message: APIMessage; readerId?: string }
  /** `isBulk`: the bot doesn't get this event but one for the whole bulk deletion, which follows. */
  | { type: "message-deleted"; channel: Channel; messageId: string; readerId?: string; isBulk?: true }
  | { type: "channel"; change: "created" | "updated" | "deleted"; channel: Channel }
  | { type: "messages-deleted"; channel: Channel; messageIds: readonly string[] }
  | {
      type: "reaction";
      change: "added" | "removed";
      channel: Channel;
      messageId: string;
      emoji: ReactionEmoji;
      userId: string;
    }
  /** Without an emoji, all reactions were removed. */
  | { type: "reactions-cleared"; channel: Channel; messageId: string; emoji?: ReactionEmoji }
  | { type: "thread-member"; change: "joined" | "left"; channel: Channel; userId: string }
  | { type: "guild"; change: "created" | "updated" | "deleted"; guild: Guild }
  | { type: "role"; change: "created" | "updated" | "deleted"; guild: Guild; role: Role }
  | { type: "member"; change: "joined" | "updated" | "left"; guild: Guild; member: Member }
  | { type: "ban"; change: "added" | "removed"; guild: Guild; user: APIUser }
  | { type: "webhooks"; channel: Channel }
  | { type: "invite"; change: "created" | "deleted"; channel: Channel; invite: Invite }
  | { type: "entitlement"; change: "created" | "updated" | "deleted"; entitlement: Entitlement }
  | { type: "commands"; scope: string };

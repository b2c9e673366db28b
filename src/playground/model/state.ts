import type { APIApplicationCommand, APIUser, Locale } from "discord-api-types/v10";
import { createEmitter, type Emitter } from "../emitter.ts";
import { createNonces, type MutableLog, type Nonces } from "./message-log.ts";
import { createSnowflakes, type Snowflakes } from "./snowflake.ts";
import type {
  Channel,
  Entitlement,
  EphemeralMessage,
  Guild,
  Invite,
  Member,
  ModelClock,
  ModelEvent,
  ModelView,
  Role,
  Upload,
  Webhook,
} from "./types.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export type MutableChannel = Mutable<Channel>;
type MutableGuild = Omit<Mutable<Guild>, "roles" | "channels" | "threads" | "members" | "bans"> & {
  roles: Map<string, Role>;
  channels: Map<string, MutableChannel>;
  threads: Map<string, MutableChannel>;
  members: Map<string, Member>;
  bans: Map<string, string | null>;
};

export type Identity = Pick<ModelView, "applicationId" | "isPrivileged" | "bot" | "owner" | "homeGuildId">;

/** Plain maps by id, so no request has to search. Only this folder sees the mutable type. */
export type State = Identity &
  Readonly<{
    homeBotId: string;
    clock: ModelClock;
    guilds: Map<string, MutableGuild>;
    channels: Map<string, MutableChannel>;
    users: Map<string, APIUser>;
    locales: Map<string, Locale>;
    closedDirectMessages: Set<string>;
    userInstalls: Set<string>;
    commandInstalls: Set<string>;
    /** Most of the channels of a load test stay empty, so a log is created with its first message. */
    logs: Map<string, MutableLog>;
    messageChannels: Map<string, MutableChannel>;
    ephemeralMessages: { byId: Map<string, EphemeralMessage>; byReader: Map<string, string[]> };
    uploads: Map<string, Upload>;
    reactions: Map<string, Map<string, Set<string>>>;
    webhooks: Map<string, Webhook>;
    entitlements: Map<string, Entitlement>;
    invites: Map<string, Invite>;
    commands: Map<string, Map<string, APIApplicationCommand>>;
    /** How many commands were created in each scope since the start of its 24 hours. */
    commandCreations: Map<string, { count: number; since: number }>;
    nonces: Nonces;
    snowflakes: Snowflakes;
    events: Emitter<ModelEvent>;
  }>;

export function createState(identity: Identity, clock: ModelClock): State {
  return {
    ...identity,
    homeBotId: identity.bot.id,
    clock,
    guilds: new Map(),
    channels: new Map(),
    users: new Map([identity.bot, identity.owner].map((user) => [user.id, user])),
    locales: new Map(),
    closedDirectMessages: new Set(),
    userInstalls: new Set(),
    commandInstalls: new Set(),
    logs: new Map(),
    messageChannels: new Map(),
    ephemeralMessages: { byId: new Map(), byReader: new Map() },
    uploads: new Map(),
    reactions: new Map(),
    webhooks: new Map(),
    entitlements: new Map(),
    invites: new Map(),
    commands: new Map(),
    commandCreations: new Map(),
    nonces: createNonces(clock),
    snowflakes: createSnowflakes(clock.now),
    events: createEmitter(),
  };
}

/** The state that belongs to one application. Everything else is shared. */
export function stateOfApplication(state: State, bot: APIUser, isPrivileged: boolean): State {
  state.users.set(bot.id, bot);
  return {
    ...state,
    applicationId: bot.id,
    isPrivileged,
    bot,
    closedDirectMessages: new Set(),
    userInstalls: new Set(),
    commandInstalls: new Set(),
    entitlements: new Map(),
    commands: new Map(),
    commandCreations: new Map(),
  };
}

import type { APIUser, Locale } from "discord-api-types/v10";
import { type ChannelOperations, createChannelOperations } from "./channels.ts";
import { type CommandOperations, createCommandOperations } from "./commands.ts";
import { createGuildOperations, type GuildOperations } from "./guilds.ts";
import { createMessageOperations, type MessageOperations } from "./messages.ts";
import { createReactionOperations, type ReactionOperations } from "./reactions.ts";
import { type Persisted, restore } from "./restore.ts";
import { createState, type Identity, type State, stateOfApplication } from "./state.ts";
import type { Entitlement, Guild, Invite, ModelClock, ModelEvent, ModelView, Upload, Webhook } from "./types.ts";

/** The simulated Discord as one application sees it: a read-only view, and the only operations that change it. */
export type Model = {
  view: ModelView;
  messages: MessageOperations;
  reactions: ReactionOperations;
  channels: ChannelOperations;
  guilds: GuildOperations;
  commands: CommandOperations;
  users: UserOperations;
  webhooks: Records<Webhook>;
  invites: Records<Invite>;
  entitlements: Records<Entitlement>;
  /** Keeps the newest uploads until a command uses them. */
  addUpload(id: string, upload: Upload): void;
  newId(): string;
  restore(persisted: Persisted): void;
  /** The same Discord for another application, with its own commands, installations and entitlements. */
  addApplication(bot: APIUser, isPrivileged: boolean): Model;
  /** Calls `listener` after every change, in order of subscription, until the returned function is called. */
  subscribe(listener: (event: ModelEvent) => void): () => void;
};

type UserOperations = {
  add(user: APIUser): void;
  /** Whether the user accepts direct messages from the bot. */
  setDirectMessages(userId: string, are: "open" | "closed"): void;
  setInstalled(userId: string, isInstalled: boolean): void;
  setLocale(userId: string, locale: Locale): void;
};

type Records<Record> = { put(record: Record): void; delete(record: Record): void };

export type Seed = Identity & { home: Guild };

const MAX_UPLOADS = 100;

export function createModel({ home, ...identity }: Seed, clock: ModelClock): Model {
  const model = modelOf(createState(identity, clock));
  model.guilds.add(home);
  return model;
}

function modelOf(state: State): Model {
  return {
    view: state,
    messages: createMessageOperations(state),
    reactions: createReactionOperations(state),
    channels: createChannelOperations(state),
    guilds: createGuildOperations(state),
    commands: createCommandOperations(state),
    users: {
      add: (user) => void state.users.set(user.id, user),
      setDirectMessages: (userId, are) => setIn(state.closedDirectMessages, userId, are === "closed"),
      setInstalled: (userId, isInstalled) => setIn(state.userInstalls, userId, isInstalled),
      setLocale: (userId, locale) => void state.locales.set(userId, locale),
    },
    ...recordOperations(state),
    addUpload(id, upload) {
      state.uploads.set(id, upload);
      const [oldest = ""] = state.uploads.keys();
      if (state.uploads.size > MAX_UPLOADS) state.uploads.delete(oldest);
    },
    newId: state.snowflakes.next,
    restore: (persisted) => restore(state, persisted),
    addApplication: (bot, isPrivileged) => modelOf(stateOfApplication(state, bot, isPrivileged)),
    subscribe: state.events.subscribe,
  };
}

function recordOperations({ webhooks, invites, entitlements, channels, events }: State) {
  const operations = <Record>(
    records: Map<string, Record>,
    keyOf: (record: Record) => string,
    emit: (record: Record, change: "created" | "updated" | "deleted") => void,
  ): Records<Record> => ({
    put(record) {
      const change = records.has(keyOf(record)) ? "updated" : "created";
      records.set(keyOf(record), record);
      emit(record, change);
    },
    delete(record) {
      if (records.delete(keyOf(record))) emit(record, "deleted");
    },
  });
  return {
    webhooks: operations(
      webhooks,
      ({ id }) => id,
      ({ channelId }) => {
        const channel = channels.get(channelId);
        if (channel !== undefined) events.emit({ type: "webhooks", channel });
      },
    ),
    invites: operations(
      invites,
      ({ code }) => code,
      (invite, change) => {
        const channel = channels.get(invite.channelId);
        if (channel !== undefined && change !== "updated") events.emit({ type: "invite", change, channel, invite });
      },
    ),
    entitlements: operations(
      entitlements,
      ({ id }) => id,
      (entitlement, change) => events.emit({ type: "entitlement", change, entitlement }),
    ),
  };
}

function setIn<T>(set: Set<T>, item: T, isMember: boolean): void {
  if (isMember) set.add(item);
  else set.delete(item);
}

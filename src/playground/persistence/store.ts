import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type APIApplicationCommand, type APIMessage, ChannelType } from "discord-api-types/v10";
import { z } from "zod";
import type { Model } from "../model/model.ts";
import { directRecipient, threadMembers } from "../model/queries.ts";
import type { Persisted, PersistedThread } from "../model/restore.ts";
import type { Channel, ModelEvent, ModelView } from "../model/types.ts";
import { typed } from "../typed.ts";

type Store = { close(): void };

const MIN_LINES = 2_000;

/**
 * Persists the home guild, direct messages and commands in one file of JSON lines, one per change. A line is written
 * before the bot gets its response, so kill -9 loses nothing. The file is compacted at every start and when it has
 * tripled in size.
 */
export function openStore(model: Model, folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "messages.jsonl");
  model.restore(foldRecords(readLines(path).flatMap((line) => parseRecord(line) ?? [])));

  let { file, lines } = compact(model, path);
  let limit = Math.max(MIN_LINES, lines * 3);
  const stop = model.subscribe((event) => {
    const record = recordOf(model.view, event);
    if (record === undefined) return;
    writeSync(file, `${JSON.stringify(record)}\n`);
    lines += 1;
    if (lines < limit) return;
    closeSync(file);
    ({ file, lines } = compact(model, path));
    limit = Math.max(MIN_LINES, lines * 3);
  });
  return {
    close() {
      stop();
      closeSync(file);
    },
  };
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

/** Atomically replaces the file with one that has only current records, and opens it for appending. */
function compact(model: Model, path: string): { file: number; lines: number } {
  const lines = allRecords(model.view).map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(`${path}.new`, lines.join(""));
  renameSync(`${path}.new`, path);
  return { file: openSync(path, "a"), lines: lines.length };
}

const threadType = z.literal([ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread]);

/** One change per record. A later record overrides an earlier one. */
const record = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("message"),
    message: typed<APIMessage>(
      z.looseObject({
        id: z.string(),
        channel_id: z.string(),
        timestamp: z.string(),
        author: z.looseObject({ id: z.string() }),
      }),
    ),
  }),
  z.object({ kind: z.literal("message-deleted"), messageId: z.string() }),
  z.object({
    kind: z.literal("thread"),
    thread: z.object({
      id: z.string(),
      type: threadType,
      parentId: z.string(),
      name: z.string(),
      ownerId: z.string(),
      archived: z.boolean(),
      locked: z.boolean(),
      autoArchiveMinutes: z.literal([60, 1440, 4320, 10080]),
      archiveChangedAt: z.string(),
      createdAt: z.string(),
      /** When each member joined, by user. */
      members: z.record(z.string(), z.string()),
    }),
  }),
  z.object({ kind: z.literal("thread-deleted"), id: z.string() }),
  z.object({ kind: z.literal("direct-messages"), userId: z.string() }),
  z.object({
    kind: z.literal("commands"),
    scope: z.string(),
    commands: z.array(typed<APIApplicationCommand>(z.looseObject({ id: z.string(), name: z.string() }))),
  }),
]);

type PersistedRecord = z.infer<typeof record>;

/** Returns undefined for a truncated line, such as after a power failure. */
function parseRecord(line: string): PersistedRecord | undefined {
  try {
    return record.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Applies all records in order and returns what remains. */
function foldRecords(records: Iterable<PersistedRecord>): Persisted {
  const commands = new Map<string, APIApplicationCommand[]>();
  const directUserIds = new Set<string>();
  const threads = new Map<string, PersistedThread>();
  const messages = new Map<string, APIMessage>();
  for (const entry of records) {
    switch (entry.kind) {
      case "message":
        messages.set(entry.message.id, entry.message);
        break;
      case "message-deleted":
        messages.delete(entry.messageId);
        break;
      case "thread":
        threads.set(entry.thread.id, entry.thread);
        break;
      case "thread-deleted":
        threads.delete(entry.id);
        break;
      case "direct-messages":
        directUserIds.add(entry.userId);
        break;
      case "commands":
        commands.set(entry.scope, entry.commands);
    }
  }
  return { commands, directUserIds, threads: threads.values(), messages: messages.values() };
}

/** The record of a change, if it's one that outlives a restart. */
function recordOf(view: ModelView, event: ModelEvent): PersistedRecord | undefined {
  if ("readerId" in event) return undefined;
  if ("channel" in event && !isPersisted(view, event.channel)) return undefined;
  switch (event.type) {
    case "message":
      return { kind: "message", message: event.message };
    case "message-deleted":
      return { kind: "message-deleted", messageId: event.messageId };
    case "channel":
      return event.change === "deleted"
        ? { kind: "thread-deleted", id: event.channel.id }
        : channelRecord(event.channel);
    case "thread-member":
      return channelRecord(event.channel);
    case "commands":
      return commandsRecord(view, event.scope);
    default:
      return undefined;
  }
}

/** Records of everything that outlives a restart. */
function allRecords(view: ModelView): PersistedRecord[] {
  const commands = [...view.commands.keys()].map((scope) => commandsRecord(view, scope));
  const channels = [...view.channels.values()].filter((channel) => isPersisted(view, channel));
  const contents = channels.flatMap((channel) => [
    channelRecord(channel) ?? [],
    ...[...(view.logs.get(channel.id)?.byId.values() ?? [])].map((message) => ({ kind: "message" as const, message })),
  ]);
  return [...commands, ...contents.flat()];
}

/**
 * Whether a channel outlives a restart, as those of the home guild and direct messages do. Other guilds live only as
 * long as the test that added them.
 */
function isPersisted(view: ModelView, { guildId, botId }: Channel): boolean {
  return botId === view.bot.id || guildId === view.homeGuildId;
}

function commandsRecord(view: ModelView, scope: string): PersistedRecord {
  return { kind: "commands", scope, commands: [...(view.commands.get(scope)?.values() ?? [])] };
}

/** The home guild's own channels come from the seed. */
function channelRecord(channel: Channel): PersistedRecord | undefined {
  const recipient = directRecipient(channel);
  if (recipient !== undefined) return { kind: "direct-messages", userId: recipient.id };
  const { id, type, name, parentId, thread } = channel;
  if (thread === undefined || parentId === undefined) return undefined;
  const { messageCount: _, ...state } = thread;
  const members = Object.fromEntries(threadMembers(channel));
  return { kind: "thread", thread: { id, type: threadType.parse(type), parentId, name, ...state, members } };
}

import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { APIApplicationCommand, APIMessage, ThreadAutoArchiveDuration } from "discord-api-types/v10";
import { z } from "zod";
import { openDirectChannel, placeThread } from "../model/channels.ts";
import { HOME } from "../model/home.ts";
import { storeMessage } from "../model/messages.ts";
import type { Nonces } from "../model/nonces.ts";
import { type Channel, listen, type World, type WorldEvent } from "../model/world.ts";
import { typed } from "../server/validation/form.ts";

/**
 * The home guild's messages, threads and the commands, in one file of JSON lines: what changed, in order. A line is with the
 * operating system before the bot gets its answer, so kill -9 loses nothing; a line cut short at the end is skipped. At
 * every start, and whenever it has grown to three times what lives, the file is written anew and renamed into place.
 */

const message = typed<APIMessage>(
  z.looseObject({
    id: z.string(),
    channel_id: z.string(),
    timestamp: z.string(),
    author: z.looseObject({ id: z.string() }),
  }),
);
const command = typed<APIApplicationCommand>(z.looseObject({ id: z.string(), name: z.string() }));
const thread = z.object({
  id: z.string(),
  parentId: z.string(),
  name: z.string(),
  ownerId: z.string(),
  archived: z.boolean(),
  locked: z.boolean(),
  archiveAfter: typed<ThreadAutoArchiveDuration>(z.literal([60, 1440, 4320, 10080])),
  changedAt: z.string(),
  createdAt: z.string(),
});
const line = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("message"), message }),
  z.object({ kind: z.literal("message-gone"), channelId: z.string(), messageId: z.string() }),
  z.object({ kind: z.literal("thread"), thread }),
  z.object({ kind: z.literal("thread-gone"), id: z.string() }),
  z.object({ kind: z.literal("direct"), userId: z.string() }),
  z.object({ kind: z.literal("commands"), scope: z.string(), commands: z.array(command) }),
]);

type Line = z.infer<typeof line>;

export type Store = { close(): void };

const LEAST_LINES = 2_000;

export function openStore(world: World, nonces: Nonces, folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "messages.jsonl");
  for (const entry of readLines(path)) restore(world, nonces, entry);

  let lines = rewrite(world, path);
  let limit = Math.max(LEAST_LINES, lines * 3);
  let file = openSync(path, "a");
  const stop = listen(world, (event) => {
    const entry = lineOf(event, world);
    if (entry === undefined) return;
    writeSync(file, `${JSON.stringify(entry)}\n`);
    lines += 1;
    if (lines < limit) return;
    closeSync(file);
    lines = rewrite(world, path);
    limit = Math.max(LEAST_LINES, lines * 3);
    file = openSync(path, "a");
  });
  return {
    close() {
      stop();
      closeSync(file);
    },
  };
}

/** Only the home guild and direct messages are furniture; other guilds live as long as their test. */
function isKept(channel: Channel): boolean {
  return channel.recipient !== undefined || channel.guildId === HOME.id;
}

function lineOf(event: WorldEvent, world: World): Line | undefined {
  if ("readerId" in event && event.readerId !== undefined) return undefined;
  switch (event.type) {
    case "message":
      return isKept(event.channel) ? { kind: "message", message: event.message } : undefined;
    case "message-gone":
      return isKept(event.channel)
        ? { kind: "message-gone", channelId: event.channel.id, messageId: event.messageId }
        : undefined;
    case "channel":
      return isKept(event.channel) ? channelLine(event.channel, event.change === "deleted") : undefined;
    case "commands":
      return { kind: "commands", scope: event.scope, commands: [...(world.commands.get(event.scope)?.values() ?? [])] };
    default:
      return undefined;
  }
}

function channelLine(channel: Channel, isGone: boolean): Line | undefined {
  const { id, name, parentId, recipient, thread } = channel;
  if (recipient !== undefined) return { kind: "direct", userId: recipient.id };
  if (thread === undefined || parentId === undefined) return undefined;
  if (isGone) return { kind: "thread-gone", id };
  const { ownerId, archived, locked, archiveAfter, changedAt, createdAt } = thread;
  return {
    kind: "thread",
    thread: { id, parentId, name, ownerId, archived, locked, archiveAfter, changedAt, createdAt },
  };
}

function readLines(path: string): Line[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((row) => {
    const entry = readLine(row);
    return entry === undefined ? [] : [entry];
  });
}

function readLine(row: string): Line | undefined {
  try {
    return line.safeParse(JSON.parse(row)).data;
  } catch {
    return undefined;
  }
}

function restore(world: World, nonces: Nonces, entry: Line): void {
  switch (entry.kind) {
    case "message":
      restoreMessage(world, nonces, entry.message);
      break;
    case "message-gone": {
      const channel = world.channels.get(entry.channelId);
      if (channel !== undefined) forget(world, channel, entry.messageId);
      break;
    }
    case "thread":
      restoreThread(world, entry.thread);
      break;
    case "thread-gone":
      world.channels.delete(entry.id);
      world.guilds.get(HOME.id)?.threads.delete(entry.id);
      break;
    case "direct": {
      const user = world.users.get(entry.userId);
      if (user !== undefined) openDirectChannel(world, user);
      break;
    }
    case "commands":
      world.commands.set(entry.scope, new Map(entry.commands.map((command) => [command.id, command])));
  }
}

function restoreMessage(world: World, nonces: Nonces, message: APIMessage): void {
  const channel = world.channels.get(message.channel_id);
  if (channel === undefined) return;
  const isNew = !world.messageChannels.has(message.id);
  storeMessage(world, channel, message);
  if (isNew && channel.thread !== undefined) channel.thread.messages += 1;
  world.snowflakes.skipPast(message.id);
  if (message.nonce !== undefined) nonces.remember(channel.id, message.author.id, message.nonce, message.id);
}

function forget(world: World, channel: Channel, messageId: string): void {
  const log = world.logs.get(channel.id);
  if (log === undefined) return;
  log.byId.delete(messageId);
  log.ids = log.ids.filter((id) => id !== messageId);
  world.messageChannels.delete(messageId);
}

function restoreThread(world: World, { id, parentId, name, ...state }: z.infer<typeof thread>): void {
  const parent = world.channels.get(parentId);
  if (parent === undefined) return;
  const known = world.channels.get(id);
  if (known?.thread !== undefined) {
    known.name = name;
    known.thread = { ...known.thread, ...state };
    return;
  }
  placeThread(world, {
    id,
    type: 11,
    ...(parent.guildId === undefined ? {} : { guildId: parent.guildId }),
    parentId,
    name,
    topic: null,
    position: 0,
    overwrites: new Map(),
    lastMessageId: null,
    thread: { ...state, messages: 0 },
  });
}

/** Writes what lives, and nothing else; the rename makes it whole or not at all. Answers the number of lines. */
function rewrite(world: World, path: string): number {
  const rows: string[] = [];
  const put = (entry: Line | undefined) => {
    if (entry !== undefined) rows.push(JSON.stringify(entry));
  };
  for (const [scope, commands] of world.commands) put({ kind: "commands", scope, commands: [...commands.values()] });
  for (const channel of world.channels.values()) {
    if (!isKept(channel)) continue;
    put(channelLine(channel, false));
    for (const message of world.logs.get(channel.id)?.byId.values() ?? []) put({ kind: "message", message });
  }
  const draft = `${path}.new`;
  const file = openSync(draft, "w");
  writeSync(file, rows.map((row) => `${row}\n`).join(""));
  closeSync(file);
  renameSync(draft, path);
  return rows.length;
}

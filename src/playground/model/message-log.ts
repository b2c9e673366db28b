import type { APIMessage } from "discord-api-types/v10";
import { compareIds, timeOfId } from "./snowflake.ts";
import type { MessageLog, ModelClock } from "./types.ts";

/** Discord keeps everything. The playground keeps only each channel's newest messages, so it can run for months. */
const MAX_MESSAGES = 1_000;
/** Trims in batches to amortize the cost. */
const TRIM_BATCH = 100;

export type MutableLog = { ids: string[]; byId: Map<string, APIMessage> };

export function createLog(): MutableLog {
  return { ids: [], byId: new Map() };
}

/** Adds a message or replaces the one with its id. Returns the ids of old messages that were dropped. */
export function putMessage(log: MutableLog, message: APIMessage): string[] {
  const isKnown = log.byId.has(message.id);
  log.byId.set(message.id, message);
  if (isKnown) return [];

  const newest = log.ids.at(-1);
  if (newest === undefined || compareIds(newest, message.id) < 0) log.ids.push(message.id);
  else log.ids.splice(indexOf(log, message.id), 0, message.id);

  if (log.ids.length < MAX_MESSAGES + TRIM_BATCH) return [];
  const dropped = log.ids.splice(0, log.ids.length - MAX_MESSAGES);
  for (const id of dropped) log.byId.delete(id);
  return dropped;
}

export function removeMessage(log: MutableLog, id: string): boolean {
  if (!log.byId.delete(id)) return false;
  log.ids.splice(indexOf(log, id), 1);
  return true;
}

export type Range = { before?: string; after?: string; around?: string; limit: number };

/** Lists messages newest first, like Discord. `after` returns the messages right after the id, not the newest ones. */
export function listMessages(log: MessageLog, range: Range): APIMessage[] {
  const [from, to] = boundsOf(log, range);
  return log.ids
    .slice(from, to)
    .reverse()
    .flatMap((id) => log.byId.get(id) ?? []);
}

function boundsOf(log: MessageLog, { before, after, around, limit }: Range): [from: number, to: number] {
  const end = log.ids.length;
  if (around !== undefined) {
    const from = Math.max(0, indexOf(log, around) - Math.floor(limit / 2));
    return [from, Math.min(end, from + limit)];
  }
  if (before !== undefined) {
    const to = indexOf(log, before);
    return [Math.max(0, to - limit), to];
  }
  if (after !== undefined) {
    const found = indexOf(log, after);
    const from = log.ids[found] === after ? found + 1 : found;
    return [from, Math.min(end, from + limit)];
  }
  return [Math.max(0, end - limit), end];
}

/** Returns the index of `id`, or where it would be inserted. */
function indexOf(log: MessageLog, id: string): number {
  let low = 0;
  let high = log.ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(log.ids[middle] ?? "", id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Discord checks an enforced nonce "for uniqueness in the past few minutes". Here, the machine's clock counts: moving
 * the playground's clock must not make a pending retry post twice.
 */
const WINDOW_MS = 3 * 60_000;

export type Nonces = ReturnType<typeof createNonces>;

export function createNonces(clock: ModelClock) {
  const machineNow = () => clock.now() - clock.ahead();
  /** In time order, so expired entries come first. */
  const known = new Map<string, { messageId: string; until: number }>();
  return {
    /** Finds the message that this author recently sent to this channel with this nonce. */
    find(channelId: string, authorId: string, nonce: string | number) {
      const entry = known.get(`${channelId} ${authorId} ${nonce}`);
      return entry === undefined || entry.until <= machineNow() ? undefined : entry.messageId;
    },
    remember(channelId: string, authorId: string, nonce: string | number, messageId: string) {
      const now = machineNow();
      for (const [key, { until }] of known) {
        if (until > now) break;
        known.delete(key);
      }
      const until = timeOfId(messageId) - clock.ahead() + WINDOW_MS;
      known.set(`${channelId} ${authorId} ${nonce}`, { messageId, until });
    },
  };
}

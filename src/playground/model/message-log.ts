import type { APIMessage } from "discord-api-types/v10";
import { compareIds } from "./snowflake.ts";

/** Discord keeps everything; a playground keeps the newest, so that it can run for months. */
export const KEPT_MESSAGES = 1_000;
/** Trimming many at once makes it free on average. */
const SLACK = 100;

/** The messages of one channel, by id and in the order of their ids. */
export type MessageLog = { ids: string[]; byId: Map<string, APIMessage> };

export function createLog(): MessageLog {
  return { ids: [], byId: new Map() };
}

/** Adds a message, or replaces the one with its id; answers the ids that fell out at the old end. */
export function putMessage(log: MessageLog, message: APIMessage): string[] {
  const known = log.byId.has(message.id);
  log.byId.set(message.id, message);
  if (known) return [];

  const newest = log.ids.at(-1);
  if (newest === undefined || compareIds(newest, message.id) < 0) log.ids.push(message.id);
  else log.ids.splice(positionOf(log, message.id), 0, message.id);

  if (log.ids.length < KEPT_MESSAGES + SLACK) return [];
  const fallen = log.ids.splice(0, log.ids.length - KEPT_MESSAGES);
  for (const id of fallen) log.byId.delete(id);
  return fallen;
}

export function removeMessage(log: MessageLog, id: string): boolean {
  if (!log.byId.delete(id)) return false;
  log.ids.splice(positionOf(log, id), 1);
  return true;
}

export type Range = { before?: string; after?: string; around?: string; limit: number };

/** Messages newest first, as Discord lists them. `after` takes the ones next to the id, not the newest. */
export function listMessages(log: MessageLog, range: Range): APIMessage[] {
  const [from, to] = boundsOf(log, range);
  const found: APIMessage[] = [];
  for (let index = to - 1; index >= from; index -= 1) {
    const message = log.byId.get(log.ids[index] ?? "");
    if (message !== undefined) found.push(message);
  }
  return found;
}

function boundsOf(log: MessageLog, { before, after, around, limit }: Range): [from: number, to: number] {
  const end = log.ids.length;
  if (around !== undefined) {
    const from = Math.max(0, positionOf(log, around) - Math.floor(limit / 2));
    return [from, Math.min(end, from + limit)];
  }
  if (before !== undefined) {
    const to = positionOf(log, before);
    return [Math.max(0, to - limit), to];
  }
  if (after !== undefined) {
    const found = positionOf(log, after);
    const from = log.ids[found] === after ? found + 1 : found;
    return [from, Math.min(end, from + limit)];
  }
  return [Math.max(0, end - limit), end];
}

/** Where `id` stands, or would stand: binary search, as ids are in order. */
function positionOf(log: MessageLog, id: string): number {
  let low = 0;
  let high = log.ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(log.ids[middle] ?? "", id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { Frame, Request, Traffic } from "../../control/traffic.ts";
import type { ToPage, TrafficLine } from "./protocol.ts";

export type TrafficFeed = ReturnType<typeof createTrafficFeed>;

/** How many lines keep their details. */
const MAX_LINES = 500;
const INITIAL_LINES = 100;
const MAX_DETAIL_LENGTH = 12_000;
/** Lines are sent in batches. */
const SEND_INTERVAL_MS = 150;
const MASK = "•••";

/** The traffic as one page sees it: a line for each entry, and the details of those that are opened. */
export function createTrafficFeed(traffic: Traffic, send: (message: ToPage) => void) {
  const entries = new Map<number, Request | Frame>();
  const subscriptions: (() => void)[] = [];
  let pending: TrafficLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;

  const flush = () => {
    timer = undefined;
    send({ type: "traffic", lines: pending.splice(0) });
  };
  const add = (entry: Request | Frame) => {
    lastId += 1;
    entries.set(lastId, entry);
    if (entries.size > MAX_LINES) entries.delete(lastId - MAX_LINES);
    pending.push(lineOf(lastId, entry));
    if (pending.length > MAX_LINES) pending = pending.slice(-MAX_LINES);
    timer ??= setTimeout(flush, SEND_INTERVAL_MS);
  };
  const stop = () => {
    for (const unsubscribe of subscriptions.splice(0)) unsubscribe();
    clearTimeout(timer);
    timer = undefined;
    pending = [];
  };
  return {
    start() {
      stop();
      const recent = [...traffic.requests.slice(-INITIAL_LINES), ...traffic.frames.slice(-INITIAL_LINES)];
      for (const entry of recent.sort((a, b) => a.at - b.at).slice(-INITIAL_LINES)) add(entry);
      subscriptions.push(traffic.onRequest(add), traffic.onFrame(add));
    },
    sendDetail(id: number) {
      const entry = entries.get(id);
      if (entry !== undefined) send({ type: "traffic-detail", id, text: detailOf(entry) });
    },
    stop,
  };
}

function lineOf(id: number, entry: Request | Frame): TrafficLine {
  if ("direction" in entry) return { id, at: entry.at, direction: entry.direction, title: entry.name };
  const { at, method, route, status, fault } = entry;
  return { id, at, direction: "rest", title: `${method} ${route}`, status, ...(fault === undefined ? {} : { fault }) };
}

function detailOf(entry: Request | Frame): string {
  if ("direction" in entry)
    return truncate(masked(typeof entry.data === "string" ? JSON.parse(entry.data) : entry.data));
  const { method, path, query, body, response, status } = entry;
  const parts = [`${method} ${maskedPath(path)}${query === "" ? "" : `?${query}`}`];
  if (body != null) parts.push(`Request\n${masked(body)}`);
  parts.push(
    `Response ${status === 0 ? "(connection broken)" : status}\n${response == null ? "(empty)" : masked(response)}`,
  );
  return truncate(parts.join("\n\n"));
}

/** Tokens are never shown, not even those of the playground. */
function masked(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (/token/i.test(key) ? MASK : inner), 2) ?? "";
}

function maskedPath(path: string): string {
  return path.replace(/(\/(?:interactions|webhooks)\/\d+\/)[^/]+/, `$1${MASK}`);
}

function truncate(text: string): string {
  return text.length > MAX_DETAIL_LENGTH
    ? `${text.slice(0, MAX_DETAIL_LENGTH)}\n… and ${text.length - MAX_DETAIL_LENGTH} more characters`
    : text;
}

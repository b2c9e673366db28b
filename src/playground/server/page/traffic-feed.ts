import type { Frame, Request, Traffic } from "../../control/traffic.ts";
import type { ToPage, TrafficLine } from "./protocol.ts";

/** What one window sees of the traffic while it watches: short lines, and the whole of one that is opened. */
export type TrafficWatch = { begin(): void; show(id: number): void; end(): void };

/** Lines that can still be opened; what is shown of one is clipped too. */
const KEPT_LINES = 500;
const FIRST_LINES = 100;
const MOST_TEXT = 12_000;
/** Lines are told together: a burst is one frame. */
const TELL_EVERY_MS = 150;
const MASK = "•••";

export function watchTraffic(traffic: Traffic, tell: (message: ToPage) => void): TrafficWatch {
  const kept = new Map<number, Request | Frame>();
  const stops: (() => void)[] = [];
  let waiting: TrafficLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;

  const flush = () => {
    timer = undefined;
    tell({ type: "traffic", lines: waiting.splice(0) });
  };
  const note = (entry: Request | Frame) => {
    lastId += 1;
    kept.set(lastId, entry);
    if (kept.size > KEPT_LINES) kept.delete(lastId - KEPT_LINES);
    waiting.push(lineOf(lastId, entry));
    if (waiting.length > KEPT_LINES) waiting = waiting.slice(-KEPT_LINES);
    timer ??= setTimeout(flush, TELL_EVERY_MS);
  };
  const end = () => {
    for (const stop of stops.splice(0)) stop();
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
  };
  return {
    begin() {
      end();
      const before = [...traffic.requests.slice(-FIRST_LINES), ...traffic.frames.slice(-FIRST_LINES)];
      for (const entry of before.sort((one, other) => one.at - other.at).slice(-FIRST_LINES)) note(entry);
      stops.push(traffic.onRequest(note), traffic.onFrame(note));
    },
    show(id) {
      const entry = kept.get(id);
      if (entry !== undefined) tell({ type: "traffic-detail", id, text: detailOf(entry) });
    },
    end,
  };
}

function lineOf(id: number, entry: Request | Frame): TrafficLine {
  if ("direction" in entry) return { id, at: entry.at, way: entry.direction, title: entry.name };
  const { at, method, route, status, fault } = entry;
  return { id, at, way: "rest", title: `${method} ${route}`, status, ...(fault === undefined ? {} : { fault }) };
}

function detailOf(entry: Request | Frame): string {
  if ("direction" in entry) return clip(masked(typeof entry.data === "string" ? JSON.parse(entry.data) : entry.data));
  const { method, path, query, body, answer, status } = entry;
  const parts = [`${method} ${maskedPath(path)}${query === "" ? "" : `?${query}`}`];
  if (body != null) parts.push(`asked\n${masked(body)}`);
  parts.push(
    `answered ${status === 0 ? "by a broken connection" : status}\n${answer == null ? "(nothing)" : masked(answer)}`,
  );
  return clip(parts.join("\n\n"));
}

/** Tokens are good for a quarter of an hour, and habits for longer: none is shown, not even the playground's. */
function masked(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (/token/i.test(key) ? MASK : inner), 2) ?? "";
}

function maskedPath(path: string): string {
  return path.replace(/(\/(?:interactions|webhooks)\/\d+\/)[^/]+/, `$1${MASK}`);
}

function clip(text: string): string {
  return text.length > MOST_TEXT
    ? `${text.slice(0, MOST_TEXT)}\n… and ${text.length - MOST_TEXT} more characters`
    : text;
}

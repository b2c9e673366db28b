import { setTimeout as sleep } from "node:timers/promises";
import { type Refusal, refusalOf } from "../server/validation/api-error.ts";
import { createDraw } from "./random.ts";

/** Discord's bad days, one at a time. A test injects a fault, watches what the bot does, and clears it. */

export type Fault = When &
  (
    | { kind: "rate-limit" /** Seconds. */; retryAfter?: number; scope?: "user" | "global" | "shared" }
    /** The request fails and nothing was done. */
    | { kind: "error-before"; status?: number }
    /** The request was done, and the answer says it failed: a retry doubles what has no nonce. */
    | { kind: "error-after"; status?: number }
    | { kind: "latency"; milliseconds: number }
    /** The connection breaks before, or after, the work was done. */
    | { kind: "reset-before" }
    | { kind: "reset-after" }
    /** An acknowledgement that Discord takes for late (10062), though the work behind it was done in time. */
    | { kind: "late-ack" }
    /** Somebody else has acknowledged first (40060): the person sees this answer all the same. */
    | { kind: "double-ack" }
    /** Any refusal: 50013, 50001, 10003 … */
    | { kind: "api-error"; code: number; status?: number; message?: string }
  );

export type FaultKind = Fault["kind"];

type When = {
  /** "POST /channels/{channel_id}/messages", or what its text must match; absent: every route. */
  on?: string | RegExp;
  /** Only requests of this channel. */
  channelId?: string;
  /** How many times, at most; absent: until cleared. */
  count?: number;
  /** How likely, 0 to 1; absent: always. The draws repeat with the seed. */
  probability?: number;
  seed?: number;
};

export type Hit = { route: string; channelId: string | undefined };

export type Faults = {
  /** Switches a fault on; the answer switches it off again. */
  inject(fault: Fault): () => void;
  clear(): void;
  /** How often a fault of this kind, or any, has hit. */
  hits(kind?: FaultKind): number;
  /** Requests a second over all routes but interactions, as Discord's 50; undefined: no such limit. */
  setGlobalLimit(perSecond: number | undefined): void;
  /** Closes the bot's gateway sockets; it may resume. */
  dropSockets(code?: number): void;
  /** Op 7: asks the bot to reconnect and resume. */
  requestReconnect(): void;
  /** Op 9: ends the sessions; with `resumable` the bot is told it may try to resume. */
  invalidateSessions(resumable?: boolean): void;
  /** Leaves heartbeats without an answer, until set to false. */
  muteHeartbeats(muted: boolean): void;
};

/** What the REST side asks. */
export type FaultDesk = {
  inject: Faults["inject"];
  clear(): void;
  hits: Faults["hits"];
  /** The fault of one of these kinds that strikes this request, if any does. */
  strike(hit: Hit, kinds: ReadonlySet<FaultKind>): Fault | undefined;
  /** Is anything switched on at all? The usual answer is no, and costs nothing. */
  quiet(): boolean;
};

type Armed = { fault: Fault; left: number; draw: () => number };

export function createFaultDesk(): FaultDesk {
  const armed = new Set<Armed>();
  const counts = new Map<FaultKind, number>();
  return {
    inject(fault) {
      const one: Armed = { fault, left: fault.count ?? Number.POSITIVE_INFINITY, draw: createDraw(fault.seed ?? 1) };
      armed.add(one);
      return () => armed.delete(one);
    },
    clear: () => armed.clear(),
    quiet: () => armed.size === 0,
    hits: (kind) =>
      kind === undefined ? [...counts.values()].reduce((sum, n) => sum + n, 0) : (counts.get(kind) ?? 0),
    strike(hit, kinds) {
      for (const one of armed) {
        if (!kinds.has(one.fault.kind) || !matches(one.fault, hit)) continue;
        if (one.fault.probability !== undefined && one.draw() >= one.fault.probability) continue;
        one.left -= 1;
        if (one.left <= 0) armed.delete(one);
        counts.set(one.fault.kind, (counts.get(one.fault.kind) ?? 0) + 1);
        return one.fault;
      }
      return undefined;
    },
  };
}

const CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback";

function matches({ kind, on, channelId }: Fault, hit: Hit): boolean {
  if ((kind === "late-ack" || kind === "double-ack") && hit.route !== CALLBACK) return false;
  if (channelId !== undefined && channelId !== hit.channelId) return false;
  if (on === undefined) return true;
  return typeof on === "string" ? on === hit.route : on.test(hit.route);
}

export const BEFORE: ReadonlySet<FaultKind> = new Set<FaultKind>([
  "rate-limit",
  "error-before",
  "reset-before",
  "api-error",
  "late-ack",
]);
export const AFTER: ReadonlySet<FaultKind> = new Set<FaultKind>(["error-after", "reset-after", "double-ack"]);
export const SLOW: ReadonlySet<FaultKind> = new Set<FaultKind>(["latency"]);

export async function dawdle(fault: Fault | undefined): Promise<void> {
  if (fault?.kind === "latency") await sleep(fault.milliseconds);
}

/** The answer a fault makes, or undefined for those that break the connection. */
export function faultAnswer(
  fault: Fault,
): { status: number; body: unknown; headers?: Record<string, string> } | undefined {
  switch (fault.kind) {
    case "rate-limit":
      return rateLimited(fault.retryAfter ?? 0.3, fault.scope ?? "user");
    case "error-before":
    case "error-after":
      return { status: fault.status ?? 502, body: { message: `${fault.status ?? 502}: Bad Gateway`, code: 0 } };
    case "late-ack":
      return refused(refusalOf(10062));
    case "double-ack":
      return refused(refusalOf(40060));
    case "api-error": {
      const known = refusalOf(fault.code, fault.message);
      return { status: fault.status ?? known.status, body: known.body() };
    }
    default:
      return undefined;
  }
}

function refused(cause: Refusal) {
  return { status: cause.status, body: cause.body() };
}

export function rateLimited(retryAfter: number, scope: "user" | "global" | "shared") {
  const isGlobal = scope === "global";
  return {
    status: 429,
    body: { message: "You are being rate limited.", retry_after: retryAfter, global: isGlobal, code: 0 },
    headers: {
      "retry-after": String(Math.ceil(retryAfter)),
      "x-ratelimit-scope": scope,
      "x-ratelimit-reset-after": String(retryAfter),
      ...(isGlobal ? { "x-ratelimit-global": "true" } : {}),
    },
  };
}

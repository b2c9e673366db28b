import { setTimeout as sleep } from "node:timers/promises";
import { createEmitter } from "../emitter.ts";
import { FAULT_NAMES, type FaultName, type FaultState } from "../server/page/protocol.ts";
import { createRandom } from "./random.ts";

/** Simulated Discord failures. A test injects a fault, watches what the bot does, and clears it. */

export type Fault = FaultCondition &
  (
    | { kind: "rate-limit" /** Seconds. */; retryAfter?: number; scope?: "user" | "global" | "shared" }
    /** The request fails and has no effect. */
    | { kind: "error-before"; status?: number }
    /** The request takes effect, but the response says that it failed. Without a nonce, a retry then posts twice. */
    | { kind: "error-after"; status?: number }
    | { kind: "latency"; milliseconds: number }
    /** The connection breaks before or after the request takes effect. */
    | { kind: "reset-before" }
    | { kind: "reset-after" }
    /** Discord rejects an acknowledgment as too late (10062). */
    | { kind: "late-ack" }
    /** Another process acknowledged first (40060). The user still sees this response. */
    | { kind: "double-ack" }
    /** Any API error: 50013, 50001, 10003, ... */
    | { kind: "api-error"; code: number; status?: number; message?: string }
  );

export type FaultKind = Fault["kind"];

type FaultCondition = {
  /** "POST /channels/{channel_id}/messages", or a pattern for it. Defaults to every route. */
  on?: string | RegExp;
  /** Only requests of this channel. */
  channelId?: string;
  /** The maximum number of hits. Defaults to no limit. */
  count?: number;
  /** From 0 to 1, by default 1. The same seed repeats the outcomes. */
  probability?: number;
  seed?: number;
};

export type Faults = {
  /** Enables a fault. The returned function disables it again. */
  inject(fault: Fault): () => void;
  clear(): void;
  /** How often faults of this kind, by default of any kind, have hit. */
  hits(kind?: FaultKind): number;
  /**
   * Requests per second on all routes except interactions. `undefined` restores Discord's 50, or no limit if limits
   * aren't enforced.
   */
  setGlobalLimit(perSecond: number | undefined): void;
  /** Closes the bot's gateway sockets. The bot may resume its sessions. */
  dropSockets(code?: number): void;
  /** Op 7: asks the bot to reconnect and resume. */
  requestReconnect(): void;
  /** Op 9: ends the sessions or, with `resumable`, asks the bot to resume them. */
  invalidateSessions(resumable?: boolean): void;
  /** Leaves heartbeats unanswered until set to false. */
  muteHeartbeats(muted: boolean): void;
};

type RequestTarget = { route: string; channelId: string | undefined };

/** Faults that affect REST requests. */
export type FaultInjector = Pick<Faults, "inject" | "clear" | "hits"> & {
  /** The first fault of one of these kinds that hits this request, if any. */
  hit(target: RequestTarget, kinds: ReadonlySet<FaultKind>): Fault | undefined;
  /** Whether no fault is enabled, so requests don't have to check any. */
  isIdle(): boolean;
};

type EnabledFault = { fault: Fault; remaining: number; random: () => number };

export function createFaultInjector(): FaultInjector {
  const enabled = new Set<EnabledFault>();
  const counts = new Map<FaultKind, number>();
  return {
    inject(fault) {
      const entry = {
        fault,
        remaining: fault.count ?? Number.POSITIVE_INFINITY,
        random: createRandom(fault.seed ?? 1),
      };
      enabled.add(entry);
      return () => enabled.delete(entry);
    },
    clear: () => enabled.clear(),
    isIdle: () => enabled.size === 0,
    hits: (kind) =>
      kind === undefined ? [...counts.values()].reduce((sum, count) => sum + count, 0) : (counts.get(kind) ?? 0),
    hit(target, kinds) {
      for (const entry of enabled) {
        const { fault, random } = entry;
        if (!kinds.has(fault.kind) || !matches(fault, target)) continue;
        if (fault.probability !== undefined && random() >= fault.probability) continue;
        entry.remaining -= 1;
        if (entry.remaining <= 0) enabled.delete(entry);
        counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
        return fault;
      }
      return undefined;
    },
  };
}

const CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback";

function matches({ kind, on, channelId }: Fault, target: RequestTarget): boolean {
  if ((kind === "late-ack" || kind === "double-ack") && target.route !== CALLBACK) return false;
  if (channelId !== undefined && channelId !== target.channelId) return false;
  if (on === undefined) return true;
  return typeof on === "string" ? on === target.route : on.test(target.route);
}

/** Faults that keep a request from taking effect. */
export const BEFORE_EFFECT: ReadonlySet<FaultKind> = new Set<FaultKind>([
  "rate-limit",
  "error-before",
  "reset-before",
  "api-error",
  "late-ack",
]);
/** Faults that hide that a request took effect. */
export const AFTER_EFFECT: ReadonlySet<FaultKind> = new Set<FaultKind>(["error-after", "reset-after", "double-ack"]);

const LATENCY: ReadonlySet<FaultKind> = new Set<FaultKind>(["latency"]);

export async function applyLatency(faults: FaultInjector, target: RequestTarget): Promise<void> {
  const fault = faults.hit(target, LATENCY);
  if (fault?.kind === "latency") await sleep(fault.milliseconds);
}

/** Errors hit only half of the requests, so the bot's retries can succeed. */
const FAULTS: Record<Exclude<FaultName, "gateway">, Fault> = {
  latency: { kind: "latency", milliseconds: 1_500 },
  late: { kind: "latency", milliseconds: 3_500, on: /callback$/ },
  "rate-limit": { kind: "rate-limit", retryAfter: 1, probability: 0.5 },
  "error-before": { kind: "error-before", probability: 0.5 },
  "error-after": { kind: "error-after", probability: 0.5 },
};

export function createFaultSwitches(
  faults: Pick<FaultInjector, "inject" | "hits">,
  setGatewayDown: (down: boolean) => void,
) {
  const enabled = new Map<FaultName, () => void>();
  const changes = createEmitter();
  const enable = (name: FaultName): (() => void) => {
    if (name !== "gateway") return faults.inject(FAULTS[name]);
    setGatewayDown(true);
    return () => setGatewayDown(false);
  };
  return {
    state: (): FaultState => ({ enabled: FAULT_NAMES.filter((name) => enabled.has(name)), hits: faults.hits() }),
    set(name: FaultName, isEnabled: boolean) {
      if (isEnabled === enabled.has(name)) return;
      if (isEnabled) enabled.set(name, enable(name));
      else {
        enabled.get(name)?.();
        enabled.delete(name);
      }
      changes.emit();
    },
    onChange: changes.subscribe,
  };
}

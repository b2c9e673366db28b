import type { Role } from "../../src/config.ts";
import { seeded, shuffle } from "../../src/platform/seed.ts";
import { SECOND } from "../../src/platform/time.ts";
import type { Fault } from "../../src/playground/playground.ts";
import type { Death } from "./fleet.ts";
import { ANSWER_STEPS, WORK_STEPS } from "./steps.ts";

/** Plans the failures of a round, determined by the seed. */

/** Slots come due in waves, one beat apart. Each schedule's daily slot is in one wave. */
export const WAVES = 20;
/** Additional waves give planned deaths time to happen; the last wave runs without failures. */
export const MORE_WAVES = 12;
export const LAST_WAVE = WAVES + MORE_WAVES;
export const BEAT = 1.5 * SECOND;
/** A calm start, then failures of single channels, then a storm that affects everything. */
const FAILURES_FROM = 2;
const STORM_FROM = 6;
/** Before these waves the clock jumps by an hour, past the reveals of earlier posts. */
const JUMPS: readonly number[] = [12, WAVES + 2, WAVES + 7];
/** Temporary channel failures end when the storm begins. */
export const FAILURE_MS = (STORM_FROM - FAILURES_FROM) * BEAT;
export const STORM_ENDS = WAVES * BEAT;
const STORM = STORM_ENDS - STORM_FROM * BEAT;

export const CHANNEL_FAILURES = ["deleted", "hidden", "muted", "slow", "failing", "limited"] as const;
export type ChannelFailure = (typeof CHANNEL_FAILURES)[number];
export type Phase = "calm" | "failure" | "storm" | "recovery";

export type Happening =
  | { kind: "tick"; wave: number; phase: Phase }
  /** A failure of a schedule's channel; `target` is the schedule's index. */
  | { kind: "failure"; target: number; failure: ChannelFailure }
  | { kind: "restFault-fault"; name: string; fault: Fault; durationMs: number }
  | { kind: "kill"; index: number }
  | { kind: "freeze"; index: number; durationMs: number }
  /** One process handles a wave while the others are paused, and dies right after settling the agenda. */
  | { kind: "die-alone"; index: number; others: readonly number[]; durationMs: number }
  | { kind: "kill-redis" }
  | { kind: "freeze-redis"; durationMs: number }
  | { kind: "drop-gateways" | "ask-to-reconnect" | "invalid-sessions" | "resumable-sessions" }
  | { kind: "zombie-gateways"; durationMs: number }
  | { kind: "planDeaths"; deaths: readonly Death[] };
export type ChaosEvent = Happening & { at: number };

/** The minute of the day of each wave, the same every day. */
export function minutesOfWaves(seed: string): number[] {
  const random = seeded(`${seed}/minutes`);
  // The clock runs too, so waves need enough distance that it doesn't reach the next one early.
  let minute = 5;
  return Array.from({ length: LAST_WAVE + 1 }, (_, wave) => {
    minute += JUMPS.includes(wave) ? 61 : wave === LAST_WAVE ? 5 : 1 + Math.floor(random() * 2);
    return minute;
  });
}

type Shape = { targets: readonly { wave: number | undefined }[]; roles: readonly Role[]; failing: number };

export function planRound(seed: string, round: number, shape: Shape): ChaosEvent[] {
  const random = seeded(`${seed}/round/${round}`);
  const between = (from: number, to: number) => from + random() * (to - from);
  const inStorm = (spare = 0) => Math.round(STORM_FROM * BEAT + between(500, STORM - spare));
  const anyProcess = () => Math.floor(random() * shape.roles.length);
  const lastWorker = shape.roles.length - 1;
  const workers = [...shape.roles.keys()].filter((index) => shape.roles[index] !== "bot" && index !== lastWorker);
  const index = workers[Math.floor(random() * workers.length)] ?? 0;
  const others = workers.filter((one) => one !== index);
  const loneWave = Math.floor(between(STORM_FROM + 2, WAVES - 2));

  const kills = Array.from({ length: 3 }, (): ChaosEvent => ({ at: inStorm(), kind: "kill", index: anyProcess() }));
  const steps = shuffle([...WORK_STEPS], `${seed}/${round}`).concat();
  const deaths = [...steps, ...ANSWER_STEPS].map((step) => ({ step, nth: 1 + Math.floor(random() * 3) }));
  const events: ChaosEvent[] = [
    ...ticks(),
    ...channelFailures(seed, round, shape),
    ...restFaults(random, inStorm),
    ...kills,
    { at: STORM_FROM * BEAT + 300, kind: "planDeaths", deaths },
    { at: STORM_FROM * BEAT + 600, kind: "freeze", index: lastWorker, durationMs: 20 * SECOND },
    { at: inStorm(4 * SECOND), kind: "freeze", index: anyProcess(), durationMs: between(1, 3) * SECOND },
    // The last worker is already paused.
    { at: loneWave * BEAT - 100, kind: "die-alone", index, others, durationMs: SECOND },
    { at: inStorm(), kind: "kill-redis" },
    { at: inStorm(4 * SECOND), kind: "freeze-redis", durationMs: between(1, 3) * SECOND },
    { at: inStorm(), kind: "drop-gateways" },
    { at: inStorm(), kind: "ask-to-reconnect" },
    { at: inStorm(), kind: "invalid-sessions" },
    { at: inStorm(), kind: "resumable-sessions" },
    { at: inStorm(8 * SECOND), kind: "zombie-gateways", durationMs: 7 * SECOND },
  ];
  return events.sort((a, b) => a.at - b.at);
}

function ticks(): ChaosEvent[] {
  return Array.from({ length: WAVES }, (_, wave) => {
    const phase = wave < FAILURES_FROM ? "calm" : wave < STORM_FROM ? "failure" : "storm";
    return { at: wave * BEAT, kind: "tick", wave, phase };
  });
}

/** Each channel fails at most once, because each schedule has one spare channel. */
function channelFailures(seed: string, round: number, { targets, failing }: Shape): ChaosEvent[] {
  const soon = targets.flatMap(({ wave }, target) =>
    wave !== undefined && wave >= FAILURES_FROM && wave < STORM_FROM ? [target] : [],
  );
  const chosen = shuffle(soon, `${seed}/channelFailures`).slice(round * failing, (round + 1) * failing);
  return chosen.map((target, index) => ({
    at: FAILURES_FROM * BEAT - 200,
    kind: "failure",
    target,
    failure: CHANNEL_FAILURES[index % CHANNEL_FAILURES.length] ?? "deleted",
  }));
}

/** Errors after a message was written can cause duplicates, so they are the most likely. */
const SENDING = "POST /channels/{channel_id}/messages";

/** All faults at a low rate throughout the storm, and a burst of each. */
function restFaults(random: () => number, inStorm: (spare: number) => number): ChaosEvent[] {
  const restFault = (at: number, durationMs: number, name: string, fault: Fault): ChaosEvent => {
    return { at, kind: "restFault-fault", name, durationMs, fault: { ...fault, seed: Math.floor(random() * 1e6) } };
  };
  const background: Fault[] = [
    { kind: "error-before", probability: 0.04 },
    { kind: "error-after", probability: 0.25, on: SENDING },
    { kind: "reset-before", probability: 0.02 },
    { kind: "reset-after", probability: 0.15, on: SENDING },
    { kind: "rate-limit", retryAfter: 0.2, probability: 0.02 },
    { kind: "latency", milliseconds: 150, probability: 0.1 },
  ];
  const bursts: Fault[] = [
    { kind: "rate-limit", retryAfter: 1, scope: "global", probability: 0.3 },
    { kind: "rate-limit", retryAfter: 0.5, scope: "shared", probability: 0.8 },
    { kind: "error-before", probability: 0.7 },
    { kind: "error-after", probability: 0.4 },
    { kind: "reset-before", probability: 0.5 },
    { kind: "reset-after", probability: 0.5 },
    { kind: "latency", milliseconds: 2_000, probability: 0.5 },
  ];
  return [
    ...background.map((fault) => restFault(STORM_FROM * BEAT, STORM, `background ${fault.kind}`, fault)),
    ...bursts.map((fault) =>
      restFault(inStorm(4 * SECOND), (1 + 2 * random()) * SECOND, `burst of ${fault.kind}`, fault),
    ),
  ];
}

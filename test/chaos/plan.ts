import type { Role } from "../../src/config.ts";
import { seeded, shuffle } from "../../src/platform/seed.ts";
import { SECOND } from "../../src/platform/time.ts";
import type { Fault } from "../../src/playground/playground.ts";
import type { Death } from "./fleet.ts";
import { ANSWER_STEPS, WORK_STEPS } from "./steps.ts";

/** What will go wrong in a round, and when: all of it comes from the seed before the round begins. */

/** Slots come due in waves, a beat apart; each schedule has its slot of the day in one of them. */
export const WAVES = 20;
/** More of them keep the bot at work until every planned death has been died; one last finds all well again. */
export const MORE_WAVES = 12;
export const LAST_WAVE = WAVES + MORE_WAVES;
export const BEAT = 1.5 * SECOND;
/** First all is well, then some guilds are in trouble of their own, then everything is. */
const TROUBLE_FROM = 2;
const STORM_FROM = 6;
/** Before these the clock jumps by an hour, and with it over the reveals of what came earlier. */
const JUMPS: readonly number[] = [12, WAVES + 2, WAVES + 7];
/** What a channel gets over by itself it has got over when the storm begins. */
export const TROUBLE_LASTS = (STORM_FROM - TROUBLE_FROM) * BEAT;
export const STORM_ENDS = WAVES * BEAT;
const STORM = STORM_ENDS - STORM_FROM * BEAT;

export const TROUBLES = ["deleted", "hidden", "muted", "slow", "failing", "limited"] as const;
export type Trouble = (typeof TROUBLES)[number];
export type Phase = "calm" | "trouble" | "storm" | "recovery";

export type Happening =
  | { kind: "tick"; wave: number; phase: Phase }
  /** The channel of a schedule, by its number. */
  | { kind: "trouble"; plot: number; trouble: Trouble }
  | { kind: "rest"; name: string; fault: Fault; lasts: number }
  | { kind: "kill"; who: number }
  | { kind: "freeze"; who: number; lasts: number }
  /** One is left alone with a wave's slots while the others stand still, and dies as soon as it has moved them on. */
  | { kind: "die-alone"; who: number; others: readonly number[]; lasts: number }
  | { kind: "kill-redis" }
  | { kind: "freeze-redis"; lasts: number }
  | { kind: "drop-gateways" | "ask-to-reconnect" | "invalid-sessions" | "resumable-sessions" }
  | { kind: "zombie-gateways"; lasts: number }
  | { kind: "doom"; deaths: readonly Death[] };
export type ChaosEvent = Happening & { at: number };

/** In which minute of the day each wave comes: the same every day. */
export function minutesOfWaves(seed: string): number[] {
  const random = seeded(`${seed}/minutes`);
  // The clock also goes on by itself: it must come to no wave before its time.
  let minute = 5;
  return Array.from({ length: LAST_WAVE + 1 }, (_, wave) => {
    minute += JUMPS.includes(wave) ? 61 : wave === LAST_WAVE ? 5 : 1 + Math.floor(random() * 2);
    return minute;
  });
}

type Shape = { plots: readonly { wave: number | undefined }[]; roles: readonly Role[]; troubled: number };

export function planRound(seed: string, round: number, shape: Shape): ChaosEvent[] {
  const random = seeded(`${seed}/round/${round}`);
  const between = (from: number, to: number) => from + random() * (to - from);
  const inStorm = (spare = 0) => Math.round(STORM_FROM * BEAT + between(500, STORM - spare));
  const anybody = () => Math.floor(random() * shape.roles.length);
  const lastWorker = shape.roles.length - 1;
  const workers = [...shape.roles.keys()].filter((who) => shape.roles[who] !== "bot" && who !== lastWorker);
  const who = workers[Math.floor(random() * workers.length)] ?? 0;
  const others = workers.filter((one) => one !== who);
  const loneWave = Math.floor(between(STORM_FROM + 2, WAVES - 2));

  const kills = Array.from({ length: 3 }, (): ChaosEvent => ({ at: inStorm(), kind: "kill", who: anybody() }));
  const steps = shuffle([...WORK_STEPS], `${seed}/${round}`).concat();
  const deaths = [...steps, ...ANSWER_STEPS].map((step) => ({ step, nth: 1 + Math.floor(random() * 3) }));
  const events: ChaosEvent[] = [
    ...ticks(),
    ...troubles(seed, round, shape),
    ...badDays(random, inStorm),
    ...kills,
    { at: STORM_FROM * BEAT + 300, kind: "doom", deaths },
    { at: STORM_FROM * BEAT + 600, kind: "freeze", who: lastWorker, lasts: 20 * SECOND },
    { at: inStorm(4 * SECOND), kind: "freeze", who: anybody(), lasts: between(1, 3) * SECOND },
    // The last worker stands still anyway.
    { at: loneWave * BEAT - 100, kind: "die-alone", who, others, lasts: SECOND },
    { at: inStorm(), kind: "kill-redis" },
    { at: inStorm(4 * SECOND), kind: "freeze-redis", lasts: between(1, 3) * SECOND },
    { at: inStorm(), kind: "drop-gateways" },
    { at: inStorm(), kind: "ask-to-reconnect" },
    { at: inStorm(), kind: "invalid-sessions" },
    { at: inStorm(), kind: "resumable-sessions" },
    { at: inStorm(8 * SECOND), kind: "zombie-gateways", lasts: 7 * SECOND },
  ];
  return events.sort((a, b) => a.at - b.at);
}

function ticks(): ChaosEvent[] {
  return Array.from({ length: WAVES }, (_, wave) => {
    const phase = wave < TROUBLE_FROM ? "calm" : wave < STORM_FROM ? "trouble" : "storm";
    return { at: wave * BEAT, kind: "tick", wave, phase };
  });
}

/** Each schedule is in trouble at most once, for there is one channel to spare for each. */
function troubles(seed: string, round: number, { plots, troubled }: Shape): ChaosEvent[] {
  const soon = plots.flatMap(({ wave }, plot) =>
    wave !== undefined && wave >= TROUBLE_FROM && wave < STORM_FROM ? [plot] : [],
  );
  const chosen = shuffle(soon, `${seed}/troubles`).slice(round * troubled, (round + 1) * troubled);
  return chosen.map((plot, index) => ({
    at: TROUBLE_FROM * BEAT - 200,
    kind: "trouble",
    plot,
    trouble: TROUBLES[index % TROUBLES.length] ?? "deleted",
  }));
}

/** What goes wrong after a message was written is what makes two of one, so of that most is asked. */
const SENDING = "POST /channels/{channel_id}/messages";

/** A light rain of everything all the time, and a shower of each at some time. */
function badDays(random: () => number, inStorm: (spare: number) => number): ChaosEvent[] {
  const rest = (at: number, lasts: number, name: string, fault: Fault): ChaosEvent => {
    return { at, kind: "rest", name, lasts, fault: { ...fault, seed: Math.floor(random() * 1e6) } };
  };
  const rain: Fault[] = [
    { kind: "error-before", probability: 0.04 },
    { kind: "error-after", probability: 0.25, on: SENDING },
    { kind: "reset-before", probability: 0.02 },
    { kind: "reset-after", probability: 0.15, on: SENDING },
    { kind: "rate-limit", retryAfter: 0.2, probability: 0.02 },
    { kind: "latency", milliseconds: 150, probability: 0.1 },
  ];
  const showers: Fault[] = [
    { kind: "rate-limit", retryAfter: 1, scope: "global", probability: 0.3 },
    { kind: "rate-limit", retryAfter: 0.5, scope: "shared", probability: 0.8 },
    { kind: "error-before", probability: 0.7 },
    { kind: "error-after", probability: 0.4 },
    { kind: "reset-before", probability: 0.5 },
    { kind: "reset-after", probability: 0.5 },
    { kind: "latency", milliseconds: 2_000, probability: 0.5 },
  ];
  return [
    ...rain.map((fault) => rest(STORM_FROM * BEAT, STORM, `rain of ${fault.kind}`, fault)),
    ...showers.map((fault) => rest(inStorm(4 * SECOND), (1 + 2 * random()) * SECOND, `shower of ${fault.kind}`, fault)),
  ];
}

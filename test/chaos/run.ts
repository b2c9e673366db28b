import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { auditLedger } from "../../src/app/ledger.ts";
import type { Role } from "../../src/compose/options.ts";
import { DAY, HOUR, SECOND } from "../../src/core/time.ts";
import { type FaultKind, openPlayground } from "../../src/playground/playground.ts";
import type { Redis } from "../../src/redis/client.ts";
import { connectRedis } from "../../src/redis/connection.ts";
import { keys } from "../../src/redis/keys.ts";
import { readLedger } from "../../src/redis/ledger.ts";
import { startFleet } from "./fleet.ts";
import { createHistory } from "./history.ts";
import { judgeLearners, learn } from "./learners.ts";
import { answerEverything, judgeAnswers } from "./members.ts";
import type { MortalRedis } from "./mortal-redis.ts";
import { createOracle, type Oracle, type Wrong, wrong } from "./oracle.ts";
import { BEAT, LAST_WAVE, MORE_WAVES, type Phase, planRound, STORM_ENDS, WAVES } from "./plan.ts";
import { createTrouble } from "./trouble.ts";
import { type Size, settle } from "./world.ts";

export type ChaosOptions = Size & {
  seed: string;
  redisUrl: string;
  /** Absent: the one at `redisUrl` must not die, for others use it. */
  redis?: MortalRedis;
  roles: readonly Role[];
  /** How many schedules get into trouble of their own in a round. */
  troubled: number;
  /** Another round is begun until then; there is always one. */
  until: number;
  say(line: string): void;
};

export type ChaosReport = {
  seed: string;
  rounds: number;
  seconds: number;
  faults: Record<string, number>;
  deaths: Record<string, number>;
  slots: number;
  posted: number;
  skipped: number;
  clicks: number;
  acknowledged: number;
  /** What learners were told of in quizzes, exams and live quizzes. */
  learnt: { quizAnswers: number; exams: number; liveAnswers: number };
  /** Acknowledged answers that a killed Redis had not written yet: its policy is to sync every second. */
  unsynced: number;
  losses: number;
  doubles: number;
  /** The slowest post in calm times, and that of an untroubled guild while others were in trouble. */
  slowestCalmMs: number;
  slowestBesideTroubleMs: number;
  /** From the end of the last fault to the next post, the worst of all rounds; and until nothing was owed. */
  resumedAfterMs: number;
  /** How long the machine stood still at most: others may be at work on it. */
  stalledMs: number;
  caughtUpAfterMs: number;
  crashes: string[];
  wrongs: (Wrong & { history: string[] })[];
  /** Planned deaths that there was no time for. */
  undied: string[];
};

const STARTED_WITHIN = 30 * SECOND;
const CALM_WITHIN = 120 * SECOND;
/** Beyond it a guild is delayed by others' trouble; and posting takes too long to resume. */
const TOO_LONG = 5 * SECOND;
/** The playground is no Discord: here the machine is the limit. */
const REQUESTS_A_SECOND = 200;
const HEARTBEAT_MS = 4_000;
const SHOWN = 8;
const REST_FAULTS: readonly FaultKind[] = [
  "rate-limit",
  "error-before",
  "error-after",
  "reset-before",
  "reset-after",
  "latency",
];

/**
 * Hundreds of guilds whose slots come due every other second, members who click, and everything going wrong that can, as
 * the seed says. What counts is what the playground saw, not what the bot believes.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, redisUrl, roles, say } = options;
  const playground = await openPlayground({ port: 0, limits: "none", heartbeatMs: HEARTBEAT_MS });
  const redis = connectRedis(redisUrl, { log: pino({ level: "silent" }) });
  const history = createHistory();
  const world = await settle(playground, redis, seed, options);
  const oracle = createOracle(playground, world, history);
  const { token, apiUrl, time } = playground;
  const fleet = startFleet(roles, { token, apiUrl, redisUrl, requestsASecond: REQUESTS_A_SECOND });
  const trouble = createTrouble({ playground, world, fleet, oracle, history, redis: options.redis });
  const members = answerEverything({ playground, world, seed, history });
  const learners = learn({ playground, seed, history });
  const stalls = monitorEventLoopDelay();
  const begun = Date.now();
  const undied: string[] = [];
  let rounds = 0;
  let day = world.dawn;
  let [slowestCalmMs, slowestBesideTroubleMs, resumedAfterMs, caughtUpAfterMs] = [0, 0, 0, 0];

  function goTo(instant: number, phase: Phase | "night"): void {
    // Redis and the workers count in milliseconds: one more, and the slot's own is over.
    time.moveTo(instant + 1);
    oracle.goOn(instant, phase);
    fleet.setAhead(time.ahead());
    history.note(`the clock goes on to ${new Date(instant).toISOString()}: ${oracle.owed.size} posts owed`);
  }
  const paid = () => until(() => oracle.owed.size === 0, CALM_WITHIN);

  async function playRound(): Promise<void> {
    stalls.enable();
    goTo(day, "night");
    await paid();
    const started = Date.now();
    for (const event of planRound(seed, rounds, { plots: world.plots, roles, troubled: options.troubled })) {
      await sleep(started + event.at - Date.now());
      if (event.kind === "tick") goTo(day + (world.waves[event.wave] ?? 0), event.phase);
      else await trouble.happen(event);
    }
    await sleep(started + STORM_ENDS - Date.now());
    await dieAll();
    await recover();
  }

  /** Goes on until every planned death has been died; who is to die must first be there. */
  async function dieAll(): Promise<void> {
    for (let wave = WAVES; wave < WAVES + MORE_WAVES && fleet.undied().length > 0; wave += 1) {
      goTo(day + (world.waves[wave] ?? 0), "storm");
      await Promise.all([sleep(BEAT), until(fleet.isReady, STARTED_WITHIN)]);
    }
    undied.push(...fleet.undied().map(({ step }) => step));
    fleet.pardon();
  }

  async function recover(): Promise<void> {
    const calm = oracle.delays("calm", () => true);
    const others = oracle.delays("trouble", (plot) => !trouble.isTroubled(plot));
    slowestCalmMs = Math.max(slowestCalmMs, ...calm);
    slowestBesideTroubleMs = Math.max(slowestBesideTroubleMs, ...others);

    await trouble.clear();
    await fleet.ready();
    const over = Date.now();
    const mending = trouble.mendAll();
    goTo(day + (world.waves[LAST_WAVE] ?? 0), "recovery");
    await until(() => [...oracle.posts.values()].some((seen) => seen.some(({ at }) => at >= over)), CALM_WITHIN);
    resumedAfterMs = Math.max(resumedAfterMs, Date.now() - over);
    await paid();
    caughtUpAfterMs = Math.max(caughtUpAfterMs, Date.now() - over);
    stalls.disable();
    if (oracle.owed.size === 0) await mending;
  }

  try {
    await fleet.ready();
    do {
      say(`round ${rounds + 1}, ${Math.round((Date.now() - begun) / SECOND)} s`);
      await playRound();
      rounds += 1;
      // Now and then the bot is away for days.
      day += rounds % 3 === 2 ? 3 * DAY : DAY;
    } while (Date.now() < options.until && oracle.owed.size === 0);
    await Promise.all([members.settle(), learners.settle()]);
    goTo(day, "night");
    await paid();
    goTo(day + 2 * HOUR, "night");
    await paid();
    await until(async () => oracle.judgeMessages().length === 0, 30 * SECOND);
    await until(async () => (await judgeSkips(redis, oracle)).length === 0, 30 * SECOND);
    await sleep(SECOND);

    const stalledMs = Math.round(stalls.max / 1e6);
    const { wrongs: answered, unsynced } = await judgeAnswers(redis, members.told, trouble.redisDied);
    const wrongs = [
      ...oracle.judgePosts(),
      ...oracle.judgeMessages(),
      ...(await judgeSkips(redis, oracle)),
      ...answered,
      ...(await judgeLearners(redis, learners, trouble.redisDied)),
      ...(await judgeBoards(redis, new Set([playground.guild.id, ...world.plots.map(({ guildId }) => guildId)]))),
      ...tooLong("no guild is delayed by another's trouble", slowestBesideTroubleMs - slowestCalmMs, stalledMs),
      ...tooLong("posting resumes soon after the last fault", resumedAfterMs, stalledMs),
      ...fleet.crashes.map((crash) => wrong("no process ends by itself", crash)),
    ];
    const counted = (rule: string) => wrongs.filter((one) => one.rule === rule).length;
    const posted = [...oracle.slots.keys()].filter((key) => oracle.posts.has(key)).length;
    return {
      seed,
      rounds,
      seconds: Math.round((Date.now() - begun) / SECOND),
      faults: {
        ...Object.fromEntries(REST_FAULTS.map((kind) => [kind, playground.faults.struck(kind)])),
        ...Object.fromEntries(trouble.counts),
      },
      deaths: Object.fromEntries(fleet.deaths),
      slots: oracle.slots.size,
      posted,
      skipped: [...oracle.slots.values()].filter(({ fate }) => fate === "skipped").length,
      clicks: members.clicks(),
      acknowledged: members.told.size,
      learnt: learners.counts(),
      unsynced,
      losses: counted("no slot is lost") + counted("no acknowledged answer is lost"),
      doubles: counted("no slot is posted twice") + counted("no member is told two outcomes"),
      slowestCalmMs,
      slowestBesideTroubleMs,
      resumedAfterMs,
      stalledMs,
      caughtUpAfterMs,
      crashes: fleet.crashes,
      undied,
      wrongs: wrongs.slice(0, SHOWN).map((one) => ({ ...one, history: history.about(one.about) })),
    };
  } finally {
    await trouble.clear();
    await fleet.close();
    redis.disconnect();
    await playground.close();
  }
}

/** Slots that came due after their grace and are not recorded as skipped: the one thing only the bot can tell. */
async function judgeSkips(redis: Redis, { slots }: Oracle): Promise<Wrong[]> {
  const skipped = [...slots].filter(([, { fate }]) => fate === "skipped");
  const states = await Promise.all(
    skipped.map(([, { plot, slotId }]) => redis.hget(keys.post(plot.guildId, slotId), "state")),
  );
  return skipped.flatMap(([key], index) =>
    states[index] === "skipped" ? [] : [wrong("no slot goes by unrecorded", `${states[index]}`, key)],
  );
}

/** Boards, streaks and counts that are not the fold of the answers. */
async function judgeBoards(redis: Redis, guildIds: ReadonlySet<string>): Promise<Wrong[]> {
  const wrongs: Wrong[] = [];
  for (const guildId of guildIds) {
    const differences = auditLedger(await readLedger(redis, guildId));
    wrongs.push(...differences.map((difference) => wrong("boards are the fold of the answers", difference, guildId)));
  }
  return wrongs;
}

/** How long the machine itself stood still is nobody's fault. */
function tooLong(rule: string, milliseconds: number, stalledMs: number): Wrong[] {
  return milliseconds - stalledMs > TOO_LONG ? [wrong(rule, `${milliseconds} ms`)] : [];
}

async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await isSo()) && Date.now() < deadline; ) await sleep(50);
}

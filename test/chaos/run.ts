import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "../../src/config.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { SECOND } from "../../src/platform/time.ts";
import { type FaultKind, openPlayground } from "../../src/playground/playground.ts";
import { checkLedger } from "../support/ledger.ts";
import { silentLog } from "../support/log.ts";
import { createFailures } from "./failures.ts";
import { startFleet } from "./fleet.ts";
import { createHistory } from "./history.ts";
import { checkLearners, createLearners } from "./learners.ts";
import { answerEverything, checkAnswers } from "./members.ts";
import type { MortalRedis } from "./mortal-redis.ts";
import { createOracle, type Oracle, type Violation, violation } from "./oracle.ts";
import { createRounds, until } from "./rounds.ts";
import { createWorld, type Size } from "./world.ts";

export type ChaosOptions = Size & {
  seed: string;
  redisUrl: string;
  /** Undefined if other tests share the Redis at `redisUrl`. */
  redis?: MortalRedis;
  roles: readonly Role[];
  /** The number of channels that fail in a round. */
  failing: number;
  /** Starts rounds until this time, but at least one. */
  until: number;
  print(line: string): void;
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
  /** Outcomes acknowledged in quizzes, exams and live quizzes. */
  learning: { quizAnswers: number; exams: number; liveAnswers: number };
  /** Acknowledged answers that a killed Redis hadn't synced yet (appendfsync everysec). */
  unsynced: number;
  losses: number;
  doubles: number;
  /** The slowest post in the calm phase, and the slowest of a healthy guild while others failed. */
  slowestCalmMs: number;
  slowestBesideFailuresMs: number;
  /** The longest time from the last fault to the next post; `caughtUpAfterMs`: until nothing was pending. */
  resumedAfterMs: number;
  /** The longest event loop stall of this process. */
  stalledMs: number;
  caughtUpAfterMs: number;
  crashes: string[];
  violations: (Violation & { history: string[] })[];
  /** Planned deaths that never happened. */
  pendingDeaths: string[];
};

/** The longest delay caused by failures of other guilds, and the longest time to resume posting. */
const TOO_LONG = 5 * SECOND;
const CHECKED_WITHIN = 30 * SECOND;
/** Limited by the machine rather than by Discord. */
const REQUESTS_PER_SECOND = 200;
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
 * Runs guilds whose slots come due every other second, with members who click and failures determined by the seed.
 * Judges by what the playground received, not by what the bot stored.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const startedAt = Date.now();
  const stage = await setUp(options);
  const { oracle, rounds, members, learners } = stage;
  try {
    await stage.fleet.ready();
    do {
      options.print(`round ${rounds.measurements().rounds + 1}, ${Math.round((Date.now() - startedAt) / SECOND)} s`);
      await rounds.play();
    } while (Date.now() < options.until && oracle.pending.size === 0);
    await Promise.all([members.settle(), learners.settle()]);
    await rounds.end();
    await until(async () => oracle.checkMessages().length === 0, CHECKED_WITHIN);
    await until(async () => (await checkSkips(stage.redis, oracle)).length === 0, CHECKED_WITHIN);
    await sleep(SECOND);
    return await report(stage, options.seed, startedAt);
  } finally {
    await stage.close();
  }
}

async function setUp(options: ChaosOptions) {
  const { seed, redisUrl, roles, failing } = options;
  const playground = await openPlayground({ port: 0, limits: "none", heartbeatMs: HEARTBEAT_MS });
  const redis = connectRedis(redisUrl, { log: silentLog });
  const history = createHistory();
  const world = await createWorld(playground, redis, seed, options);
  const oracle = createOracle(playground, world, history);
  const { token, apiUrl } = playground;
  const fleet = startFleet(roles, { token, apiUrl, redisUrl, requestsPerSecond: REQUESTS_PER_SECOND });
  const failures = createFailures({ playground, world, fleet, oracle, history, redis: options.redis });
  const rounds = createRounds({ playground, world, oracle, fleet, failures, history, seed, roles, failing });
  const members = answerEverything({ playground, world, seed, history });
  const learners = createLearners({ playground, seed, history });
  return {
    ...{ playground, redis, history, world, oracle, fleet, failures, rounds, members, learners },
    async close() {
      await failures.clear();
      await fleet.close();
      redis.disconnect();
      await playground.close();
    },
  };
}

type Stage = Awaited<ReturnType<typeof setUp>>;

async function report(stage: Stage, seed: string, startedAt: number): Promise<ChaosReport> {
  const { playground, history, oracle, fleet, failures, rounds, members, learners } = stage;
  const { violations, unsynced } = await findViolations(stage);
  const counted = (...rules: string[]) => violations.filter(({ rule }) => rules.includes(rule)).length;
  const struck = REST_FAULTS.map((kind) => [kind, playground.faults.hits(kind)]);
  return {
    seed,
    seconds: Math.round((Date.now() - startedAt) / SECOND),
    faults: { ...Object.fromEntries(struck), ...Object.fromEntries(failures.counts) },
    deaths: Object.fromEntries(fleet.deaths),
    slots: oracle.slots.size,
    posted: [...oracle.slots.keys()].filter((key) => oracle.posts.has(key)).length,
    skipped: [...oracle.slots.values()].filter(({ fate }) => fate === "skipped").length,
    clicks: members.clicks(),
    acknowledged: members.acknowledged.size,
    learning: learners.counts(),
    unsynced,
    losses: counted("no slot is lost", "no acknowledged answer is lost"),
    doubles: counted("no slot is posted twice", "no member sees two outcomes"),
    ...rounds.measurements(),
    crashes: fleet.crashes,
    violations: violations.slice(0, SHOWN).map((one) => ({ ...one, history: history.about(one.about) })),
  };
}

async function findViolations(stage: Stage): Promise<{ violations: Violation[]; unsynced: number }> {
  const { playground, redis, world, oracle, fleet, failures, rounds, members, learners } = stage;
  const { slowestBesideFailuresMs, slowestCalmMs, resumedAfterMs, stalledMs } = rounds.measurements();
  const { violations: answered, unsynced } = await checkAnswers(redis, members.acknowledged, failures.redisDied);
  const violations = [
    ...oracle.checkPosts(),
    ...oracle.checkMessages(),
    ...(await checkSkips(redis, oracle)),
    ...answered,
    ...(await checkLearners(redis, learners, failures.redisDied)),
    ...(await checkLeaderboards(redis, new Set([playground.guild.id, ...world.targets.map(({ guildId }) => guildId)]))),
    ...tooLong("no guild is delayed by another's failures", slowestBesideFailuresMs - slowestCalmMs, stalledMs),
    ...tooLong("posting resumes soon after the last fault", resumedAfterMs, stalledMs),
    ...fleet.crashes.map((crash) => violation("no process crashes", crash)),
  ];
  return { violations, unsynced };
}

/** Slots past their grace period that aren't recorded as skipped. Only the bot's data can show that. */
async function checkSkips(redis: Redis, { slots }: Oracle): Promise<Violation[]> {
  const skipped = [...slots].filter(([, { fate }]) => fate === "skipped");
  const states = await Promise.all(
    skipped.map(([, { target, slotId }]) => redis.hget(keys.post(target.guildId, slotId), "state")),
  );
  return skipped.flatMap(([key], index) =>
    states[index] === "skipped" ? [] : [violation("every skipped slot is recorded", `${states[index]}`, key)],
  );
}

/** Leaderboards, streaks and counts that don't match the answers. */
async function checkLeaderboards(redis: Redis, guildIds: ReadonlySet<string>): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const guildId of guildIds) {
    const differences = await checkLedger(redis, guildId);
    violations.push(
      ...differences.map((difference) => violation("leaderboards match the answers", difference, guildId)),
    );
  }
  return violations;
}

/** Subtracts stalls of the machine. */
function tooLong(rule: string, milliseconds: number, stalledMs: number): Violation[] {
  return milliseconds - stalledMs > TOO_LONG ? [violation(rule, `${milliseconds} ms`)] : [];
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "../../src/config.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { SECOND } from "../../src/platform/time.ts";
import { type FaultKind, openPlayground } from "../../src/playground/playground.ts";
import { checkLedger } from "../support/ledger.ts";
import { silentLog } from "../support/log.ts";
import { startFleet } from "./fleet.ts";
import { createHistory } from "./history.ts";
import { judgeLearners, learn } from "./learners.ts";
import { answerEverything, judgeAnswers } from "./members.ts";
import type { MortalRedis } from "./mortal-redis.ts";
import { createOracle, type Oracle, type Wrong, wrong } from "./oracle.ts";
import { createRounds, until } from "./rounds.ts";
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

/** Beyond it a guild is delayed by others' trouble; and posting takes too long to resume. */
const TOO_LONG = 5 * SECOND;
const JUDGED_WITHIN = 30 * SECOND;
/** The playground is no Discord: here the machine is the limit. */
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
 * Hundreds of guilds whose slots come due every other second, members who click, and everything going wrong that can, as
 * the seed says. What counts is what the playground saw, not what the bot believes.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const begun = Date.now();
  const stage = await setTheStage(options);
  const { oracle, rounds, members, learners } = stage;
  try {
    await stage.fleet.ready();
    do {
      options.say(`round ${rounds.told().rounds + 1}, ${Math.round((Date.now() - begun) / SECOND)} s`);
      await rounds.play();
    } while (Date.now() < options.until && oracle.owed.size === 0);
    await Promise.all([members.settle(), learners.settle()]);
    await rounds.end();
    await until(async () => oracle.judgeMessages().length === 0, JUDGED_WITHIN);
    await until(async () => (await judgeSkips(stage.redis, oracle)).length === 0, JUDGED_WITHIN);
    await sleep(SECOND);
    return await report(stage, options.seed, begun);
  } finally {
    await stage.close();
  }
}

async function setTheStage(options: ChaosOptions) {
  const { seed, redisUrl, roles, troubled } = options;
  const playground = await openPlayground({ port: 0, limits: "none", heartbeatMs: HEARTBEAT_MS });
  const redis = connectRedis(redisUrl, { log: silentLog });
  const history = createHistory();
  const world = await settle(playground, redis, seed, options);
  const oracle = createOracle(playground, world, history);
  const { token, apiUrl } = playground;
  const fleet = startFleet(roles, { token, apiUrl, redisUrl, requestsPerSecond: REQUESTS_PER_SECOND });
  const trouble = createTrouble({ playground, world, fleet, oracle, history, redis: options.redis });
  const rounds = createRounds({ playground, world, oracle, fleet, trouble, history, seed, roles, troubled });
  const members = answerEverything({ playground, world, seed, history });
  const learners = learn({ playground, seed, history });
  return {
    ...{ playground, redis, history, world, oracle, fleet, trouble, rounds, members, learners },
    async close() {
      await trouble.clear();
      await fleet.close();
      redis.disconnect();
      await playground.close();
    },
  };
}

type Stage = Awaited<ReturnType<typeof setTheStage>>;

async function report(stage: Stage, seed: string, begun: number): Promise<ChaosReport> {
  const { playground, history, oracle, fleet, trouble, rounds, members, learners } = stage;
  const { wrongs, unsynced } = await judge(stage);
  const counted = (...rules: string[]) => wrongs.filter(({ rule }) => rules.includes(rule)).length;
  const struck = REST_FAULTS.map((kind) => [kind, playground.faults.hits(kind)]);
  return {
    seed,
    seconds: Math.round((Date.now() - begun) / SECOND),
    faults: { ...Object.fromEntries(struck), ...Object.fromEntries(trouble.counts) },
    deaths: Object.fromEntries(fleet.deaths),
    slots: oracle.slots.size,
    posted: [...oracle.slots.keys()].filter((key) => oracle.posts.has(key)).length,
    skipped: [...oracle.slots.values()].filter(({ fate }) => fate === "skipped").length,
    clicks: members.clicks(),
    acknowledged: members.told.size,
    learnt: learners.counts(),
    unsynced,
    losses: counted("no slot is lost", "no acknowledged answer is lost"),
    doubles: counted("no slot is posted twice", "no member is told two outcomes"),
    ...rounds.told(),
    crashes: fleet.crashes,
    wrongs: wrongs.slice(0, SHOWN).map((one) => ({ ...one, history: history.about(one.about) })),
  };
}

/** Every rule that was broken. */
async function judge(stage: Stage): Promise<{ wrongs: Wrong[]; unsynced: number }> {
  const { playground, redis, world, oracle, fleet, trouble, rounds, members, learners } = stage;
  const { slowestBesideTroubleMs, slowestCalmMs, resumedAfterMs, stalledMs } = rounds.told();
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
  return { wrongs, unsynced };
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
    const differences = await checkLedger(redis, guildId);
    wrongs.push(...differences.map((difference) => wrong("boards are the fold of the answers", difference, guildId)));
  }
  return wrongs;
}

/** How long the machine itself stood still is nobody's fault. */
function tooLong(rule: string, milliseconds: number, stalledMs: number): Wrong[] {
  return milliseconds - stalledMs > TOO_LONG ? [wrong(rule, `${milliseconds} ms`)] : [];
}

import { DEFAULT_CALENDAR } from "../../src/features/boards/calendar-rules.ts";
import { createAnswerStore, type NewAnswer } from "../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../src/features/daily/post-store.ts";
import type { Post } from "../../src/features/daily/rules.ts";
import { cpuOf, cpuSoFar } from "./cpu.ts";
import { type Figure, median, thousands } from "./figures.ts";
import { inFlight } from "./in-flight.ts";
import { openRawFeed, recordCommands } from "./raw-feed.ts";
import type { BenchRedis } from "./redis.ts";

/** Recording answers through the store, 64 in flight, compared with the same commands sent by `redis-cli --pipe`. */

const ANSWERS = 10_000;
const IN_FLIGHT = 64;
const WARM_UP_ROUNDS = 1;
const ROUNDS = 7;

const GUILD = "1034567890123456789";
const NOW = Date.UTC(2026, 10, 23, 9);
export const POST: Post = {
  state: "claimed",
  guildId: GUILD,
  slotId: "1-2026-11-23",
  scheduleId: "daily",
  channelId: "1034567890123456790",
  topic: "http",
  questionId: "http.methods.put-retry",
  seed: "seed",
  rev: 1,
  slotAt: NOW,
  claimedAt: NOW,
  closesAt: NOW + 6 * 3_600_000,
  previousChannelIds: [],
  thread: false,
  threadOpened: false,
};

export async function answers(redis: BenchRedis): Promise<Figure[]> {
  const given = Array.from({ length: ANSWERS }, (_, index) => answerOf(index));
  const feed = await openRawFeed(
    redis,
    await recordCommands(
      async (recorder) => {
        const store = createAnswerStore(recorder);
        for (const answer of given) await store.record(POST, answer, DEFAULT_CALENDAR);
      },
      ["recorded", 1, 0],
    ),
  );

  const rounds: Round[] = [];
  for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number += 1) {
    const throughStore = () => record(redis, given);
    // The store goes first, because it loads the script.
    const round = await playRound(redis, { store: throughStore, raw: feed.run }, number % 2 === 0);
    if (number >= WARM_UP_ROUNDS) rounds.push(round);
  }

  return figuresOf(rounds, feed.name);
}

type Side = "store" | "raw";
/** Answers per second of each side, and CPU time per answer in microseconds. */
type Round = Record<Side, number> & { storeCpu: number; redisCpu: number };

function figuresOf(rounds: readonly Round[], raw: string): Figure[] {
  const center = (figure: keyof Round) => thousands(median(rounds.map((round) => round[figure])));
  return [
    {
      name: `answers: recorded per second by the store, relative to ${raw}`,
      value: median(rounds.map(({ store, raw }) => store / raw)),
      unit: "×",
      target: { atLeast: 0.85 },
      from: `${center("store")}/s to ${center("raw")}/s`,
    },
    {
      name: "answers: CPU time of the store, relative to Redis",
      value: median(rounds.map(({ storeCpu, redisCpu }) => storeCpu / redisCpu)),
      unit: "×",
      from: `${center("storeCpu")} µs to ${center("redisCpu")} µs per answer; above 1 the store is the bottleneck`,
    },
  ];
}

/** Both sides, each on an empty database. */
async function playRound(
  redis: BenchRedis,
  sides: Record<Side, () => Promise<number>>,
  storeFirst: boolean,
): Promise<Round> {
  const round: Round = { store: 0, raw: 0, storeCpu: 0, redisCpu: 0 };
  for (const side of storeFirst ? (["store", "raw"] as const) : (["raw", "store"] as const)) {
    await openPost(redis);
    const before = await cpuUsed(redis);
    round[side] = ANSWERS / (await sides[side]());
    const after = await cpuUsed(redis);
    if (side === "store") {
      round.storeCpu = (after.own - before.own) / ANSWERS;
      round.redisCpu = (after.redis - before.redis) / ANSWERS;
    }
    const recorded = await createAnswerStore(redis.client).count(GUILD, POST.slotId);
    if (recorded !== ANSWERS) throw new Error(`${recorded} answers were recorded by the ${side}, not ${ANSWERS}`);
  }
  return round;
}

/** Stores only the post being answered. */
async function openPost(redis: BenchRedis): Promise<void> {
  await redis.empty();
  const posts = createPostStore(redis.client);
  await posts.claim(POST, undefined);
  await posts.markSent(POST, { channelId: POST.channelId, messageId: "1034567890123456791" });
}

/** Records all answers through the store on an empty database; returns the seconds. */
export async function recordAll(redis: BenchRedis, given: readonly NewAnswer[]): Promise<number> {
  await openPost(redis);
  return record(redis, given);
}

async function cpuUsed(redis: BenchRedis): Promise<{ own: number; redis: number }> {
  return { own: cpuSoFar(), redis: await cpuOf(redis) };
}

function record({ client }: BenchRedis, given: readonly NewAnswer[]): Promise<number> {
  const store = createAnswerStore(client);
  return inFlight(IN_FLIGHT, given.length, async (index) => {
    const answer = given[index];
    if (answer) await store.record(POST, answer, DEFAULT_CALENDAR);
  });
}

/** One answer per member, two of three correct. */
export function answerOf(index: number): NewAnswer {
  const right = index % 3 !== 0;
  return {
    userId: String(820_000_000_000_000_000n + BigInt(index) * 4_194_304_007n),
    response: [right ? "again" : "post"],
    correct: right,
    base: right ? 20 : 0,
    bonus: right ? 1 : 0,
    at: NOW + index,
    day: "2026-11-23",
    streakBefore: undefined,
    streakAfter: { length: 1, lastDay: "2026-11-23", freezes: 0 },
  };
}

import type { NewAnswer } from "../../src/app/ports.ts";
import type { Post } from "../../src/core/post.ts";
import { createAnswerStore } from "../../src/redis/answers.ts";
import { createPostStore } from "../../src/redis/posts.ts";
import { type Figure, median, thousands } from "./figures.ts";
import { inFlight } from "./in-flight.ts";
import { openRawFeed, recordCommands } from "./raw-feed.ts";
import type { BenchRedis } from "./redis.ts";

/**
 * The script that records an answer: through the store and ioredis, 64 in flight, against the very same commands
 * written to Redis as raw text by its own `redis-cli --pipe`, which is all this Redis can take from one connection.
 */

const ANSWERS = 10_000;
const IN_FLIGHT = 64;
const WARM_UP_ROUNDS = 1;
const ROUNDS = 7;

const GUILD = "1034567890123456789";
const NOW = Date.UTC(2026, 10, 23, 9);
const POST: Post = {
  state: "claimed",
  guildId: GUILD,
  slotId: "1-2026-11-23",
  scheduleId: "daily",
  channelId: "1034567890123456790",
  topic: "http",
  questionId: "http.methods.put-retry",
  rev: 1,
  slotAt: NOW,
  claimedAt: NOW,
  closesAt: NOW + 6 * 3_600_000,
  thread: false,
};

export async function answers(redis: BenchRedis): Promise<Figure[]> {
  const given = Array.from({ length: ANSWERS }, (_, index) => answerOf(index));
  const feed = await openRawFeed(
    redis,
    await recordCommands(
      async (recorder) => {
        const store = createAnswerStore(recorder);
        for (const answer of given) await store.record(POST, answer);
      },
      ["recorded", 1, 0],
    ),
  );

  const rounds: { store: number; raw: number }[] = [];
  for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number += 1) {
    const throughStore = () => record(redis, given);
    // The store begins the first round: it is what loads the script.
    const round = await inTurns(redis, { store: throughStore, raw: feed.run }, number % 2 === 0);
    if (number >= WARM_UP_ROUNDS) rounds.push(round);
  }

  const told = (side: Side) => `${thousands(median(rounds.map((round) => round[side])))}/s`;
  return [
    {
      name: `answers: recorded a second through the store, to ${feed.name}`,
      value: median(rounds.map(({ store, raw }) => store / raw)),
      unit: "×",
      target: { atLeast: 0.85 },
      from: `${told("store")} to ${told("raw")}`,
    },
  ];
}

type Side = "store" | "raw";

/** Both sides, each on an empty database; answers how many answers a second each recorded. */
async function inTurns(
  redis: BenchRedis,
  sides: Record<Side, () => Promise<number>>,
  storeFirst: boolean,
): Promise<Record<Side, number>> {
  const rates = { store: 0, raw: 0 };
  for (const side of storeFirst ? (["store", "raw"] as const) : (["raw", "store"] as const)) {
    await redis.empty();
    const posts = createPostStore(redis.client);
    await posts.claim(POST, undefined);
    await posts.markSent(POST, "1034567890123456791");

    rates[side] = ANSWERS / (await sides[side]());
    const recorded = await createAnswerStore(redis.client).count(GUILD, POST.slotId);
    if (recorded !== ANSWERS) throw new Error(`${recorded} answers were recorded by the ${side}, not ${ANSWERS}`);
  }
  return rates;
}

function record({ client }: BenchRedis, given: readonly NewAnswer[]): Promise<number> {
  const store = createAnswerStore(client);
  return inFlight(IN_FLIGHT, given.length, async (index) => {
    const answer = given[index];
    if (answer) await store.record(POST, answer);
  });
}

/** Every answer from a member of its own, two of three right. */
function answerOf(index: number): NewAnswer {
  const right = index % 3 !== 0;
  return {
    userId: String(820_000_000_000_000_000n + BigInt(index) * 4_194_304_007n),
    response: [right ? "again" : "post"],
    right,
    base: right ? 20 : 0,
    bonus: right ? 1 : 0,
    at: NOW + index,
    day: "2026-11-23",
    streakBefore: undefined,
    streakAfter: { length: 1, lastDay: "2026-11-23", freezes: 0 },
  };
}

import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import type { NewCredit } from "../../../src/features/boards/credit-ports.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { auditLedger } from "../../../src/features/boards/ledger-service.ts";
import { PRACTICE_CAP } from "../../../src/features/boards/points-rules.ts";
import { readLedger } from "../../../src/features/boards/read-ledger.ts";
import { createBoardStore } from "../../../src/features/boards/store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import { advanceStreak } from "../../../src/features/daily/streak-rules.ts";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const userId = "410000000000000301";
const day = "2026-11-22";
let redis: ReturnType<typeof connectRedis>;

beforeEach(async () => {
  redis = await testRedis();
});

function credit(over: Partial<NewCredit> = {}): NewCredit {
  return { userId, reason: "http.single", points: 4, at: 1_000, day, topic: "http", dailyCap: PRACTICE_CAP, ...over };
}

const post: Post = {
  state: "claimed",
  guildId,
  slotId: "1-2026-11-22",
  scheduleId: "daily",
  channelId: "410000000000000101",
  topic: "http",
  questionId: "http.single",
  rev: 1,
  slotAt: 1_000,
  claimedAt: 1_100,
  closesAt: 100_000,
  previousChannelIds: [],
  thread: false,
  threadOpened: false,
};
/** A right answer, as it is recorded. */
async function answered(user: string, over: { withheld?: true } = {}): Promise<Answer> {
  await createPostStore(redis).claim(post, undefined);
  const answers = createAnswerStore(redis);
  const streakAfter = advanceStreak(undefined, day);
  const given = { userId: user, response: ["again"], correct: true, base: 20, bonus: 1, at: 2_000, day, ...over };
  await answers.record(post, { ...given, streakBefore: undefined, streakAfter }, DEFAULT_CALENDAR);
  const { answer } = await answers.context(guildId, post.slotId, user);
  if (!answer) throw new Error("The answer was not recorded");
  return answer;
}

const pointsOn = async (board: string) =>
  (await createBoardStore(redis).page(guildId, board, userId, "own", 10)).page.find((one) => one.userId === userId)
    ?.points;

describe("credits", () => {
  it("count once a season for one reason, however often and from however many processes they are told", async () => {
    const stores = [createCreditStore(redis), createCreditStore(redis)];
    const told = await Promise.all(
      Array.from({ length: 50 }, (_, index) => stores[index % 2]?.credit(guildId, [credit({ at: 1_000 + index })])),
    );
    expect(new Set(told.flat().map((one) => one?.at)).size).toBe(1);
    expect(await pointsOn(day)).toBe(4);

    await stores[0]?.credit(guildId, [credit({ day: "2026-12-31" })]);
    expect(await pointsOn("2026-12")).toBeUndefined();
    await createSettingsStore(redis).closeSeason(guildId, 1, 2_000);
    await stores[0]?.credit(guildId, [credit({ day: "2026-12-31", at: 1_999 })]);
    expect(await pointsOn("S2")).toBeUndefined();
    await stores[0]?.credit(guildId, [credit({ day: "2027-01-01", at: 2_000 })]);
    expect(await pointsOn("S2")).toBe(4);
    expect(await pointsOn("all")).toBe(8);
    expect(auditLedger(await readLedger(redis, guildId))).toEqual([]);
  });

  it("of points that were held count once for ever, whatever season they are told in", async () => {
    const held = await answered(userId, { withheld: true });
    const store = createCreditStore(redis);
    const one = credit({ reason: post.slotId, points: 21, held });
    await store.credit(guildId, [one]);
    await createSettingsStore(redis).closeSeason(guildId, 1, 2_500);
    expect(await store.credit(guildId, [{ ...one, at: 3_000 }])).toEqual([{ points: 21, at: 1_000 }]);
    expect(await pointsOn("S1")).toBe(21);
    expect(await pointsOn("S2")).toBeUndefined();
    expect(auditLedger(await readLedger(redis, guildId))).toEqual([]);
  });

  it("of points that were held are given for nothing but the answer that is recorded", async () => {
    const held = await answered(userId, { withheld: true });
    const store = createCreditStore(redis);
    const others = [
      { ...held, base: 30 },
      { ...held, userId: "302" },
    ];
    for (const other of others)
      expect(await store.credit(guildId, [credit({ userId: other.userId, reason: post.slotId, held: other })])).toEqual(
        [{ points: 0, at: 1_000 }],
      );
    expect((await readLedger(redis, guildId)).credits).toEqual([]);
    expect(auditLedger(await readLedger(redis, guildId))).toEqual([]);
  });

  it("stop at the day's cap, the last one in part", async () => {
    const store = createCreditStore(redis);
    const many = Array.from({ length: 20 }, (_, index) => credit({ reason: `http.q${index}`, points: 7 }));
    const credited = await store.credit(guildId, many);
    expect(credited.map(({ points }) => points)).toEqual([...Array(8).fill(7), 4, ...Array(11).fill(0)]);
    await store.credit(guildId, many);
    expect(await pointsOn(day)).toBe(60);

    await store.credit(guildId, [credit({ reason: "http.tomorrow", day: "2026-11-23" })]);
    expect(await pointsOn("2026-11-23")).toBe(4);
    expect(auditLedger(await readLedger(redis, guildId))).toEqual([]);
  });

  it("stay out of the topics' boards without a topic, and out of the cap without one", async () => {
    const { topic: _, dailyCap: __, ...exam } = credit({ reason: "exam", points: 100 });
    await createCreditStore(redis).credit(guildId, [exam]);
    expect(await pointsOn(day)).toBe(100);
    expect(await pointsOn(`${day}:http`)).toBeUndefined();
    await createCreditStore(redis).credit(guildId, [credit()]);
    expect(await pointsOn(day)).toBe(104);
    expect(auditLedger(await readLedger(redis, guildId))).toEqual([]);
  });

  it("and answers share the boards, and equals stand in the order they got there", async () => {
    const credits = createCreditStore(redis);
    await Promise.all(
      ["301", "302", "303", "304"].flatMap((user, index) => [
        ...(index % 2 === 0 ? [answered(user)] : []),
        credits.credit(guildId, [credit({ userId: user, points: index % 2 === 0 ? 4 : 25 })]),
      ]),
    );
    const ledger = await readLedger(redis, guildId);
    expect(ledger.credits).toHaveLength(4);
    expect(ledger.boards.get(day)?.map(({ points }) => points)).toEqual([25, 25, 25, 25]);
    expect(auditLedger(ledger)).toEqual([]);
    expect(await createAnswerStore(redis).totals(guildId)).toEqual({ answered: 2, correct: 2, credited: 4 });
  });
});

import { describe, expect, it } from "vitest";
import type { Post } from "../../../src/features/daily/rules.ts";
import type { Readiness } from "../../../src/features/learning/readiness-rules.ts";
import type { QuestionHistory } from "../../../src/features/learning/rules.ts";
import type { DayTotal } from "../../../src/features/profile/rules.ts";
import { createProfileService } from "../../../src/features/profile/service.ts";

const now = Date.UTC(2026, 10, 22, 12);
const today = "2026-11-22";
const guildId = "410000000000000000";
const userId = "410000000000000301";
const readiness: Readiness = { shown: false, missing: [], missingTotal: 60 };
const post: Post = {
  ...{ state: "sent", guildId, slotId: "1-2026-11-22", scheduleId: "daily", channelId: "1", previousChannelIds: [] },
  ...{ topic: "http", questionId: "http.open", rev: 1, seed: "seed", slotAt: 0, claimedAt: 0, closesAt: now + 1 },
  ...{ thread: false, threadOpened: false },
};
const history = (correct: boolean, mode: "quiz" | "shown" = "quiz"): QuestionHistory => ({
  ...{ rev: 1, first: { correct, at: 0, mode }, lastAt: 0, attempts: 1 },
});
const answerTo = (over: object = {}) => ({
  ...{ userId, sequence: 1, response: ["again"], correct: true, base: 20, bonus: 0, at: now, day: today, streak: 1 },
  ...over,
});

type Setup = {
  histories?: Record<string, QuestionHistory>;
  totals?: DayTotal[];
  answer?: ReturnType<typeof answerTo>;
  rank?: number;
};

function create({ histories = {}, totals = [], answer, rank }: Setup) {
  return createProfileService({
    answers: {
      member: async () => ({ streak: { length: 3, lastDay: today, best: 3, freezes: 0 }, zone: "UTC" }),
      context: async () => ({ answer }),
    } as never,
    boards: {
      page: async () => ({
        ...{ page: rank === undefined ? [] : [{ userId, points: 40 }], members: 7 },
        ...(rank !== undefined && { ownRank: rank }),
      }),
    } as never,
    posts: { open: async () => [post] },
    activity: { list: async () => totals },
    learners: { history: async () => new Map(Object.entries(histories)), mastery: async () => new Map() },
    exams: { readinessFor: () => readiness },
    clock: () => now,
  });
}
const sum = (days: readonly number[]) => days.reduce((total, one) => total + one, 0);

describe("a learner's own profile", () => {
  it("is empty before the first answer", async () => {
    expect(await create({}).own(userId, guildId)).toBeUndefined();
    expect(await create({}).own(userId, undefined)).toBeUndefined();
  });

  it("counts first attempts, but not questions whose answer was only shown", async () => {
    const histories = { a: history(true), b: history(false), c: history(false, "shown") };
    const profile = await create({ histories }).own(userId, undefined);
    expect(profile).toMatchObject({ of: "self", answered: 2, correct: 1, levels: [], readiness });
    expect(profile).not.toHaveProperty("inGuild");
  });

  it("adds the totals of all days to the heat map, each answer once", async () => {
    const totals = [
      { day: today, answers: 5 },
      { day: today, answers: 2, guildId },
    ];
    const profile = await create({ histories: { a: history(true) }, totals }).own(userId, guildId);
    expect(sum(profile?.heat.days ?? [])).toBe(5);
  });

  it("includes an answer to an open question, unless its result is withheld", async () => {
    const open = await create({ answer: answerTo() }).own(userId, guildId);
    expect([open?.answered, open?.correct, sum(open?.heat.days ?? [])]).toEqual([1, 1, 1]);
    const withheld = await create({ answer: answerTo({ withheld: true }) }).own(userId, guildId);
    expect([withheld?.answered, withheld?.correct, sum(withheld?.heat.days ?? [])]).toEqual([0, 0, 1]);
    const repeated = await create({ histories: { "http.open": history(false) }, answer: answerTo() }).own(
      userId,
      guildId,
    );
    expect([repeated?.answered, repeated?.correct]).toEqual([1, 0]);
  });

  it("shows the rank and points in the guild if the member has any", async () => {
    const ranked = await create({ histories: { a: history(true) }, rank: 2 }).own(userId, guildId);
    expect(ranked?.inGuild).toMatchObject({ rank: 2, points: 40, members: 7 });
    const unranked = await create({ histories: { a: history(true) } }).own(userId, guildId);
    expect(unranked?.inGuild).toMatchObject({ points: 0, members: 7 });
    expect(unranked?.inGuild).not.toHaveProperty("rank");
  });
});

describe("another member's profile", () => {
  it("shows only data from the guild's daily questions", async () => {
    const totals = [
      { day: today, answers: 9 },
      { day: today, answers: 2, guildId },
      { day: today, answers: 4, guildId: "420000000000000000" },
    ];
    const profile = await create({ totals, rank: 1, histories: { a: history(true) } }).other(userId, guildId);
    expect(Object.keys(profile ?? {}).sort()).toEqual(["heat", "inGuild", "of", "userId"]);
    expect(sum(profile?.heat.days ?? [])).toBe(2);
  });

  it("is hidden from a guild if its leaderboards don't show the member", async () => {
    expect(await create({ totals: [{ day: today, answers: 2, guildId }] }).other(userId, guildId)).toBeUndefined();
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR, firstDayOfWeek, WEEK_STARTS } from "../../../src/features/boards/calendar-rules.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import {
  countCorrect,
  groupStreak,
  hardestPost,
  mostImproved,
  nextSummaryAt,
  type ScoredPost,
} from "../../../src/features/summaries/rules.ts";
import { addDays, DAY, localDateAt } from "../../../src/platform/time.ts";
import { postWith } from "../../support/posts.ts";

const at = (text: string) => Date.parse(text);

describe("nextSummaryAt", () => {
  // 2026-11-23 is a Monday.
  it.each([
    ["2026-11-22T12:00:00Z", "2026-11-23T09:00:00Z"],
    ["2026-11-23T08:59:59Z", "2026-11-23T09:00:00Z"],
    ["2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z"],
    ["2026-11-24T00:00:00Z", "2026-11-30T09:00:00Z"],
  ])("given %s, returns %s", (now, expected) => {
    expect(nextSummaryAt(DEFAULT_CALENDAR, "09:00", at(now))).toBe(at(expected));
  });

  it("uses the guild's zone and week start", () => {
    const calendar = { ...DEFAULT_CALENDAR, zone: "Europe/Berlin", weekStart: "sunday" } as const;
    // Clocks in Berlin go back an hour on Sunday 2026-10-25.
    expect(nextSummaryAt(calendar, "09:00", at("2026-10-24T12:00:00Z"))).toBe(at("2026-10-25T08:00:00Z"));
    expect(nextSummaryAt(calendar, "02:30", at("2026-10-24T12:00:00Z"))).toBe(at("2026-10-25T00:30:00Z"));
  });

  it("returns the first day of a week, at most a week away", () => {
    const moments = fc.integer({ min: 0, max: 800 * DAY }).map((after) => at("2026-01-01") + after);
    const zones = fc.constantFrom("UTC", "America/New_York", "Africa/Cairo", "Pacific/Kiritimati");
    fc.assert(
      fc.property(moments, zones, fc.constantFrom(...WEEK_STARTS), (now, zone, weekStart) => {
        const next = nextSummaryAt({ ...DEFAULT_CALENDAR, zone, weekStart }, "00:30", now);
        expect(next).toBeGreaterThan(now);
        expect(next - now).toBeLessThanOrEqual(7 * DAY + DAY / 24);
        const day = localDateAt(next, zone);
        expect(firstDayOfWeek(day, weekStart)).toBe(day);
      }),
    );
  });
});

describe("hardestPost", () => {
  const unsent = postWith({ state: "revealed", guildId: "1", channelId: "2", slotAt: 1, claimedAt: 2, closesAt: 3 });
  const post: Post = { ...unsent, messageId: "9" };
  const scored = (correct: number, answered: number): ScoredPost => ({ post, correct, answered });

  it("returns the post with the lowest share of correct answers", () => {
    const hard = scored(1, 3);
    expect(hardestPost([scored(4, 5), hard, scored(2, 5)])).toBe(hard);
  });

  it.each([
    ["too few answers", scored(0, 2)],
    ["only correct answers", scored(3, 3)],
    ["no message", { post: unsent, correct: 0, answered: 3 }],
  ])("ignores a post with %s", (_, one) => {
    expect(hardestPost([one])).toBeUndefined();
  });

  it("is based on the number of correct answers", () => {
    const answer = {
      userId: "1",
      sequence: 1,
      response: ["a"],
      base: 0,
      bonus: 0,
      at: 1,
      day: "2026-11-22",
      streak: 1,
    };
    const answers = [true, false, true].map((correct) => ({ ...answer, correct }));
    expect(countCorrect(post, answers)).toEqual({ post, answered: 3, correct: 2 });
  });
});

describe("mostImproved", () => {
  const entries = [
    { userId: "1", points: 60 },
    { userId: "2", points: 40 },
    { userId: "3", points: 10 },
  ];

  it("returns the member who gained most", () => {
    const before = new Map([
      ["1", 59],
      ["2", 5],
      ["3", 0],
    ]);
    expect(mostImproved(entries, before)).toEqual({ userId: "2", more: 35 });
  });

  it("returns undefined if no member gained or none played before", () => {
    expect(mostImproved(entries, new Map())).toBeUndefined();
    expect(
      mostImproved(
        entries,
        new Map([
          ["1", 60],
          ["2", 41],
        ]),
      ),
    ).toBeUndefined();
  });
});

describe("groupStreak", () => {
  const last = "2026-11-22";
  const days = (...back: number[]) => new Set(back.map((days) => addDays(last, -days)));

  it.each([
    [[], 0],
    [[1, 2], 0],
    [[0], 1],
    [[0, 1, 3], 2],
    [[0, 1, 2, 3, 4, 5], 5],
  ])("given %j, returns %i", (back, length) => {
    expect(groupStreak(days(...back), last, 5)).toBe(length);
  });
});

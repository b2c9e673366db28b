import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Activity,
  dailySitting,
  HEAT_WEEKS,
  heatMap,
  isDailyIn,
  quizActivity,
  SHADES,
  shadeOf,
} from "../../../src/features/profile/activity-rules.ts";
import { addDays, HOUR } from "../../../src/platform/time.ts";

const sunday = "2026-11-22";
const sitting = (day: string, answers: number, name = "quiz"): Activity => ({ day, sitting: name, answers });

describe("heatMap", () => {
  it("begins on a Monday eleven weeks back and ends today", () => {
    expect(heatMap([], sunday)).toEqual({ first: "2026-08-31", days: Array(7 * HEAT_WEEKS).fill(0) });
    const onMonday = heatMap([], "2026-11-23");
    expect(onMonday.first).toBe("2026-09-07");
    expect(onMonday.days).toHaveLength(7 * (HEAT_WEEKS - 1) + 1);
  });

  it("adds up the sittings of a day, each once, and leaves out what lies outside", () => {
    const { days } = heatMap(
      [
        sitting(sunday, 5),
        sitting(sunday, 1, "guild/slot"),
        sitting(sunday, 1, "guild/slot"),
        sitting("2026-08-31", 2),
        sitting("2026-08-30", 9),
        sitting("2026-11-23", 9),
      ],
      sunday,
    );
    expect(days.at(-1)).toBe(6);
    expect(days[0]).toBe(2);
    expect(days.reduce((sum, count) => sum + count, 0)).toBe(8);
  });

  it("holds any day of the last eleven weeks, whatever today is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 77 }), (today, back) => {
        const [end, day] = [addDays("2024-01-01", today), addDays("2024-01-01", today - back)];
        const { days } = heatMap([sitting(day, 3)], end);
        expect(days.length).toBeLessThanOrEqual(7 * HEAT_WEEKS);
        expect(days[days.length - 1 - back]).toBe(3);
      }),
    );
  });
});

describe("activity", () => {
  it("of a quiz falls on the days it was answered, in its zone", () => {
    const answer = (at: number) => ({ response: ["a"], correct: true, at, earns: false });
    const midnight = Date.UTC(2026, 10, 21, 23);
    const answers = [answer(midnight - 2 * HOUR), answer(midnight - 1), answer(midnight)];
    expect(quizActivity({ id: "byi5", zone: "Europe/Berlin", answers })).toEqual([
      { day: "2026-11-21", sitting: "byi5", answers: 2 },
      { day: "2026-11-22", sitting: "byi5", answers: 1 },
    ]);
  });

  it("in a guild is told from that of another whose id begins alike, and from practice", () => {
    const daily = (guildId: string) => sitting(sunday, 1, dailySitting({ guildId, slotId: "1-2026-11-22" }));
    expect(isDailyIn("12", daily("12"))).toBe(true);
    expect(isDailyIn("12", daily("123"))).toBe(false);
    expect(isDailyIn("12", sitting(sunday, 3, "12"))).toBe(false);
  });
});

describe("shadeOf", () => {
  it("darkens at each step and not between", () => {
    expect([0, ...SHADES, 999].map(shadeOf)).toEqual([0, 1, 2, 3, 4, 4]);
    expect(shadeOf(2)).toBe(1);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dailySession,
  guildOf,
  HEAT_WEEKS,
  heatMap,
  levelsOf,
  quizActivity,
  retainedFrom,
  SHADES,
  shadeOf,
} from "../../../src/features/profile/rules.ts";
import type { Topic } from "../../../src/features/questions/topic-rules.ts";
import { addDays, HOUR } from "../../../src/platform/time.ts";

describe("levelsOf", () => {
  it("returns the answered topics in the order of the curriculum", () => {
    const levels = levelsOf(
      new Map<Topic, { ability: number; answers: number }>([
        ["sql", { ability: 0, answers: 4 }],
        ["git", { ability: 0, answers: 0 }],
        ["http", { ability: 2, answers: 9 }],
      ]),
    );
    expect(levels.map(({ topic }) => topic)).toEqual(["http", "sql"]);
    expect(levels[1]).toMatchObject({ share: 0.5 });
  });

  it("returns bounds around each level, which narrow with every answer", () => {
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), fc.integer({ min: 1, max: 500 }), (ability, answers) => {
        const [few] = levelsOf(new Map([["sql", { ability, answers }]]));
        const [more] = levelsOf(new Map([["sql", { ability, answers: answers + 1 }]]));
        if (!few || !more) throw new Error("no level");
        expect(few.from).toBeGreaterThan(0);
        expect(few.to).toBeLessThan(1);
        expect(few.from).toBeLessThan(few.share);
        expect(few.share).toBeLessThan(few.to);
        expect(more.to - more.from).toBeLessThan(few.to - few.from);
      }),
    );
  });
});

const sunday = "2026-11-22";
const total = (day: string, answers: number) => ({ day, answers });

describe("heatMap", () => {
  it("begins on a Monday eleven weeks ago and ends today", () => {
    expect(heatMap([], sunday)).toEqual({ first: "2026-08-31", days: Array(7 * HEAT_WEEKS).fill(0) });
    const onMonday = heatMap([], "2026-11-23");
    expect(onMonday.first).toBe("2026-09-07");
    expect(onMonday.days).toHaveLength(7 * (HEAT_WEEKS - 1) + 1);
  });

  it("adds up the totals of a day and leaves out days outside its range", () => {
    const { days } = heatMap(
      [total(sunday, 5), total(sunday, 1), total("2026-08-31", 2), total("2026-08-30", 9), total("2026-11-23", 9)],
      sunday,
    );
    expect(days.at(-1)).toBe(6);
    expect(days[0]).toBe(2);
    expect(days.reduce((sum, count) => sum + count, 0)).toBe(8);
  });

  it("includes every day of the last eleven weeks, on any day of the week", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 77 }), (today, back) => {
        const [end, day] = [addDays("2024-01-01", today), addDays("2024-01-01", today - back)];
        const { days } = heatMap([total(day, 3)], end);
        expect(days.length).toBeLessThanOrEqual(7 * HEAT_WEEKS);
        expect(days[days.length - 1 - back]).toBe(3);
      }),
    );
  });
});

describe("the activity", () => {
  it("of a quiz counts on the days it was answered, in its zone", () => {
    const answer = (at: number) => ({ response: ["a"], correct: true, at, earns: false });
    const midnight = Date.UTC(2026, 10, 21, 23);
    const answers = [answer(midnight - 2 * HOUR), answer(midnight - 1), answer(midnight)];
    expect(quizActivity({ id: "byi5", zone: "Europe/Berlin", answers })).toEqual([
      { day: "2026-11-21", session: "byi5", answers: 2 },
      { day: "2026-11-22", session: "byi5", answers: 1 },
    ]);
  });

  it("of a daily question names its guild, and that of a quiz or an exam doesn't", () => {
    expect(guildOf({ session: dailySession({ guildId: "12", slotId: "1-2026-11-22" }) })).toBe("12");
    expect(guildOf({ session: "byi5ok84s8w0" })).toBe("");
  });

  it("is stored for 13 weeks, and its sessions for 31 days", () => {
    expect(retainedFrom("2026-11-22")).toEqual({ totals: "2026-08-23", sessions: "2026-10-22" });
  });
});

describe("shadeOf", () => {
  it("gets darker at each step and not in between", () => {
    expect([0, ...SHADES, 999].map(shadeOf)).toEqual([0, 1, 2, 3, 4, 4]);
    expect(shadeOf(2)).toBe(1);
  });
});

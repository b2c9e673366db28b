import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Calendar,
  changeWeek,
  countedOn,
  DEFAULT_CALENDAR,
  periodEnd,
  SEASON_LENGTHS,
  seasonAt,
  WEEK_STARTS,
  type WeekChange,
  weekEndsOn,
  weekOn,
} from "../../../src/features/boards/calendar-rules.ts";
import { PERIODS, periodKey } from "../../../src/features/boards/period-rules.ts";
import { addDays, DAY, daysBetween } from "../../../src/platform/time.ts";

const ZONE = "America/New_York";
const FIRST = "2026-01-01";
const days = fc.integer({ min: 0, max: 400 }).map((after) => addDays(FIRST, after));
const starts = fc.constantFrom(...WEEK_STARTS);
/** Changes as moderators make them: one after another. */
const histories = fc
  .array(fc.record({ today: days, start: starts }), { maxLength: 6 })
  .map((made) => made.sort((a, b) => a.today.localeCompare(b.today)))
  .map((made) => made.reduce<WeekChange[]>((changes, { today, start }) => changeWeek(changes, today, start), []));

describe("weeks", () => {
  it("are ISO weeks until somebody says otherwise", () => {
    expect(weekOn("2026-11-22", [])).toBe("2026-W47");
    expect(weekEndsOn("2026-11-22", [])).toBe("2026-11-23");
  });

  it("of which one is under way when the start is changed go on until the first new day", () => {
    // A Thursday.
    const changes = changeWeek([], "2026-11-19", "sunday");
    expect(weekOn("2026-11-21", changes)).toBe("2026-W47");
    expect(weekOn("2026-11-22", changes)).toBe("W2026-11-22");
    expect(weekOn("2026-11-28", changes)).toBe("W2026-11-22");
    expect(weekOn("2026-11-29", changes)).toBe("W2026-11-29");

    const back = changeWeek(changes, "2026-11-26", "monday");
    expect(weekOn("2026-11-29", back)).toBe("W2026-11-22");
    expect(weekOn("2026-11-30", back)).toBe("2026-W49");
  });

  it("of today and of all days before are not touched by a change", () => {
    fc.assert(
      fc.property(histories, days, starts, fc.integer({ min: 0, max: 60 }), (history, today, start, back) => {
        const known = history.filter(({ on }) => on <= today);
        const day = addDays(today, -back);
        expect(weekOn(day, changeWeek(known, today, start))).toBe(weekOn(day, known));
      }),
    );
  });

  it("are never more than two weeks long, follow one another, and begin as asked in the end", () => {
    fc.assert(
      fc.property(histories, days, (history, day) => {
        const next = weekEndsOn(day, history);
        expect(daysBetween(day, next)).toBeLessThanOrEqual(13);
        expect(weekOn(addDays(next, -1), history)).toBe(weekOn(day, history));
        const settled = addDays(FIRST, 500);
        const weekday = { monday: 1, saturday: 6, sunday: 0 }[history.at(-1)?.start ?? "monday"];
        expect(new Date(weekEndsOn(settled, history)).getUTCDay()).toBe(weekday);
      }),
    );
  });

  it("never come again once they are over", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const names = Array.from({ length: 450 }, (_, after) => weekOn(addDays(FIRST, after), history));
        const runs = names.filter((name, index) => name !== names[index - 1]);
        expect(new Set(runs).size).toBe(runs.length);
      }),
    );
  });

  it("have one change a day at most", () => {
    const twice = changeWeek(changeWeek([], "2026-11-19", "sunday"), "2026-11-19", "saturday");
    expect(twice).toEqual([{ on: "2026-11-19", from: "2026-11-21", start: "saturday" }]);
  });
});

describe("seasons", () => {
  it("begin when the one before is closed", () => {
    const closings = [1_000, 2_000];
    expect([0, 999, 1_000, 1_999, 2_000].map((at) => seasonAt({ closings }, at))).toEqual([1, 1, 2, 2, 3]);
    expect(countedOn({ ...DEFAULT_CALENDAR, closings }, 1_500).season).toBe("S2");
  });
});

describe("periodEnd", () => {
  it("is the first instant of the next period, on the guild's clock", () => {
    const calendar = { ...DEFAULT_CALENDAR, zone: "Europe/Berlin" };
    const now = Date.parse("2026-10-25T12:00:00Z");
    expect(periodEnd("today", calendar, now)).toBe(Date.parse("2026-10-25T23:00:00Z"));
    expect(periodEnd("season", calendar, now)).toBe(Date.parse("2026-12-31T23:00:00Z"));
    expect(periodEnd("season", { ...calendar, seasonLength: "month" }, now)).toBe(Date.parse("2026-10-31T23:00:00Z"));
    expect(periodEnd("season", { ...calendar, seasonLength: "none" }, now)).toBeUndefined();
    expect(periodEnd("all", calendar, now)).toBeUndefined();
  });

  it("lies just after the last moment with the same name", () => {
    const periods = fc.constantFrom(...PERIODS.filter((period) => period !== "all" && period !== "season"));
    const moments = fc.integer({ min: 0, max: 400 * DAY }).map((after) => Date.parse(FIRST) + after);
    fc.assert(
      fc.property(
        moments,
        periods,
        histories,
        fc.constantFrom(...SEASON_LENGTHS),
        (now, period, weekChanges, length) => {
          const calendar: Calendar = { zone: ZONE, weekChanges, closings: [], seasonLength: length };
          const name = (at: number) => periodKey(period, countedOn(calendar, at));
          const end = periodEnd(period, calendar, now) ?? 0;
          expect(name(end - 1)).toBe(name(now));
          expect(name(end)).not.toBe(name(now));
        },
      ),
    );
  });
});

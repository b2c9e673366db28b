import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { PERIODS, periodEnd, periodKey } from "../../src/core/period.ts";
import { localDateAt } from "../../src/core/time.ts";

describe("periodKey", () => {
  it("names each period that holds a day", () => {
    const keys = PERIODS.map((period) => periodKey(period, "2026-11-22"));
    expect(keys).toEqual(["2026-11-22", "2026-W47", "2026-11", "2026-Q4", "all"]);
  });

  it("follows ISO weeks over the turn of the year", () => {
    expect(periodKey("week", "2027-01-01")).toBe("2026-W53");
    expect(periodKey("week", "2024-12-30")).toBe("2025-W01");
  });
});

describe("weeks", () => {
  it("are those of Temporal, every day from 2000 to 2050", () => {
    for (let day = Temporal.PlainDate.from("2000-01-01"); day.year < 2050; day = day.add({ days: 1 })) {
      const week = `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, "0")}`;
      if (periodKey("week", day.toString()) !== week) expect(periodKey("week", day.toString())).toBe(week);
    }
  });
});

describe("periodEnd", () => {
  it("is the first instant of the next period, on the guild's clock", () => {
    const end = periodEnd("today", "2026-10-25", "Europe/Berlin");
    expect(end).toBe(Date.parse("2026-10-25T23:00:00Z"));
    expect(periodEnd("all", "2026-10-25", "Europe/Berlin")).toBeUndefined();
  });

  it("lies just after the last moment with the same key", () => {
    const days = fc.date({ min: new Date("2024-01-01"), max: new Date("2030-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(...PERIODS.filter((period) => period !== "all")), (date, period) => {
        const day = date.toISOString().slice(0, 10);
        const end = periodEnd(period, day, "America/New_York") ?? 0;
        expect(periodKey(period, localDateAt(end - 1, "America/New_York"))).toBe(periodKey(period, day));
        expect(periodKey(period, localDateAt(end, "America/New_York"))).not.toBe(periodKey(period, day));
      }),
    );
  });
});

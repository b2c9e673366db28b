import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { isoWeek, PERIODS, periodKey } from "../../../src/features/boards/period-rules.ts";

describe("periodKey", () => {
  it("names each period that points count for", () => {
    const counted = { day: "2026-11-22", week: "2026-W47", season: "S3" };
    const keys = PERIODS.map((period) => periodKey(period, counted));
    expect(keys).toEqual(["2026-11-22", "2026-W47", "2026-11", "S3", "all"]);
  });
});

describe("ISO weeks", () => {
  it("go over the turn of the year", () => {
    expect(isoWeek("2027-01-01")).toBe("2026-W53");
    expect(isoWeek("2024-12-30")).toBe("2025-W01");
  });

  it("are those of Temporal, every day from 2000 to 2050", () => {
    for (let day = Temporal.PlainDate.from("2000-01-01"); day.year < 2050; day = day.add({ days: 1 })) {
      const week = `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, "0")}`;
      if (isoWeek(day.toString()) !== week) expect(isoWeek(day.toString())).toBe(week);
    }
  });
});

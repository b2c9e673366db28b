import { expect, it } from "vitest";
import { PERIODS, periodName, RETENTION } from "../../../src/features/boards/period-rules.ts";

it("names each period that points count toward", () => {
  const names = { day: "2026-11-22", week: "W2026-11-16", season: "S3" };
  expect(PERIODS.map((period) => periodName(period, names))).toEqual([
    "2026-11-22",
    "W2026-11-16",
    "2026-11",
    "S3",
    "all",
  ]);
});

it("keeps leaderboards of days, weeks and months for a while, and others forever", () => {
  expect(PERIODS.map((period) => RETENTION[period] / 86_400)).toEqual([40, 100, 400, 0, 0]);
});

import { describe, expect, it } from "vitest";
import {
  addDays,
  clockChangeBetween,
  createThrottle,
  daysBetween,
  HOUR,
  instantOf,
  isRedelivery,
  localDateAt,
  MINUTE,
  ZONES,
} from "../../src/platform/time.ts";

const at = (iso: string) => Date.parse(iso);

describe("localDateAt", () => {
  it.each([
    ["2026-11-30T22:59:59.999Z", "Europe/Berlin", "2026-11-30"],
    ["2026-11-30T23:00:00.000Z", "Europe/Berlin", "2026-12-01"],
    ["2026-11-30T10:59:59.999Z", "Pacific/Auckland", "2026-11-30"],
    ["2026-11-30T11:00:00.000Z", "Pacific/Auckland", "2026-12-01"],
  ])("given %s and %s, returns %s", (iso, zone, date) => {
    expect(localDateAt(at(iso), zone)).toBe(date);
    expect(localDateAt(at(iso), zone)).toBe(date);
  });

  it("is correct on both sides of a 25-hour day", () => {
    expect(localDateAt(at("2026-10-25T22:30:00Z"), "Europe/Berlin")).toBe("2026-10-25");
    expect(localDateAt(at("2026-10-25T23:00:00Z"), "Europe/Berlin")).toBe("2026-10-26");
    expect(localDateAt(at("2026-10-24T21:59:59Z"), "Europe/Berlin")).toBe("2026-10-24");
  });
});

describe("instantOf", () => {
  it.each([
    ["2026-11-30", "09:00", "2026-11-30T08:00:00Z"],
    ["2026-07-01", "09:00", "2026-07-01T07:00:00Z"],
    // In the gap from 02:00 to 03:00.
    ["2026-03-29", "02:30", "2026-03-29T01:30:00Z"],
    // 02:30 occurs twice.
    ["2026-10-25", "02:30", "2026-10-25T00:30:00Z"],
  ])("given %s %s in Berlin, returns %s", (date, time, iso) => {
    expect(instantOf(date, time, "Europe/Berlin")).toBe(at(iso));
    expect(instantOf(date, time, "Europe/Berlin")).toBe(at(iso));
  });

  it("stays correct for more times than it caches", () => {
    const start = at("2026-01-01T00:00:00Z");
    for (let minute = 0; minute < 1_200; minute += 1) {
      const iso = new Date(start + minute * MINUTE).toISOString();
      expect(instantOf(iso.slice(0, 10), iso.slice(11, 16), "UTC")).toBe(start + minute * MINUTE);
    }
  });
});

it("daysBetween and addDays count calendar days", () => {
  expect(daysBetween("2026-02-28", "2026-03-01")).toBe(1);
  expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
  expect(daysBetween("2026-03-01", "2026-02-28")).toBe(-1);
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
});

it("clockChangeBetween finds a clock change within the interval", () => {
  const change = at("2026-10-25T01:00:00Z");
  expect(clockChangeBetween(change - HOUR, change, "Europe/Berlin")).toBe(change);
  expect(clockChangeBetween(change - HOUR, change - 1, "Europe/Berlin")).toBeUndefined();
  expect(clockChangeBetween(change, change + HOUR, "Europe/Berlin")).toBeUndefined();
  expect(clockChangeBetween(change - HOUR, change, "UTC")).toBeUndefined();
});

it("a click within 3 seconds may be a redelivery", () => {
  expect(isRedelivery(1_000, 3_999)).toBe(true);
  expect(isRedelivery(1_000, 4_000)).toBe(false);
});

it("a throttle limits each key separately", () => {
  const isDue = createThrottle(10);
  expect([isDue("a", 0), isDue("a", 9), isDue("b", 9), isDue("a", 10), isDue("b", 18)]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
});

it("ZONES starts with UTC and contains every zone once", () => {
  expect(ZONES[0]).toBe("UTC");
  expect(new Set(ZONES).size).toBe(ZONES.length);
});

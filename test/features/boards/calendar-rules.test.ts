import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Calendar,
  closingSchema,
  DEFAULT_CALENDAR,
  firstDayOfWeek,
  mayHaveExpired,
  PERIODS,
  type Period,
  periodEnd,
  periodName,
  periodNames,
  RETENTION,
  SEASON_LENGTHS,
  type SeasonLength,
  seasonEnd,
  seasonName,
  seasonOf,
  staleWeekNames,
  WEEK_STARTS,
  type WeekStart,
  weekName,
} from "../../../src/features/boards/calendar-rules.ts";
import { addDays, DAY, daysBetween, HOUR, localDateAt, SECOND } from "../../../src/platform/time.ts";
import { acceptsOrRejects } from "../../support/accepts-or-rejects.ts";

const FIRST = "2026-01-01";
/** Zones with DST in both hemispheres, at midnight, by half an hour, and at both ends of the day line. */
const ZONES = [
  "UTC",
  "America/New_York",
  "Europe/Berlin",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
];
const zones = fc.constantFrom(...ZONES);
const days = fc.integer({ min: 0, max: 800 }).map((after) => addDays(FIRST, after));
const moments = fc.integer({ min: 0, max: 800 * DAY }).map((after) => Date.parse(FIRST) + after);
const weekStarts = fc.constantFrom(...WEEK_STARTS);
const at = (text: string) => Date.parse(text);
const calendarWith = (over: Partial<Calendar>): Calendar => ({ ...DEFAULT_CALENDAR, ...over });

it("the default calendar has quarterly seasons, UTC and weeks that start on Monday", () => {
  const calendar = { zone: "UTC", weekStart: "monday", closings: [], seasonLength: "quarter" };
  expect(DEFAULT_CALENDAR).toEqual(calendar);
});

it.each(
  acceptsOrRejects([
    [{ at: 1, sequence: 2 }, true],
    [{ at: 1 }, false],
    [{ sequence: 2 }, false],
    [{ at: 1.5, sequence: 2 }, false],
    [{ at: 1, sequence: 2.5 }, false],
  ]),
)("closingSchema %s %j", (_, stored, valid) => {
  expect(closingSchema.safeParse(stored).success).toBe(valid);
});

describe("firstDayOfWeek", () => {
  it.each<[string, WeekStart, string]>([
    // 2026-11-22 is a Sunday.
    ["2026-11-22", "monday", "2026-11-16"],
    ["2026-11-23", "monday", "2026-11-23"],
    ["2026-11-21", "sunday", "2026-11-15"],
    ["2026-11-22", "sunday", "2026-11-22"],
    ["2026-11-20", "saturday", "2026-11-14"],
    ["2026-11-21", "saturday", "2026-11-21"],
    ["2027-01-01", "monday", "2026-12-28"],
    ["2028-03-01", "monday", "2028-02-28"],
  ])("given %s and weeks from %s, returns %s", (day, weekStart, first) => {
    expect(firstDayOfWeek(day, weekStart)).toBe(first);
  });

  it("returns the right weekday, at most six days back, and the same day for the whole week", () => {
    const weekday: Record<WeekStart, number> = { monday: 1, sunday: 0, saturday: 6 };
    fc.assert(
      fc.property(days, weekStarts, (day, weekStart) => {
        const first = firstDayOfWeek(day, weekStart);
        expect(new Date(first).getUTCDay()).toBe(weekday[weekStart]);
        expect(daysBetween(first, day)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(first, day)).toBeLessThanOrEqual(6);
        expect(firstDayOfWeek(first, weekStart)).toBe(first);
      }),
    );
  });
});

describe("weekName", () => {
  it("differs for weeks that start on different days", () => {
    expect(WEEK_STARTS.map((start) => weekName("2026-11-20", start))).toEqual([
      "W2026-11-16",
      "W2026-11-15",
      "W2026-11-14",
    ]);
  });
});

describe("periodNames", () => {
  it("uses the guild's zone and week start", () => {
    const calendar = calendarWith({ zone: "Asia/Tokyo", weekStart: "sunday", closings: [{ at: 1_000, sequence: 7 }] });
    expect(periodNames(calendar, { at: at("2026-11-21T15:00:00Z") })).toEqual({
      day: "2026-11-22",
      week: "W2026-11-22",
      season: "S2",
    });
    expect(periodNames(calendar, { at: at("2026-11-21T14:59:59Z"), sequence: 7 })).toEqual({
      day: "2026-11-21",
      week: "W2026-11-15",
      season: "S1",
    });
  });

  it("uses the given day if there is one", () => {
    expect(periodNames(DEFAULT_CALENDAR, { at: at("2026-11-23T00:30:00Z"), day: "2026-11-22" })).toEqual({
      day: "2026-11-22",
      week: "W2026-11-16",
      season: "S1",
    });
  });
});

describe("seasonOf", () => {
  it("assigns the last answer or credit before a closing to the season that ends", () => {
    const closings = [10, 20].map((sequence) => ({ at: 0, sequence }));
    expect([1, 10, 11, 20, 21].map((sequence) => seasonOf({ closings }, sequence))).toEqual([1, 1, 2, 2, 3]);
    expect(seasonOf({ closings })).toBe(3);
    expect(seasonOf({ closings: [] }, 5)).toBe(1);
    expect(seasonName(3)).toBe("S3");
  });

  it("doesn't change when a later season closes", () => {
    const sequences = fc.array(fc.nat(1_000), { maxLength: 5 }).map((all) => all.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(sequences, fc.nat(1_000), fc.nat(1_000), (earlier, last, sequence) => {
        fc.pre(last >= sequence && last >= (earlier.at(-1) ?? 0));
        const [before, after] = [earlier, [...earlier, last]].map((all) =>
          all.map((one) => ({ at: 0, sequence: one })),
        );
        expect(seasonOf({ closings: after ?? [] }, sequence)).toBe(seasonOf({ closings: before ?? [] }, sequence));
      }),
    );
  });
});

describe("seasonEnd", () => {
  it.each<[SeasonLength, string, string | undefined]>([
    ["month", "2026-10-31T23:59:59.999Z", "2026-11-01T00:00:00Z"],
    ["month", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"],
    ["month", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"],
    ["month", "2027-01-31T12:00:00Z", "2027-02-01T00:00:00Z"],
    ["quarter", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"],
    ["quarter", "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z"],
    ["quarter", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"],
    ["quarter", "2026-08-15T00:00:00Z", "2026-10-01T00:00:00Z"],
    ["quarter", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"],
    ["none", "2026-12-31T23:59:59Z", undefined],
  ])("given the season length %s at %s, returns %s", (seasonLength, now, end) => {
    expect(seasonEnd({ zone: "UTC", seasonLength }, at(now))).toBe(end && at(end));
  });

  it("returns midnight on the guild's clock", () => {
    const season = { zone: "Europe/Berlin", seasonLength: "month" } as const;
    expect(seasonEnd(season, at("2026-10-15T00:00:00Z"))).toBe(at("2026-10-31T23:00:00Z"));
    expect(seasonEnd(season, at("2026-06-30T21:59:59Z"))).toBe(at("2026-06-30T22:00:00Z"));
    expect(seasonEnd(season, at("2026-06-30T22:00:00Z"))).toBe(at("2026-07-31T22:00:00Z"));
  });
});

describe("periodEnd", () => {
  it.each<[Period, string, string | undefined]>([
    // Clocks in Berlin go back an hour on Sunday 2026-10-25.
    ["today", "2026-10-25T12:00:00Z", "2026-10-25T23:00:00Z"],
    ["week", "2026-10-25T12:00:00Z", "2026-10-25T23:00:00Z"],
    ["week", "2026-10-25T23:00:00Z", "2026-11-01T23:00:00Z"],
    ["month", "2026-10-25T12:00:00Z", "2026-10-31T23:00:00Z"],
    ["season", "2026-10-25T12:00:00Z", "2026-12-31T23:00:00Z"],
    ["all", "2026-10-25T12:00:00Z", undefined],
  ])("given %s at %s, returns %s", (period, now, end) => {
    expect(periodEnd(period, calendarWith({ zone: "Europe/Berlin" }), at(now))).toBe(end && at(end));
  });

  it("returns the first moment of a day without midnight", () => {
    // Clocks in Cairo jump from 00:00 to 01:00 on 2026-04-24.
    const calendar = calendarWith({ zone: "Africa/Cairo" });
    expect(periodEnd("today", calendar, at("2026-04-23T12:00:00Z"))).toBe(at("2026-04-23T22:00:00Z"));
    expect(periodEnd("today", calendar, at("2026-04-23T22:00:00Z"))).toBe(at("2026-04-24T21:00:00Z"));
  });

  it("returns the moment the period's name changes, in every zone", () => {
    const periods = fc.constantFrom(...PERIODS.filter((period) => period !== "all" && period !== "season"));
    const lengths = fc.constantFrom(...SEASON_LENGTHS);
    fc.assert(
      fc.property(moments, periods, zones, weekStarts, lengths, (now, period, zone, weekStart, seasonLength) => {
        const calendar = calendarWith({ zone, weekStart, seasonLength });
        const nameAt = (moment: number) => periodName(period, periodNames(calendar, { at: moment }));
        const end = periodEnd(period, calendar, now) ?? 0;
        expect(end).toBeGreaterThan(now);
        expect(nameAt(end - 1)).toBe(nameAt(now));
        expect(nameAt(end)).not.toBe(nameAt(now));
      }),
    );
  });
});

describe("mayHaveExpired", () => {
  it.each<[Period, string, WeekStart, string]>([
    ["today", "2026-11-22", "monday", "2026-12-31"],
    ["week", "2026-11-22", "monday", "2027-02-23"],
    ["week", "2026-11-22", "sunday", "2027-03-01"],
    ["month", "2026-11-22", "monday", "2027-12-05"],
  ])("is true for a %s with %s in it and weeks from %s, as of %s", (period, day, weekStart, expiry) => {
    expect(mayHaveExpired(period, day, weekStart, at(expiry) - 1)).toBe(false);
    expect(mayHaveExpired(period, day, weekStart, at(expiry))).toBe(true);
  });

  it.each<Period>(["season", "all"])("is never true for the period %s", (period) => {
    expect(mayHaveExpired(period, "2000-01-01", "monday", at("2100-01-01"))).toBe(false);
  });

  it("is the same for all days of a period", () => {
    fc.assert(
      fc.property(days, weekStarts, moments, (day, weekStart, now) => {
        const first = firstDayOfWeek(day, weekStart);
        expect(mayHaveExpired("week", day, weekStart, now)).toBe(mayHaveExpired("week", first, weekStart, now));
        const month = `${day.slice(0, 7)}-01`;
        expect(mayHaveExpired("month", day, weekStart, now)).toBe(mayHaveExpired("month", month, weekStart, now));
      }),
    );
  });

  it("is false until the leaderboard may have expired in some time zone", () => {
    const retention = 40 * DAY;
    fc.assert(
      fc.property(moments, zones, (earned, zone) => {
        const day = localDateAt(earned, zone);
        expect(mayHaveExpired("today", day, "monday", earned)).toBe(false);
        expect(mayHaveExpired("today", day, "monday", earned + retention)).toBe(true);
      }),
    );
  });
});

describe("staleWeekNames", () => {
  const now = at("2026-11-22T12:00:00Z");

  it("returns the weeks named by other week starts", () => {
    const names = staleWeekNames(calendarWith({ weekStart: "monday" }), now);
    expect(names).toContain("W2026-11-22");
    expect(names).toContain("W2026-11-21");
    expect(names).not.toContain("W2026-11-16");
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(34);
  });

  it("includes the week of a zone that was two dates ahead", () => {
    // At 10:00 in UTC, Saturday has begun in Kiritimati while it's still Thursday in Pago Pago.
    const friday = at("2027-01-08T10:00:00Z");
    const names = staleWeekNames(calendarWith({ zone: "Pacific/Pago_Pago", weekStart: "monday" }), friday);
    expect(names).toContain(weekName(localDateAt(friday, "Pacific/Kiritimati"), "saturday"));
  });

  it("includes every week that may still be stored", () => {
    fc.assert(
      fc.property(moments, zones, zones, weekStarts, weekStarts, (moment, before, after, from, to) => {
        fc.pre(from !== to);
        const names = new Set(staleWeekNames(calendarWith({ zone: after, weekStart: to }), moment));
        for (let age = 0; age <= 100 * DAY; age += 12 * HOUR) {
          const day = localDateAt(moment - age, before);
          if (!mayHaveExpired("week", day, from, moment - DAY - SECOND)) expect(names).toContain(weekName(day, from));
        }
      }),
      { numRuns: 30 },
    );
  });
});

it("periodName returns the name of each period", () => {
  const names = { day: "2026-11-22", week: "W2026-11-16", season: "S3" };
  expect(PERIODS.map((period) => periodName(period, names))).toEqual([
    "2026-11-22",
    "W2026-11-16",
    "2026-11",
    "S3",
    "all",
  ]);
});

it("leaderboards of days, weeks and months expire, and all others don't", () => {
  expect(PERIODS.map((period) => RETENTION[period] / 86_400)).toEqual([40, 100, 400, 0, 0]);
});

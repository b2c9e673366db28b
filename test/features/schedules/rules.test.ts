import { describe, expect, it } from "vitest";
import {
  firstSlot,
  generateScheduleId,
  nextSlots,
  parseDays,
  parseRevealAfter,
  parseTime,
  parseZone,
  type Schedule,
} from "../../../src/features/schedules/rules.ts";
import { userError } from "../../support/user-error.ts";

const berlin = {
  serial: 7,
  time: "09:00",
  days: parseDays("daily"),
  zone: "Europe/Berlin",
} satisfies Partial<Schedule>;
const at = (text: string) => Date.parse(text);

describe("firstSlot", () => {
  it("is today's slot before its time", () => {
    expect(firstSlot(berlin, at("2026-11-22T07:59:00Z"))).toEqual({
      id: "7-2026-11-22",
      at: at("2026-11-22T08:00:00Z"),
    });
  });

  it("includes the given moment", () => {
    expect(firstSlot(berlin, at("2026-11-22T08:00:00Z")).id).toBe("7-2026-11-22");
  });

  it("is tomorrow's slot after today's time", () => {
    expect(firstSlot(berlin, at("2026-11-22T08:00:00.001Z")).id).toBe("7-2026-11-23");
  });

  it("keeps its local time across a clock change", () => {
    const slots = nextSlots(berlin, at("2026-10-24T00:00:00Z"), 3).map((slot) => new Date(slot.at).toISOString());
    expect(slots).toEqual(["2026-10-24T07:00:00.000Z", "2026-10-25T08:00:00.000Z", "2026-10-26T08:00:00.000Z"]);
  });

  it("moves past a gap by its length, and takes the first of two times in an overlap", () => {
    const night = { ...berlin, time: "02:30" };
    expect(firstSlot(night, at("2026-03-28T22:00:00Z"))).toEqual({
      id: "7-2026-03-29",
      at: at("2026-03-29T01:30:00Z"),
    });
    expect(firstSlot(night, at("2026-10-24T22:00:00Z"))).toEqual({
      id: "7-2026-10-25",
      at: at("2026-10-25T00:30:00Z"),
    });
  });

  it("keeps a midnight slot that a gap pushes past midnight", () => {
    const cairo = { ...berlin, time: "00:00", zone: "Africa/Cairo" };
    const days = nextSlots(cairo, at("2026-04-22T12:00:00Z"), 3).map(({ id }) => id);
    expect(days).toEqual(["7-2026-04-23", "7-2026-04-24", "7-2026-04-25"]);
  });

  it("skips days it doesn't run on", () => {
    const weekdays = { ...berlin, days: parseDays("weekdays") };
    expect(firstSlot(weekdays, at("2026-11-21T00:00:00Z")).id).toBe("7-2026-11-23");
  });
});

describe("parsing input", () => {
  it.each([
    ["9:05", "09:05"],
    ["21:30", "21:30"],
    [" 00:00 ", "00:00"],
  ])("reads the time %j as %s", (given, time) => expect(parseTime(given)).toBe(time));

  it.each(["9.30pm", "24:00", "12:60", "", "noon", "1234"])("refuses the time %j", (given) => {
    expect(userError(() => parseTime(given))).toEqual({ code: "time-unreadable", values: { given } });
  });

  it.each([
    ["daily", 7],
    ["weekdays", 5],
    ["weekends", 2],
    ["mon,wed,fri", 3],
    ["Monday, thursday", 2],
    ["fri fri", 1],
  ])("reads the days %j as %i of them", (given, count) => expect(parseDays(given)).toHaveLength(count));

  it.each(["mon-fri", "someday", "m", "mon,xyz"])("refuses the days %j", (given) => {
    expect(userError(() => parseDays(given))).toMatchObject({ code: "days-unreadable" });
  });

  it("requires at least one day", () => {
    expect(userError(() => parseDays(" , "))).toMatchObject({ code: "days-empty" });
  });

  it("finds a zone in any case and by its old names", () => {
    expect(parseZone("europe/berlin")).toBe("Europe/Berlin");
    expect(parseZone("UTC")).toBe("UTC");
    expect(() => parseZone("Europe/Kiev")).not.toThrow();
  });

  it.each(["Berlin", "Mars/Olympus", "+02:00", ""])("refuses the zone %j", (given) => {
    expect(userError(() => parseZone(given))).toMatchObject({ code: "zone-unknown" });
  });

  it("parses whole hours from 1 to 24", () => {
    expect(["1h", "24 h", "6", "12hours"].map(parseRevealAfter)).toEqual([1, 24, 6, 12]);
    for (const given of ["0h", "25h", "90m", "soon", ""]) {
      expect(userError(() => parseRevealAfter(given))).toMatchObject({ code: "reveal-after-unreadable" });
    }
  });
});

describe("nameSchedule", () => {
  it("builds a readable id from days and topic", () => {
    expect(generateScheduleId(parseDays("weekdays"), "http", new Set())).toBe("weekdays-http");
    expect(generateScheduleId(parseDays("mon,wed"), undefined, new Set())).toBe("mon-wed");
  });

  it("numbers an id that is in use", () => {
    expect(generateScheduleId(parseDays("daily"), undefined, new Set(["daily", "daily-2"]))).toBe("daily-3");
  });
});

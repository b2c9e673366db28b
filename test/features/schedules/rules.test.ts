import { describe, expect, it } from "vitest";
import {
  type ChannelProblem,
  firstSlot,
  generateScheduleId,
  isManualSlot,
  manualSlotId,
  missedSlotAt,
  nameDays,
  nextSlots,
  parseDays,
  parseRevealAfter,
  parseTime,
  parseZone,
  type Schedule,
  slotId,
  WEEKDAYS,
  type Weekday,
} from "../../../src/features/schedules/rules.ts";
import { HOUR, ZONES } from "../../../src/platform/time.ts";
import { userError } from "../../support/user-error.ts";

const berlin = {
  serial: 7,
  time: "09:00",
  days: WEEKDAYS,
  zone: "Europe/Berlin",
} satisfies Partial<Schedule>;
const at = (text: string) => Date.parse(text);

describe("firstSlot", () => {
  it("returns today's slot before its time", () => {
    expect(firstSlot(berlin, at("2026-11-22T07:59:00Z"))).toEqual({
      id: "7-2026-11-22",
      at: at("2026-11-22T08:00:00Z"),
    });
  });

  it("includes the given moment", () => {
    expect(firstSlot(berlin, at("2026-11-22T08:00:00Z")).id).toBe("7-2026-11-22");
  });

  it("returns tomorrow's slot after today's time", () => {
    expect(firstSlot(berlin, at("2026-11-22T08:00:00.001Z")).id).toBe("7-2026-11-23");
  });

  it("keeps its local time across a clock change", () => {
    const slots = nextSlots(berlin, at("2026-10-24T00:00:00Z"), 3).map((slot) => new Date(slot.at).toISOString());
    expect(slots).toEqual(["2026-10-24T07:00:00.000Z", "2026-10-25T08:00:00.000Z", "2026-10-26T08:00:00.000Z"]);
  });

  it("moves past a gap by its length, and uses the first of two times in an overlap", () => {
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

  it("returns a midnight slot that a gap moves past midnight", () => {
    const cairo = { ...berlin, time: "00:00", zone: "Africa/Cairo" };
    const days = nextSlots(cairo, at("2026-04-22T12:00:00Z"), 3).map(({ id }) => id);
    expect(days).toEqual(["7-2026-04-23", "7-2026-04-24", "7-2026-04-25"]);
  });

  it("skips days on which the schedule doesn't run", () => {
    const weekdays = { ...berlin, days: parseDays("weekdays") };
    expect(firstSlot(weekdays, at("2026-11-21T00:00:00Z")).id).toBe("7-2026-11-23");
  });
});

describe("parsing input", () => {
  it.each([
    ["9:05", "09:05"],
    ["21:30", "21:30"],
    [" 00:00 ", "00:00"],
    ["23:00", "23:00"],
    ["0:59", "00:59"],
  ])("parses the time %j as %s", (given, time) => expect(parseTime(given)).toBe(time));

  it.each(["9.30pm", "24:00", "12:60", "", "noon", "1234", "112:30", "12:300", "12:5"])(
    "rejects the time %j",
    (given) => {
      expect(userError(() => parseTime(given))).toEqual({ code: "time-unreadable", values: { given } });
    },
  );

  it.each<[string, Weekday[]]>([
    ["daily", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]],
    ["Weekdays", ["mon", "tue", "wed", "thu", "fri"]],
    ["weekends", ["sat", "sun"]],
    ["weekends, weekdays", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]],
    ["fri,mon,wed", ["mon", "wed", "fri"]],
    [" Monday,  thursday ", ["mon", "thu"]],
    ["mon\ttuesdays", ["mon", "tue"]],
    ["fri fri", ["fri"]],
  ])("parses the days %j as %j", (given, days) => expect(parseDays(given)).toEqual(days));

  it.each(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])(
    "accepts %s from its first three letters to its plural",
    (name) => {
      const day = name.slice(0, 3);
      for (let length = 3; length <= name.length; length += 1) {
        expect(parseDays(name.slice(0, length))).toEqual([day]);
        expect(parseDays(`${name.slice(0, length)}s`)).toEqual([day]);
      }
      expect(userError(() => parseDays(name.slice(0, 2)))).toMatchObject({ code: "days-unreadable" });
    },
  );

  it.each(["mon-fri", "someday", "m", "mon,xyz", "dailies", "mondayss"])("rejects the days %j", (given) => {
    expect(userError(() => parseDays(given))).toEqual({ code: "days-unreadable", values: { given } });
  });

  it.each(["", " , "])("requires at least one day, not %j", (given) => {
    expect(userError(() => parseDays(given))).toMatchObject({ code: "days-empty" });
  });

  it("accepts every zone that autocomplete offers, in upper or lower case", () => {
    expect(ZONES.map((zone) => parseZone(` ${zone.toLowerCase()} `))).toEqual(ZONES);
  });

  it("resolves an alias of a zone", () => {
    expect(parseZone("us/eastern")).toBe("America/New_York");
    expect(parseZone("Europe/Kyiv")).toBe(parseZone("Europe/Kiev"));
  });

  it.each(["Berlin", "Mars/Olympus", "+02:00", "-0530", ""])("rejects the zone %j", (given) => {
    expect(userError(() => parseZone(given))).toEqual({ code: "zone-unknown", values: { given } });
  });

  it.each([
    ["1h", 1],
    ["24 h", 24],
    ["6", 6],
    ["12hours", 12],
    [" 1 Hour ", 1],
    ["06h", 6],
  ])("parses %j as a delay of %i h", (given, hours) => expect(parseRevealAfter(given)).toBe(hours));

  it.each(["0h", "25h", "90m", "soon", "", "112h", "6hx", "-6h", "h"])("rejects the delay %j", (given) => {
    expect(userError(() => parseRevealAfter(given))).toEqual({ code: "reveal-after-unreadable", values: { given } });
  });
});

describe("slot ids", () => {
  it("contain the schedule and the date, or the request for a manual post", () => {
    expect(slotId(12, "2026-11-22")).toBe("12-2026-11-22");
    expect(manualSlotId(12, "99")).toBe("12-now-99");
  });

  it("identify a manual post", () => {
    const ids = ["1-now-9", "12-now-9", "12-2026-11-22", "x1-now-9", "-now-9", "12-2026-now-1"];
    expect(ids.map(isManualSlot)).toEqual([true, true, false, false, false, false]);
  });
});

describe("missedSlotAt", () => {
  const pausedBy = (reason: ChannelProblem) => ({ pause: { by: "channel", reason, slotAt: 1000 } }) as const;

  it("returns the refused slot for six hours", () => {
    expect(missedSlotAt(pausedBy("deleted"), 1000 + 6 * HOUR - 1)).toBe(1000);
    expect(missedSlotAt(pausedBy("deleted"), 1000 + 6 * HOUR)).toBeUndefined();
  });

  it("returns undefined if the schedule runs or a moderator paused it", () => {
    expect(missedSlotAt({}, 0)).toBeUndefined();
    expect(missedSlotAt({ pause: { by: "moderator" } }, 0)).toBeUndefined();
  });
});

describe("nameDays", () => {
  it.each<[string, Weekday[]]>([
    ["daily", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]],
    ["weekdays", ["mon", "tue", "wed", "thu", "fri"]],
    ["weekends", ["sat", "sun"]],
    ["mon-wed", ["mon", "wed"]],
    ["fri", ["fri"]],
  ])("returns %s for %j", (name, days) => expect(nameDays(days)).toBe(name));
});

describe("generateScheduleId", () => {
  it("builds a readable id from days and topic", () => {
    expect(generateScheduleId(parseDays("weekdays"), "http", new Set())).toBe("weekdays-http");
    expect(generateScheduleId(parseDays("mon,wed"), undefined, new Set())).toBe("mon-wed");
  });

  it("adds a number if the id is in use", () => {
    expect(generateScheduleId(WEEKDAYS, undefined, new Set(["daily", "daily-2"]))).toBe("daily-3");
    expect(generateScheduleId(WEEKDAYS, undefined, new Set(["daily"]))).toBe("daily-2");
    expect(generateScheduleId(WEEKDAYS, undefined, new Set(["daily-2"]))).toBe("daily");
  });
});

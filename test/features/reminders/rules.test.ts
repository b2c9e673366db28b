import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { dueReminder, nextReminder, type Reminder, streakAtStake } from "../../../src/features/reminders/rules.ts";
import { addDays, DAY, HOUR, localDateAt, MINUTE, ZONES } from "../../../src/platform/time.ts";

const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
const instant = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2029, 0) });
const reminder = fc.record({ time, zone: fc.constantFrom(...ZONES) });

describe("a reminder", () => {
  it("comes once on every local day, even when clocks change", () => {
    fc.assert(
      fc.property(reminder, instant, (one, start) => {
        let [current, now]: [Reminder, number] = [one, start];
        const days: string[] = [];
        for (let count = 0; count < 40; count += 1) {
          now = nextReminder(current, now);
          const day = dueReminder(current, now) ?? "none";
          expect(dueReminder({ ...current, day }, now)).toBeUndefined();
          days.push(day);
          current = { ...current, day };
        }
        const [first = ""] = days;
        expect(days).toEqual(days.map((_, index) => addDays(first, index)));
      }),
    );
  });

  it("can come late on its own day but not after it", () => {
    fc.assert(
      fc.property(reminder, instant, fc.integer({ min: 0, max: 30 * HOUR }), (one, start, late) => {
        const now = nextReminder(one, start);
        const day = dueReminder(one, now);
        const isItsDay = localDateAt(now + late, one.zone) === localDateAt(now, one.zone);
        if (isItsDay) expect(dueReminder(one, now + late)).toBe(day);
        else expect(dueReminder(one, now + late)).not.toBe(day);
      }),
    );
  });

  it("comes at most once a day, even if its time and zone change", () => {
    const change = fc.record({ time, zone: fc.constantFrom(...ZONES), pause: fc.integer({ min: 0, max: 2 * DAY }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 2, maxLength: 12 }), instant, (changes, start) => {
        let now = start;
        let day: string | undefined;
        for (const { pause, ...to } of changes) {
          const one = { ...to, ...(day && { day }) };
          now = Math.max(nextReminder(one, now), now + pause);
          const due = dueReminder(one, now);
          if (due && day) expect(due > day).toBe(true);
          day = due ?? day;
        }
      }),
    );
  });

  it("comes after a gap, and at the first of two times in an overlap", () => {
    const berlin = { time: "02:30", zone: "Europe/Berlin" };
    expect(nextReminder(berlin, at("2026-03-28T12:00[Europe/Berlin]"))).toBe(at("2026-03-29T03:30[Europe/Berlin]"));
    const first = at("2026-10-25T02:30+02:00[Europe/Berlin]");
    expect(nextReminder(berlin, first - MINUTE)).toBe(first);
    expect(nextReminder({ ...berlin, day: "2026-10-25" }, first)).toBe(at("2026-10-26T02:30[Europe/Berlin]"));
  });

  it("is next due after now, or the next day if it is due now", () => {
    const nine = { time: "09:00", zone: "UTC" };
    const time = at("2026-11-22T09:00[UTC]");
    expect([time - 1, time].map((now) => nextReminder(nine, now))).toEqual([time, time + DAY]);
  });

  it("is due once, from its time to the end of its day", () => {
    const nine = { time: "09:00", zone: "Asia/Tokyo" };
    const [time, end] = [at("2026-11-22T09:00[Asia/Tokyo]"), at("2026-11-23T00:00[Asia/Tokyo]")];
    const dueAt = (now: number, day?: string) => dueReminder({ ...nine, ...(day && { day }) }, now);
    expect([time - 1, time, end - 1, end].map((now) => dueAt(now))).toEqual([
      ...[undefined, "2026-11-22", "2026-11-22", undefined],
    ]);
    expect(["2026-11-21", "2026-11-22", "2026-11-23"].map((day) => dueAt(time, day))).toEqual([
      ...["2026-11-22", undefined, undefined],
    ]);
  });

  it("is due on the next day if a gap moves it there", () => {
    // In Nuuk, 28 March 2026 ends at 23:00.
    const late = { time: "23:30", zone: "America/Nuuk", day: "2026-03-27" };
    const moved = at("2026-03-29T00:30[America/Nuuk]");
    expect(nextReminder(late, at("2026-03-28T12:00[America/Nuuk]"))).toBe(moved);
    expect([moved - 1, moved].map((now) => dueReminder(late, now))).toEqual([undefined, "2026-03-28"]);
    expect(dueReminder(late, at("2026-03-29T23:30[America/Nuuk]"))).toBe("2026-03-29");
  });

  it("waits until tomorrow if it was sent today and then moved to a later time", () => {
    const moved = { time: "21:00", zone: "UTC", day: "2026-11-22" };
    expect(nextReminder(moved, at("2026-11-22T09:00[UTC]"))).toBe(at("2026-11-23T21:00[UTC]"));
  });
});

describe("a streak at stake", () => {
  const streak = { length: 5, lastDay: "2026-11-21", freezes: 0 };
  it.each([
    ["2026-11-21", 0, "was continued today"],
    ["2026-11-22", 5, "can be continued today"],
    ["2026-11-23", 0, "is lost"],
  ])("on %s is %i because it %s", (today, length) => expect(streakAtStake(streak, today)).toBe(length));

  it("remains if a freeze covers the missed day", () =>
    expect(streakAtStake({ ...streak, freezes: 1 }, "2026-11-23")).toBe(5));
  it("is 0 without any answers", () => expect(streakAtStake(undefined, "2026-11-22")).toBe(0));
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advanceStreak, currentStreak, freezesLeft, type Streak } from "../../../src/features/daily/streak-rules.ts";
import { addDays } from "../../../src/platform/time.ts";

const streak = (over: Partial<Streak> = {}): Streak => ({ length: 5, lastDay: "2026-11-20", freezes: 0, ...over });

describe("advanceStreak", () => {
  it("starts with the first answer", () => {
    expect(advanceStreak(undefined, "2026-11-22")).toEqual({ length: 1, lastDay: "2026-11-22", freezes: 0 });
  });

  it("grows by one on the next day", () => {
    expect(advanceStreak(streak(), "2026-11-21")).toEqual({ length: 6, lastDay: "2026-11-21", freezes: 0 });
  });

  it("ignores a second answer on the same day and a clock that went back", () => {
    expect(advanceStreak(streak(), "2026-11-20")).toEqual(streak());
    expect(advanceStreak(streak(), "2026-11-18")).toEqual(streak());
  });

  it("starts over after a missed day", () => {
    expect(advanceStreak(streak(), "2026-11-22").length).toBe(1);
  });

  it("keeps the streak when a freeze covers the missed day", () => {
    expect(advanceStreak(streak({ freezes: 1 }), "2026-11-22")).toEqual({
      length: 6,
      lastDay: "2026-11-22",
      freezes: 0,
    });
  });

  it("uses one freeze per missed day", () => {
    expect(advanceStreak(streak({ freezes: 2, length: 9 }), "2026-11-22").freezes).toBe(1);
  });

  it("starts over when there are fewer freezes than missed days", () => {
    expect(advanceStreak(streak({ freezes: 1 }), "2026-11-23").length).toBe(1);
  });

  it("earns a freeze every seven days, two at most", () => {
    const lengths = Array.from({ length: 28 }, (_, day) => addDays("2026-01-01", day));
    const freezes: number[] = [];
    let current: Streak | undefined;
    for (const day of lengths) {
      current = advanceStreak(current, day);
      freezes.push(current.freezes);
    }
    expect([freezes[5], freezes[6], freezes[13], freezes[20], freezes[27]]).toEqual([0, 1, 2, 2, 2]);
  });

  it("never exceeds the number of days since the first answer", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }), (steps) => {
        let day = "2026-01-01";
        let current = advanceStreak(undefined, day);
        let passed = 1;
        for (const step of steps) {
          day = addDays(day, step);
          passed += step;
          current = advanceStreak(current, day);
          expect(current.length).toBeLessThanOrEqual(passed);
          expect(current.freezes).toBeGreaterThanOrEqual(0);
          expect(current.freezes).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});

describe("currentStreak", () => {
  it("lasts through yesterday and days that freezes can cover", () => {
    expect(currentStreak(streak(), "2026-11-21")).toBe(5);
    expect(currentStreak(streak({ freezes: 1 }), "2026-11-22")).toBe(5);
  });

  it("is 0 after a missed day", () => {
    expect(currentStreak(streak(), "2026-11-22")).toBe(0);
    expect(currentStreak(undefined, "2026-11-22")).toBe(0);
  });
});

describe("freezesLeft", () => {
  it("subtracts one per missed day, and is 0 when the streak has ended", () => {
    const held = streak({ freezes: 2 });
    expect(["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"].map((day) => freezesLeft(held, day))).toEqual([
      2, 2, 1, 0,
    ]);
    expect(freezesLeft(held, "2026-11-24")).toBe(0);
    expect(freezesLeft(undefined, "2026-11-20")).toBe(0);
  });

  it("equals the freezes after the next answer, unless that earns one", () => {
    const days = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 2 }), (later, freezes) => {
        const before = streak({ length: 1, freezes });
        const today = addDays(before.lastDay, later);
        expect(freezesLeft(before, today)).toBe(advanceStreak(before, today).freezes);
      }),
    );
  });
});

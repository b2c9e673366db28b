import { describe, expect, it } from "vitest";
import { dayOf, formatMessageTime, formatTimestamp, readerOf } from "../../src/playground/web/time.ts";

const reader = { locale: "en-GB", zone: "Europe/Berlin" };
const NOON = Date.UTC(2026, 7, 14, 10) / 1000;

/** Whether a comma stands after the weekday depends on the version of ICU. */
function loosely(shown: string): string {
  return shown.replace(/,| at/g, "");
}

describe("timestamps", () => {
  it.each([
    ["t", "12:00"],
    ["T", "12:00:00"],
    ["d", "14/08/2026"],
    ["D", "14 August 2026"],
    ["f", "14 August 2026 at 12:00"],
    ["F", "Friday, 14 August 2026 at 12:00"],
  ] as const)("shows style %s in the viewer's zone", (style, shown) => {
    expect(loosely(formatTimestamp(NOON, style, 0, reader))).toBe(loosely(shown));
  });

  it.each([
    [20, "in 20 seconds"],
    [-90, "2 minutes ago"],
    [59.6, "in 1 minute"],
    [3600, "in 1 hour"],
    [6 * 3600, "in 6 hours"],
    [-23.9 * 3600, "1 day ago"],
    [12 * 86400, "in 12 days"],
    [-70 * 86400, "2 months ago"],
    [800 * 86400, "in 2 years"],
  ])("shows %d seconds away as %s", (away, shown) => {
    expect(formatTimestamp(NOON + away, "R", NOON * 1000, reader)).toBe(shown);
  });

  it("does not fall over a moment beyond the calendar", () => {
    expect(formatTimestamp(9e15, "F", 0, reader)).toBe("Invalid date");
  });

  it("says today's hour, yesterday, and the date before that", () => {
    const now = Date.UTC(2026, 7, 14, 20);
    expect(formatMessageTime(Date.UTC(2026, 7, 14, 7), now, reader)).toBe("09:00");
    expect(formatMessageTime(Date.UTC(2026, 7, 13, 7), now, reader)).toBe("Yesterday at 09:00");
    expect(formatMessageTime(Date.UTC(2026, 7, 1, 7), now, reader)).toBe("01/08/2026, 09:00");
  });

  it("divides days in the viewer's zone", () => {
    const [before, after] = [Date.UTC(2026, 7, 13, 21, 59), Date.UTC(2026, 7, 13, 22, 1)];
    expect(dayOf(before, reader)).not.toBe(dayOf(after, reader));
    expect(dayOf(before, { ...reader, zone: "UTC" })).toBe(dayOf(after, { ...reader, zone: "UTC" }));
  });

  it("keeps the page's English for readers of other languages", () => {
    expect(readerOf(["de-DE", "en-US"]).locale).toBe("en-US");
    expect(readerOf(["de-DE"]).locale).toBe("en-GB");
  });
});

import { describe, expect, it } from "vitest";
import { createTimeFormat, englishLocale, formatOffset } from "../../src/playground/web/time-format.ts";

const berlin = createTimeFormat("en-GB", "Europe/Berlin");
const NOON = Date.UTC(2026, 7, 14, 10) / 1000;
const HOUR = 3_600_000;

/** ICU versions differ in the comma after the weekday. */
function normalize(text: string): string {
  return text.replace(/,| at/g, "");
}

describe("timestamps in messages", () => {
  it.each([
    ["t", "12:00"],
    ["T", "12:00:00"],
    ["d", "14/08/2026"],
    ["D", "14 August 2026"],
    ["f", "14 August 2026 at 12:00"],
    ["F", "Friday, 14 August 2026 at 12:00"],
  ] as const)("show style %s in the viewer's zone", (style, text) => {
    expect(normalize(berlin.timestamp(NOON, style, 0))).toBe(normalize(text));
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
  ])("show a distance of %d seconds as %s", (distance, text) => {
    expect(berlin.timestamp(NOON + distance, "R", NOON * 1000)).toBe(text);
  });

  it("show an instant beyond the calendar as invalid", () => {
    expect(berlin.timestamp(9e15, "F", 0)).toBe("Invalid date");
  });
});

describe("message times", () => {
  it('show the time today, "yesterday", and the date before that', () => {
    const now = Date.UTC(2026, 7, 14, 20);
    expect(berlin.messageTime(Date.UTC(2026, 7, 14, 7), now)).toBe("09:00");
    expect(berlin.messageTime(Date.UTC(2026, 7, 13, 7), now)).toBe("Yesterday at 09:00");
    expect(berlin.messageTime(Date.UTC(2026, 7, 1, 7), now)).toBe("01/08/2026, 09:00");
  });

  it("use the viewer's zone to separate days", () => {
    const [before, after] = [Date.UTC(2026, 7, 13, 21, 59), Date.UTC(2026, 7, 13, 22, 1)];
    const utc = createTimeFormat("en-GB", "UTC");
    expect(berlin.day(before)).not.toBe(berlin.day(after));
    expect(utc.day(before)).toBe(utc.day(after));
  });

  it("are in English for readers of other languages", () => {
    expect(englishLocale(["de-DE", "en-US"])).toBe("en-US");
    expect(englishLocale(["de-DE"])).toBe("en-GB");
  });
});

it.each([
  [20_000, "1 minute"],
  [HOUR, "1 hour"],
  [6 * HOUR, "6 hours"],
  [47 * HOUR, "47 hours"],
  [48 * HOUR, "2 days"],
])("formatOffset shows %d ms as %s", (milliseconds, text) => {
  expect(formatOffset(milliseconds)).toBe(text);
});

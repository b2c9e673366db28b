import { describe, expect, it } from "vitest";
import { auditEntrySchema, ROOTINE } from "../../../src/features/audit-log/rules.ts";

const entry = (change: object) => ({ by: "510000000000000001", at: 1_795_000_000_000, change });
const isAccepted = (value: object) => auditEntrySchema.safeParse(value).success;

describe("auditEntrySchema", () => {
  it.each([
    { kind: "schedule", action: "added", scheduleId: "daily" },
    { kind: "schedule", action: "paused", scheduleId: "daily", problem: "deleted" },
    { kind: "setting", setting: "zone" },
    { kind: "setting", setting: "zone", from: "UTC", to: "Europe/Berlin" },
    { kind: "season-closed", season: "2026-Q4" },
    { kind: "question", action: "retired", questionId: "http.lost-put" },
    { kind: "question", action: "denied", questionId: "own.a.b", reason: "Already covered." },
    { kind: "questions-imported", count: 12 },
    { kind: "key-corrected", questionId: "http.lost-put", rev: 3 },
  ])("parses %j as it was stored", (change) => {
    expect(auditEntrySchema.parse(entry(change))).toEqual(entry(change));
  });

  it("parses the number of times a change was made", () => {
    const repeated = { ...entry({ kind: "questions-imported", count: 1 }), times: 4 };
    expect(auditEntrySchema.parse(repeated)).toEqual(repeated);
  });

  it.each([
    { kind: "schedule", action: "retired", scheduleId: "daily" },
    { kind: "schedule", action: "paused", scheduleId: "daily", problem: "unknown" },
    { kind: "setting", setting: "color" },
    { kind: "question", action: "added", questionId: "http.lost-put" },
    { kind: "questions-imported", count: 1.5 },
    { kind: "other" },
  ])("rejects %j", (change) => expect(isAccepted(entry(change))).toBe(false));

  it("rejects an entry without an actor, a time or a change", () => {
    const { by, at, change } = entry({ kind: "questions-imported", count: 1 });
    expect(
      [
        { at, change },
        { by, change },
        { by, at },
      ].map(isAccepted),
    ).toEqual([false, false, false]);
  });
});

it("the bot's name as an actor can't be mistaken for a user id", () => {
  expect(ROOTINE).toMatch(/^[a-z]+$/);
});

import { describe, expect, it } from "vitest";
import { type Notification, notificationSchema, withoutHidden } from "../../../src/features/notifications/rules.ts";

const [one, two] = ["1", "2"].map((userId) => ({ userId, points: 5 }));
const members = one && two ? [one, two] : [];
const season: Notification = { kind: "season", season: 3, winners: members, members: 9 };
const summary: Notification = {
  kind: "summary",
  top: members,
  members: 9,
  improved: { userId: "2", more: 4 },
  streak: 1,
};

describe("notificationSchema", () => {
  const hardest = {
    ...{ stem: "What is idempotent?", correct: 1, answered: 9 },
    ...{ guildId: "41", channelId: "42", messageId: "43" },
  };

  it.each<Notification>([
    { kind: "audit", entry: { by: "1", at: 5, change: { kind: "questions-imported", count: 3 } } },
    { kind: "audit-more" },
    { kind: "schedule-paused", scheduleId: "daily", serial: 2, channelId: "42", problem: "no-access" },
    { kind: "schedules-resumed", scheduleIds: ["daily", "weekly"] },
    { kind: "manual-post-failed", scheduleId: "daily", channelId: "42", problem: "deleted" },
    { kind: "pool-low", scheduleId: "daily", left: 3 },
    { kind: "pool-empty", scheduleId: "daily" },
    { kind: "pool-empty", scheduleId: "daily", topic: "http", difficulty: 2 },
    season,
    summary,
    { ...summary, hardest },
  ])("parses %j as it was stored", (notification) => {
    expect(notificationSchema.parse(notification)).toEqual(notification);
  });

  it.each<object>([
    { kind: "other" },
    { kind: "schedule-paused", scheduleId: "daily", serial: 2, channelId: "42", problem: "tired" },
    { kind: "manual-post-failed", scheduleId: "daily", channelId: "42" },
    { kind: "pool-low", scheduleId: "daily", left: 0.5 },
    { kind: "pool-empty", scheduleId: "daily", difficulty: 4 },
    { ...season, winners: [{ userId: "1" }] },
    { ...summary, improved: { userId: "2" } },
    { ...summary, hardest: { ...hardest, messageId: undefined } },
  ])("rejects %j", (notification) => expect(notificationSchema.safeParse(notification).success).toBe(false));
});

describe("withoutHidden", () => {
  it("leaves hidden members out of a season's winners and a summary", () => {
    expect(withoutHidden(season, new Set(["1"]))).toEqual({ ...season, winners: [two] });
    expect(withoutHidden(summary, new Set(["1"]))).toEqual({ ...summary, top: [two] });
    const { improved: _, ...others } = summary;
    expect(withoutHidden(summary, new Set(["2"]))).toEqual({ ...others, top: [one] });
  });

  it("changes nothing if none of the members named is hidden", () => {
    expect([season, summary].map((one) => withoutHidden(one, new Set(["3"])))).toEqual([season, summary]);
  });

  it("returns nothing if every member named is hidden", () => {
    expect([season, summary].map((one) => withoutHidden(one, new Set(["1", "2"])))).toEqual([undefined, undefined]);
  });

  it("returns other notifications unchanged", () => {
    const other: Notification = { kind: "pool-low", scheduleId: "daily", left: 3 };
    expect(withoutHidden(other, new Set(["1"]))).toBe(other);
  });
});

import { describe, expect, it } from "vitest";
import type { Notification } from "../../../src/features/notifications/rules.ts";
import { renderNotification } from "../../../src/features/notifications/view.ts";
import { DELETED_USER_ID } from "../../../src/features/privacy/rules.ts";
import { expectToFit } from "../../support/message-limits.ts";
import { customIdsOf, textOf } from "../../support/messages.ts";

const id = "9".repeat(19);
const scheduleId = "s".repeat(60);
const top = Array.from({ length: 5 }, () => ({ userId: id, points: 9_999_999 }));
const hardest = {
  stem: "s".repeat(600),
  correct: 9_999,
  answered: 99_999,
  guildId: id,
  channelId: id,
  messageId: id,
};

describe("notifications", () => {
  it.each<Notification>([
    { kind: "schedule-paused", scheduleId, serial: 1, channelId: id, problem: "no-access" },
    { kind: "manual-post-failed", scheduleId, channelId: id, problem: "no-access" },
    { kind: "pool-low", scheduleId, left: 0 },
    { kind: "pool-empty", scheduleId, topic: "distributed", difficulty: 3 },
    { kind: "season", season: 999, winners: top, members: 999_999 },
    { kind: "summary", top, members: 999_999, improved: { userId: id, more: 99_999 }, hardest, streak: 39 },
  ])("fit into a message: $kind", (notification) => {
    expectToFit(renderNotification(notification));
  });

  it.each([
    ["deleted", "because its channel was deleted. Pick another channel to resume it.", ["schedules.move:daily:1"]],
    ["no-access", "Give me **View Channel** there", ["schedules.move:daily:1", "schedules.resume:daily:1"]],
    ["no-permission", "Give me **Send Messages** there", ["schedules.move:daily:1", "schedules.resume:daily:1"]],
  ] as const)("offer a fix when the channel problem is %s", (problem, text, customIds) => {
    const card = renderNotification({
      kind: "schedule-paused",
      scheduleId: "daily",
      serial: 1,
      channelId: "5",
      problem,
    });
    expect(textOf(card)).toContain(text);
    expect(customIdsOf(card)).toEqual(customIds);
  });

  it.each([
    [0, "no new questions"],
    [1, "1 new question left"],
    [7, "7 new questions left"],
  ])("say how many questions are left: %i", (left, text) => {
    expect(textOf(renderNotification({ kind: "pool-low", scheduleId: "daily", left }))).toContain(text);
  });
});

describe("the weekly summary", () => {
  it("fits into a message without winners", () => {
    expectToFit(renderNotification({ kind: "summary", top: [], members: 1, streak: 0 }));
  });

  it("shows the hardest question's text unchanged, and links next to it", () => {
    const stem = "What does `__init__(self)[0]` return?";
    const link = { guildId: "1", channelId: "2", messageId: "3" };
    const shown = textOf(
      renderNotification({
        kind: "summary",
        top: [],
        members: 1,
        streak: 0,
        hardest: { stem, correct: 1, answered: 4, ...link },
      }),
    );
    expect(shown).toContain(`${stem} · 1 of 4 correct · [View](https://discord.com/channels/1/2/3)`);
  });

  it.each([
    [1, false],
    [2, true],
  ])("mentions the group streak only from 2 days on: %i", (streak, mentioned) => {
    const shown = textOf(renderNotification({ kind: "summary", top: [], members: 1, streak }));
    expect(shown.includes("Group streak")).toBe(mentioned);
  });

  it("doesn't name a member who deleted their data before it was sent", () => {
    const deleted = { userId: DELETED_USER_ID, points: 5 };
    const improved = { userId: DELETED_USER_ID, more: 5 };
    const shown = textOf(renderNotification({ kind: "summary", top: [deleted], members: 1, streak: 0, improved }));
    expect(shown).toContain("1. a former member · 5 points");
    expect(shown).not.toContain(DELETED_USER_ID);
  });
});

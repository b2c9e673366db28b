import { describe, expect, it } from "vitest";
import { type AuditChange, ROOTINE, SCHEDULE_ACTIONS } from "../../../src/features/audit-log/rules.ts";
import { auditLine, ENTRIES_PER_PAGE, renderAuditLog } from "../../../src/features/audit-log/view.ts";
import { DELETED_USER_ID } from "../../../src/features/privacy/rules.ts";
import { expectToFit } from "../../support/message-limits.ts";
import { textOf } from "../../support/messages.ts";

const id = "9".repeat(19);
const at = 1_795_000_000_000;
const stamp = `<t:${at / 1000}:R>`;
const longest: AuditChange[] = [
  ...SCHEDULE_ACTIONS.map(
    (action) => ({ kind: "schedule", action, scheduleId: "s".repeat(60), problem: "no-permission" }) as const,
  ),
  { kind: "question", action: "report-dismissed", questionId: id.repeat(3), reason: "x".repeat(4_000) },
];

describe("the audit log view", () => {
  it.each(longest)("fits into a message with the longest entries ($kind, $action)", (change) => {
    const entries = Array.from({ length: ENTRIES_PER_PAGE }, () => ({ by: id, at, change }));
    expectToFit(renderAuditLog({ entries, total: 500 }, 50));
  });

  it("says when there are no changes", () => {
    expect(textOf(renderAuditLog({ entries: [], total: 0 }, 1))).toContain("No changes yet.");
  });

  it.each([
    [1, 1, [true, true]],
    [1, 11, [true, false]],
    [2, 20, [false, true]],
    [2, 21, [false, false]],
  ])("disables Newer and Older as needed on page %i with %i entries in total", (page, total, expected) => {
    const card = JSON.stringify(renderAuditLog({ entries: [], total }, page).components);
    const isDisabled = (label: string) =>
      [...card.matchAll(/\{[^{}]*\}/g)].some(
        ([part]) => part.includes(`"${label}"`) && part.includes('"disabled":true'),
      );
    expect([isDisabled("Newer"), isDisabled("Older"), isDisabled("Settings")]).toEqual([...expected, false]);
  });

  it.each<[AuditChange, string]>([
    [{ kind: "schedule", action: "added", scheduleId: "daily" }, "added schedule `daily`"],
    [
      { kind: "schedule", action: "paused", scheduleId: "daily", problem: "deleted" },
      "paused schedule `daily` because its channel was deleted",
    ],
    [
      { kind: "setting", setting: "feedback", from: "at-once", to: "at-reveal" },
      "changed **Answer feedback** from right after answering to at the reveal",
    ],
    [{ kind: "setting", setting: "auditChannel", to: "5" }, "changed **Audit channel** from off to <#5>"],
    [{ kind: "setting", setting: "moderatorRole", from: "5" }, "changed **Moderator role** from <@&5> to off"],
    [{ kind: "season-closed", season: "S2" }, "ended season 2"],
    [{ kind: "question", action: "denied", questionId: "q", reason: "No." }, "denied question `q`: `No.`"],
    [{ kind: "questions-imported", count: 2 }, "imported 2 questions"],
    [{ kind: "key-corrected", questionId: "q", rev: 2 }, "rescored answers to `q` with the answer key of revision 2"],
  ])("describes %j", (change, text) => {
    expect(auditLine({ by: "7", at, change })).toBe(`${stamp} · <@7> ${text}`);
  });

  it("shows how often a change was made", () => {
    const change = { kind: "schedule", action: "paused", scheduleId: "daily" } as const;
    expect(auditLine({ by: "7", at, change, times: 3 })).toBe(`${stamp} · <@7> paused schedule \`daily\` (3 times)`);
  });

  it("names the bot and former members", () => {
    const change = { kind: "season-closed", season: "S1" } as const;
    expect(auditLine({ by: ROOTINE, at, change })).toBe(`${stamp} · I ended season 1`);
    expect(auditLine({ by: DELETED_USER_ID, at, change })).toBe(`${stamp} · a former member ended season 1`);
  });
});

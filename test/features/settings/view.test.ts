import { describe, expect, it } from "vitest";
import { SCHEDULE_DEEDS } from "../../../src/features/audit-log/rules.ts";
import type { Notice } from "../../../src/features/notifications/rules.ts";
import { renderNotice } from "../../../src/features/notifications/view.ts";
import { NOBODY } from "../../../src/features/privacy/person-rules.ts";
import { DEFAULT_SETTINGS, SETTING_NAMES } from "../../../src/features/settings/rules.ts";
import { LOGGED_TOGETHER, renderLog, renderSettings } from "../../../src/features/settings/view.ts";
import type { Card } from "../../../src/platform/discord/components.ts";
import { UserError } from "../../../src/text/user-errors.ts";
import { textOf } from "../../support/messages.ts";

const id = "9".repeat(19);
const at = 1_795_000_000_000;
const scheduleId = "s".repeat(60);
const winners = Array.from({ length: 5 }, () => ({ userId: id, points: 9_999_999 }));

/** Discord's limits of one message: characters of all text, and components of every depth. */
function expectToFit(card: Card) {
  expect(textOf(card).length).toBeLessThanOrEqual(4_000);
  expect(JSON.stringify(card.components).match(/"type":/g)?.length).toBeLessThanOrEqual(40);
}

describe("the panel", () => {
  const trouble = new UserError("permissions-missing", {
    channelId: id,
    permissions: ["View Channel", "Send Messages"],
  });
  const view = {
    settings: { ...DEFAULT_SETTINGS, zone: "America/Argentina/ComodRivadavia", moderatorRole: id, auditChannel: id },
    season: { season: 999, members: 1, endsAt: at },
    troubles: new Map([
      ["auditChannel", trouble],
      ["reviewChannel", trouble],
      ["summaryChannel", trouble],
    ] as const),
  };

  it.each([undefined, ...SETTING_NAMES])("fits a message at its longest, with %s picked", (picked) => {
    expectToFit(renderSettings(view, picked));
  });
});

describe("the log", () => {
  it("fits a message, whatever was changed", () => {
    const changes = SCHEDULE_DEEDS.map(
      (deed) => ({ kind: "schedule", deed, scheduleId, trouble: "no-permission" }) as const,
    );
    const longest = {
      kind: "question",
      deed: "report-dismissed",
      questionId: id.repeat(3),
      reason: "x".repeat(4_000),
    } as const;
    for (const change of [...changes, longest]) {
      const entries = Array.from({ length: LOGGED_TOGETHER }, () => ({ by: id, at, change }));
      expectToFit(renderLog({ entries, total: 500 }, 50));
    }
  });
});

describe("notices", () => {
  const hardest = {
    stem: "s".repeat(600),
    correct: 9_999,
    answered: 99_999,
    guildId: id,
    channelId: id,
    messageId: id,
  };
  it.each<Notice>([
    { kind: "schedule-paused", scheduleId, serial: 1, channelId: id, trouble: "no-access" },
    { kind: "wish-refused", scheduleId, channelId: id, trouble: "no-access" },
    { kind: "pool-low", scheduleId, left: 0 },
    { kind: "season", season: 999, winners, members: 999_999 },
    { kind: "summary", top: winners, members: 999_999, improved: { userId: id, more: 99_999 }, hardest, streak: 39 },
    { kind: "summary", top: [], members: 1, streak: 0 },
  ])("of kind $kind fit a message", (notice) => {
    expectToFit(renderNotice(notice));
  });
});

describe("the weekly summary", () => {
  it("writes the hardest question as it was asked, whatever marks it holds, and links beside it", () => {
    const stem = "What does `__init__(self)[0]` return?";
    const hardest = { stem, correct: 1, answered: 4, guildId: "1", channelId: "2", messageId: "3" };
    const shown = textOf(renderNotice({ kind: "summary", top: [], members: 1, streak: 0, hardest }));
    expect(shown).toContain(`${stem} · 1 of 4 correct · [View](https://discord.com/channels/1/2/3)`);
  });

  it("names nobody whose data was deleted while it was on its way", () => {
    const gone = { userId: NOBODY, points: 5 };
    const improved = { userId: NOBODY, more: 5 };
    const shown = textOf(renderNotice({ kind: "summary", top: [gone], members: 1, streak: 0, improved }));
    expect(shown).toContain("1. somebody who has left · 5 points");
    expect(shown).not.toContain(NOBODY);
  });
});

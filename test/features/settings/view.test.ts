import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, SETTING_NAMES } from "../../../src/features/settings/rules.ts";
import { renderCloseSeasonConfirmation, renderSettings } from "../../../src/features/settings/view.ts";
import { UserError } from "../../../src/text/user-errors.ts";
import { expectToFit } from "../../support/message-limits.ts";
import { customIdsOf, textOf } from "../../support/messages.ts";

const id = "9".repeat(19);
const error = new UserError("permissions-missing", { channelId: id, permissions: ["View Channel", "Send Messages"] });
const panel = {
  settings: { ...DEFAULT_SETTINGS, zone: "America/Argentina/ComodRivadavia", moderatorRole: id, auditChannel: id },
  season: { season: 999, members: 1, endsAt: 1_795_000_000_000 },
  channelErrors: new Map([
    ["auditChannel", error],
    ["reviewChannel", error],
    ["summaryChannel", error],
  ] as const),
};

describe("the settings panel", () => {
  it("fits into a message with no setting selected", () => expectToFit(renderSettings(panel, undefined)));

  it.each(SETTING_NAMES)("fits into a message with %s selected", (picked) => {
    expectToFit(renderSettings(panel, picked));
  });

  it("shows the defaults", () => {
    const shown = textOf(
      renderSettings({ settings: DEFAULT_SETTINGS, season: { season: 1, members: 0 }, channelErrors: new Map() }),
    );
    for (const line of [
      "**Time zone** · UTC",
      "**Week starts on** · Monday",
      "**Moderator role** · off",
      "**Audit channel** · off",
      "**Review channel** · off",
      "**Summary channel** · off",
      "**Questions** · built-in and this server's own",
      "**Answer feedback** · right after answering",
      "**Seasons** · quarterly · season 1 is running",
    ]) {
      expect(shown).toContain(line);
    }
  });

  it("shows an error below the channel that has it", () => {
    const channelErrors = new Map([["auditChannel", error]] as const);
    const shown = textOf(renderSettings({ ...panel, channelErrors }));
    expect(shown).toMatch(/\*\*Audit channel\*\* · <#9+>\n-# ⚠ .*\*\*Send Messages\*\*.*\n\*\*Review channel\*\*/);
  });

  it("offers to turn off only channels and the moderator role", () => {
    const turnOff = SETTING_NAMES.filter((name) =>
      customIdsOf(renderSettings(panel, name)).includes(`settings.turn-off:${name}`),
    );
    expect(turnOff).toEqual(["moderatorRole", "auditChannel", "reviewChannel", "summaryChannel"]);
  });

  it("asks for confirmation before closing a season", () => {
    const shown = renderCloseSeasonConfirmation(3, 1);
    expect(textOf(shown)).toContain("End season 3 now? 1 member took part.");
    expect(customIdsOf(shown)).toEqual(["boards.close-season:3:confirm", "boards.close-season:3:cancel"]);
  });
});

import { PermissionsBitField } from "discord.js";
import { describe, expect, it } from "vitest";
import { moderatorsOnly } from "../../../src/features/settings/moderator.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";

const ROLE = "410000000000000201";

/** Who acts, as an interaction tells it where the guild is not in the cache. */
function acting(permissions: bigint, roles: string[] = [], guildId: string | null = "410000000000000000") {
  const member = { roles } as unknown as Parameters<typeof moderatorsOnly>[0]["member"];
  return { guildId, member, memberPermissions: new PermissionsBitField(permissions) };
}
const settingsWith = (moderatorRole?: string) => ({
  settings: { of: async () => ({ ...DEFAULT_SETTINGS, moderatorRole }) },
});
const { ManageGuild, SendMessages } = PermissionsBitField.Flags;

describe("what is for moderators", () => {
  it("is done by who may manage the server, and by who holds the role of the settings", async () => {
    await moderatorsOnly(acting(ManageGuild), settingsWith());
    await moderatorsOnly(acting(SendMessages, ["1", ROLE]), settingsWith(ROLE));
  });

  it.each([
    ["a member", acting(SendMessages, ["1"]), settingsWith(ROLE)],
    ["a member where no role is chosen", acting(SendMessages, [ROLE]), settingsWith()],
    ["somebody in a direct message", acting(SendMessages, [ROLE], null), settingsWith(ROLE)],
  ])("is refused to %s", async (_, who, settings) => {
    await expect(moderatorsOnly(who, settings)).rejects.toThrow("moderators-only");
  });
});

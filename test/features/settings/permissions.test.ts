import { PermissionsBitField } from "discord.js";
import { describe, expect, it } from "vitest";
import { isModerator, requireModerator } from "../../../src/features/settings/permissions.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";

const ROLE = "410000000000000201";
const { ManageGuild, SendMessages } = PermissionsBitField.Flags;

/** An interaction's member as raw data, as it arrives when the guild isn't cached. */
function actorWith(permissions: bigint, roles: string[] = [], guildId: string | null = "410000000000000000") {
  const member = { roles } as unknown as Parameters<typeof isModerator>[0]["member"];
  return { guildId, member, memberPermissions: new PermissionsBitField(permissions) };
}
const settingsWith = (moderatorRole?: string) => ({ load: async () => ({ ...DEFAULT_SETTINGS, moderatorRole }) });

describe("isModerator", () => {
  it("accepts Manage Server without loading the settings", async () => {
    expect(await isModerator(actorWith(ManageGuild), { load: () => expect.fail() })).toBe(true);
  });

  it("accepts the moderator role", async () => {
    expect(await isModerator(actorWith(SendMessages, ["1", ROLE]), settingsWith(ROLE))).toBe(true);
  });

  it("finds the roles of a cached member", async () => {
    const member = { roles: { cache: new Map([[ROLE, {}]]) } } as unknown as Parameters<
      typeof isModerator
    >[0]["member"];
    expect(await isModerator({ ...actorWith(SendMessages), member }, settingsWith(ROLE))).toBe(true);
  });

  it.each([
    ["a member without the role", actorWith(SendMessages, ["1"]), settingsWith(ROLE)],
    ["a member when no role is set", actorWith(SendMessages, [ROLE]), settingsWith()],
    ["a user in a direct message", actorWith(ManageGuild, [ROLE], null), settingsWith(ROLE)],
    ["a user without member data", { ...actorWith(SendMessages), member: null }, settingsWith(ROLE)],
  ])("rejects %s", async (_, actor, settings) => {
    expect(await isModerator(actor, settings)).toBe(false);
  });
});

describe("requireModerator", () => {
  it("throws a UserError only for members who aren't moderators", async () => {
    await expect(requireModerator(actorWith(SendMessages), { settings: settingsWith(ROLE) })).rejects.toMatchObject({
      code: "moderators-only",
    });
    await requireModerator(actorWith(ManageGuild), { settings: settingsWith() });
  });
});

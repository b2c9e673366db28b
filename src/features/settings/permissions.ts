import { type Interaction, PermissionFlagsBits } from "discord.js";
import type { Delegate } from "../../platform/discord/channel-check.ts";
import { UserError } from "../../text/user-errors.ts";
import type { SettingsStore } from "./store.ts";

type Actor = Pick<Interaction, "guildId" | "memberPermissions" | "member">;

/** Whether the member has Manage Server or the moderator role. Loads the settings only if necessary. */
export async function isModerator(actor: Actor, settings: Pick<SettingsStore, "load">): Promise<boolean> {
  if (!actor.guildId) return false;
  if (actor.memberPermissions?.has(PermissionFlagsBits.ManageGuild)) return true;
  const { moderatorRole } = await settings.load(actor.guildId);
  return moderatorRole !== undefined && rolesOf(actor).includes(moderatorRole);
}

/** Returns the member if they are a moderator only by role, without Manage Server. */
export function delegateOf(actor: Actor & { user: { id: string } }): Delegate | undefined {
  if (actor.memberPermissions?.has(PermissionFlagsBits.ManageGuild)) return undefined;
  return { userId: actor.user.id, roleIds: rolesOf(actor) };
}

/** Throws a UserError unless the member is a moderator. */
export async function requireModerator(
  actor: Actor,
  { settings }: { settings: Pick<SettingsStore, "load"> },
): Promise<void> {
  if (!(await isModerator(actor, settings))) throw new UserError("moderators-only", {});
}

function rolesOf({ member }: Actor): readonly string[] {
  if (!member) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}

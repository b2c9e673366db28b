import { type Interaction, PermissionFlagsBits } from "discord.js";
import { UserError } from "../../text/user-errors.ts";
import type { SettingsStore } from "./ports.ts";
import type { Settings } from "./rules.ts";

type Acting = Pick<Interaction, "guildId" | "memberPermissions" | "member">;

/** Who may manage the server moderates, and who holds the role chosen in the settings. */
export function mayModerate(acting: Acting, { moderatorRole }: Pick<Settings, "moderatorRole">): boolean {
  return managesServer(acting) || (moderatorRole !== undefined && rolesOf(acting).includes(moderatorRole));
}

/** The same for one whose settings have not been read; they are, only where they matter. */
export async function moderates(acting: Acting, settings: Pick<SettingsStore, "of">): Promise<boolean> {
  if (!acting.guildId) return false;
  return managesServer(acting) || mayModerate(acting, await settings.of(acting.guildId));
}

/** Throws a UserError for everybody but moderators; first in every handler that is for them. */
export async function moderatorsOnly(acting: Acting, { settings }: { settings: Pick<SettingsStore, "of"> }) {
  if (!(await moderates(acting, settings))) throw new UserError("moderators-only", {});
}

function managesServer({ memberPermissions }: Acting): boolean {
  return memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
}

function rolesOf({ member }: Acting): readonly string[] {
  if (!member) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}

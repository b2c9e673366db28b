import { type BaseInteraction, PermissionFlagsBits } from "discord.js";
import { UserError } from "../../text/user-errors.ts";

type Origin = Pick<BaseInteraction, "guildId" | "guild" | "authorizingIntegrationOwners" | "applicationId">;

/** What the README's invite link asks for. */
const INVITE_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.CreatePublicThreads;

/** The guild an interaction counts for: one that installed the app and has the bot, not one where only the learner installed it. */
export function installedGuildOf({
  guildId,
  guild,
  authorizingIntegrationOwners: owners,
}: Omit<Origin, "applicationId">): string | undefined {
  return guildId !== null && guild !== null && owners.guildId === guildId ? guildId : undefined;
}

/** Refuses a guild without the bot: it could store data there that nothing would ever delete. */
export function requireInstalled(interaction: Origin): void {
  if (!interaction.guildId) throw new UserError("server-only", {});
  if (installedGuildOf(interaction) !== undefined) return;
  const query = new URLSearchParams({
    client_id: interaction.applicationId,
    scope: "bot applications.commands",
    permissions: String(INVITE_PERMISSIONS),
  });
  throw new UserError("bot-not-in-server", { inviteUrl: `https://discord.com/oauth2/authorize?${query}` });
}

/** Names what an interaction starts: the same if the interaction arrives twice. */
export function operationId({ id }: { id: string }): string {
  return BigInt(id).toString(36);
}

/** Who acted in which guild. */
export function memberOf({ guildId, user }: { guildId: string; user: { id: string } }) {
  return { guildId, userId: user.id };
}

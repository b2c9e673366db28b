import type { BaseInteraction } from "discord.js";

/** The guild an interaction counts for: one that installed the app, not one where only the learner did. */
export function installedGuildOf({
  guildId,
  authorizingIntegrationOwners: owners,
}: Pick<BaseInteraction, "guildId" | "authorizingIntegrationOwners">): string | undefined {
  return guildId !== null && owners.guildId === guildId ? guildId : undefined;
}

/** Names what an interaction starts: the same if the interaction arrives twice. */
export function operationId({ id }: { id: string }): string {
  return BigInt(id).toString(36);
}

/** Who acted in which guild. */
export function memberOf({ guildId, user }: { guildId: string; user: { id: string } }) {
  return { guildId, userId: user.id };
}

import { randomUUID } from "node:crypto";
import { type BaseInteraction, PermissionFlagsBits } from "discord.js";
import { UserError } from "../../text/user-errors.ts";
import type { Redis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";

type Origin = Pick<BaseInteraction, "guildId" | "guild" | "authorizingIntegrationOwners" | "applicationId">;

/** The permissions in the README's invite link. */
const INVITE_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.CreatePublicThreads;

/** Returns an interaction's guild. Undefined if only the learner, but not the guild, has installed the app. */
export function installedGuildOf({
  guildId,
  guild,
  authorizingIntegrationOwners: owners,
}: Omit<Origin, "applicationId">): string | undefined {
  return guildId !== null && guild !== null && owners.guildId === guildId ? guildId : undefined;
}

/**
 * Returns an interaction's guild. Throws a UserError if the bot isn't in it, because its data would never be deleted.
 */
export function requireInstalled(interaction: Origin): string {
  if (!interaction.guildId) throw new UserError("server-only", {});
  const guildId = installedGuildOf(interaction);
  if (guildId !== undefined) return guildId;
  const query = new URLSearchParams({
    client_id: interaction.applicationId,
    scope: "bot applications.commands",
    permissions: String(INVITE_PERMISSIONS),
  });
  throw new UserError("bot-not-in-server", { inviteUrl: `https://discord.com/oauth2/authorize?${query}` });
}

/** An idempotency key for what an interaction starts. It's the same if the interaction arrives twice. */
export function operationId({ id }: { id: string }): string {
  return BigInt(id).toString(36);
}

/** The member who caused an interaction. */
export function memberOf({ guildId, user }: { guildId: string; user: { id: string } }) {
  return { guildId, userId: user.id };
}

/** How long an interaction's token is valid. */
const CLAIM_SECONDS = 15 * 60;

export type InteractionClaims = ReturnType<typeof createInteractionClaims>;

/** Ensures that only one process runs an interaction that several received. */
export function createInteractionClaims(redis: Redis) {
  return {
    /** Returns true only for the first call with this id. */
    async claim(interactionId: string): Promise<boolean> {
      const key = keys.interactionClaim(interactionId);
      const claimant = randomUUID();
      if ((await redis.set(key, claimant, "EX", CLAIM_SECONDS, "NX")) === "OK") return true;
      // ioredis may have sent the command twice if the connection broke after Redis ran it.
      return (await redis.get(key)) === claimant;
    },
  };
}

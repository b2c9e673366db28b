import { ChannelType, OverwriteType, type PermissionFlagsBits, PermissionsBitField, Routes } from "discord.js";
import { z } from "zod";
import { UserError } from "../../text/user-errors.ts";
import { SECOND } from "../time.ts";
import { ChannelError, MessageRejectedError, mapDiscordErrors, RetryLaterError } from "./discord-errors.ts";
import { createUsageMap, LIMITS } from "./rate-limiter.ts";
import type { RestClient } from "./rest.ts";

const bits = z.string().transform(BigInt);
const channelSchema = z.object({
  type: z.enum(ChannelType),
  guild_id: z.string().optional(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), type: z.enum(OverwriteType), allow: bits, deny: bits }))
    .default([]),
});
const roleSchema = z.object({ id: z.string(), permissions: bits, mentionable: z.boolean().default(false) });
const memberSchema = z.object({ roles: z.array(z.string()) });

type Bot = { rest: RestClient; botId(): string };
type Channel = z.infer<typeof channelSchema>;
type Role = z.infer<typeof roleSchema>;
type Member = { userId: string; roleIds: readonly string[] };
type Permission = keyof typeof PermissionFlagsBits;

/** A moderator who has Rootine's moderator role, but not Discord's Manage Server permission. */
export type Delegate = Member;

/** `delegate` chose the channel or role. The bot must not do more there than the delegate could. */
type Target = { channelId: string; thread: boolean; roleId?: string | undefined; delegate?: Delegate | undefined };

/** Names of permissions in Discord's settings. */
const NAMES = {
  ViewChannel: "View Channel",
  SendMessages: "Send Messages",
  ReadMessageHistory: "Read Message History",
  CreatePublicThreads: "Create Public Threads",
} as const satisfies Partial<Record<Permission, string>>;

/**
 * Checks that the bot can post in a channel and mention a role, before a schedule or setting is saved. Throws
 * UserErrors.
 */
export function createChannelCheck(discord: Bot) {
  const usage = createUsageMap();
  return async (guildId: string, { channelId, thread, roleId, delegate }: Target): Promise<void> => {
    const wait = usage.take(guildId, LIMITS.channelCheck, performance.now());
    if (wait > 0) throw new UserError("too-fast", { seconds: Math.ceil(wait / SECOND) });
    const { guildId: actualGuildId, type, roles, permissionsOf } = await accessOrUserError(discord, channelId);
    if (actualGuildId !== guildId) throw new UserError("channel-deleted", { channelId });
    if (type !== ChannelType.GuildText && type !== ChannelType.GuildAnnouncement) {
      throw new UserError("channel-unsuitable", {});
    }

    const own = permissionsOf();
    const missing = missingToPost(own, thread);
    if (missing.length > 0) throw new UserError("permissions-missing", { channelId, permissions: missing });
    const delegated = delegate && permissionsOf(delegate);
    if (delegated && !delegated.has(["ViewChannel", "SendMessages"])) {
      throw new UserError("channel-beyond-member", { channelId });
    }
    if (!roleId || roles.find(({ id }) => id === roleId)?.mentionable) return;
    if (!own.has("MentionEveryone")) throw new UserError("role-unmentionable", { roleId });
    if (delegated && !delegated.has("MentionEveryone")) throw new UserError("role-beyond-member", { roleId });
  };
}

export type ChannelCheck = ReturnType<typeof createChannelCheck>;

/** Returns the permissions that the bot lacks to post in a channel, with the names in Discord's settings. */
export async function missingPermissions(bot: Bot, channelId: string, thread: boolean): Promise<string[]> {
  try {
    return missingToPost(await permissionsIn(bot, channelId), thread);
  } catch (error) {
    if (error instanceof ChannelError) return [NAMES.ViewChannel];
    throw error;
  }
}

function missingToPost(granted: PermissionsBitField, thread: boolean): string[] {
  const required = ["ViewChannel", "SendMessages", "ReadMessageHistory"] as const;
  return [...required, ...(thread ? (["CreatePublicThreads"] as const) : [])]
    .filter((permission) => !granted.has(permission))
    .map((permission) => NAMES[permission]);
}

async function accessOrUserError(discord: Bot, channelId: string) {
  try {
    return await readAccess(discord, channelId);
  } catch (error) {
    if (error instanceof RetryLaterError) throw new UserError("discord-unavailable", {});
    if (error instanceof ChannelError && error.problem === "deleted")
      throw new UserError("channel-deleted", { channelId });
    if (error instanceof ChannelError || error instanceof MessageRejectedError)
      throw new UserError("permissions-missing", { channelId, permissions: [NAMES.ViewChannel] });
    throw error;
  }
}

/** Returns the bot's permissions in a channel. Uses REST, because workers have no gateway connection. */
export async function permissionsIn(bot: Bot, channelId: string): Promise<PermissionsBitField> {
  return (await readAccess(bot, channelId)).permissionsOf();
}

async function readAccess({ rest, botId }: Bot, channelId: string) {
  const get = (route: `/${string}`) => mapDiscordErrors(rest.get(route));
  const channel = channelSchema.parse(await get(Routes.channel(channelId)));
  const { guild_id: guildId, type } = channel;
  if (!guildId) return { type, roles: [], permissionsOf: () => new PermissionsBitField() };

  const [roles, member] = await Promise.all([
    get(Routes.guildRoles(guildId)).then((reply) => z.array(roleSchema).parse(reply)),
    get(Routes.guildMember(guildId, botId())).then((reply) => memberSchema.parse(reply)),
  ]);
  const bot = { userId: botId(), roleIds: member.roles };
  return {
    guildId,
    type,
    roles,
    /** The permissions of a member, by default those of the bot. */
    permissionsOf: (of: Member = bot) => computePermissions(of, { guildId, roles, channel }),
  };
}

function computePermissions(
  { userId, roleIds }: Member,
  { guildId, roles, channel }: { guildId: string; roles: readonly Role[]; channel: Channel },
): PermissionsBitField {
  const base = new PermissionsBitField(
    roles.filter(({ id }) => id === guildId || roleIds.includes(id)).map(({ permissions }) => permissions),
  );
  if (base.has("Administrator")) return new PermissionsBitField(PermissionsBitField.All);

  // Discord's order: @everyone, then all of the member's roles together, then the member.
  const overwrites = channel.permission_overwrites;
  const steps = [
    overwrites.filter(({ id }) => id === guildId),
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id !== guildId && roleIds.includes(id)),
    overwrites.filter(({ id }) => id === userId),
  ];
  for (const step of steps) {
    base.remove(step.map(({ deny }) => deny));
    base.add(step.map(({ allow }) => allow));
  }
  return base;
}

import { ChannelType, type PermissionFlagsBits } from "discord.js";
import { UserError } from "../../text/user-errors.ts";
import { undefinedIfRefused } from "./discord-errors.ts";
import { readAccess } from "./permissions.ts";
import type { RestClient } from "./rest.ts";

type Target = { channelId: string; thread: boolean; roleId?: string };
type Permission = keyof typeof PermissionFlagsBits;

/** Permissions as Discord's settings name them. */
const NAMES = {
  ViewChannel: "View Channel",
  SendMessages: "Send Messages",
  ReadMessageHistory: "Read Message History",
  CreatePublicThreads: "Create Public Threads",
} as const satisfies Partial<Record<Permission, string>>;

/** Checks, before a schedule is saved, that the bot can post in its channel. */
export function createChannelCheck(discord: { rest: RestClient; botId(): string }) {
  return async (guildId: string, { channelId, thread, roleId }: Target): Promise<void> => {
    const access = await undefinedIfRefused(readAccess(discord, channelId));
    if (access?.guildId !== guildId) {
      throw new UserError("permissions-missing", { channelId, permissions: [NAMES.ViewChannel] });
    }
    const { type, permissions, roles } = access;
    if (type !== ChannelType.GuildText && type !== ChannelType.GuildAnnouncement) {
      throw new UserError("channel-unsuitable", {});
    }

    const required = ["ViewChannel", "SendMessages", "ReadMessageHistory"] as const;
    const missing = [...required, ...(thread ? (["CreatePublicThreads"] as const) : [])].filter(
      (permission) => !permissions.has(permission),
    );
    if (missing.length > 0) {
      throw new UserError("permissions-missing", { channelId, permissions: missing.map((name) => NAMES[name]) });
    }
    if (!roleId || permissions.has("MentionEveryone")) return;
    if (!roles.find(({ id }) => id === roleId)?.mentionable) throw new UserError("role-unmentionable", { roleId });
  };
}

export type ChannelCheck = ReturnType<typeof createChannelCheck>;

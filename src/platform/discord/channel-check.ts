import {
  ChannelType,
  type Client,
  DiscordAPIError,
  type Guild,
  type GuildBasedChannel,
  type PermissionFlagsBits,
} from "discord.js";
import type { Schedule } from "../../features/schedules/rules.ts";
import type { ChannelCheck } from "../../features/schedules/service.ts";
import { UserError } from "../../text/user-errors.ts";

type Permission = keyof typeof PermissionFlagsBits;

/** Permissions as Discord's own settings call them. */
const NAMES = {
  ViewChannel: "View Channel",
  SendMessages: "Send Messages",
  ReadMessageHistory: "Read Message History",
  CreatePublicThreads: "Create Public Threads",
} as const satisfies Partial<Record<Permission, string>>;

/** Looks, before a schedule is accepted, whether the bot could post it. */
export function createChannelCheck(client: Client): ChannelCheck {
  return async (guildId, { channelId, thread, roleId }) => {
    const guild = await client.guilds.fetch(guildId);
    const channel = await visibleChannel(guild, channelId);
    if (!channel) throw new UserError("permissions-missing", { channelId, permissions: [NAMES.ViewChannel] });
    if (channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement) {
      throw new UserError("channel-unsuitable", {});
    }

    const granted = channel.permissionsFor(await guild.members.fetchMe());
    const wanted = ["ViewChannel", "SendMessages", "ReadMessageHistory"] as const;
    const missing = [...wanted, ...(thread ? (["CreatePublicThreads"] as const) : [])].filter(
      (permission) => !granted.has(permission),
    );
    if (missing.length > 0) {
      throw new UserError("permissions-missing", { channelId, permissions: missing.map((name) => NAMES[name]) });
    }
    if (roleId) await checkRole(guild, channel, roleId);
  };
}

async function checkRole(
  guild: Guild,
  channel: GuildBasedChannel,
  roleId: NonNullable<Schedule["roleId"]>,
): Promise<void> {
  const role = await guild.roles.fetch(roleId);
  const mayMention = channel.permissionsFor(await guild.members.fetchMe()).has("MentionEveryone");
  if (!role?.mentionable && !mayMention) throw new UserError("role-unmentionable", { roleId });
}

async function visibleChannel(guild: Guild, channelId: string): Promise<GuildBasedChannel | undefined> {
  try {
    // No channel is kept from the gateway, and one that a command named is known by half.
    return (await guild.channels.fetch(channelId, { force: true })) ?? undefined;
  } catch (error) {
    // Missing or hidden: for the bot there is no difference.
    if (error instanceof DiscordAPIError && error.status >= 400 && error.status < 500) return undefined;
    throw error;
  }
}

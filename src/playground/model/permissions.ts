import { PermissionFlagsBits as Bits, ChannelType, OverwriteType } from "discord-api-types/v10";
import { isBotIn, threadMembers } from "./queries.ts";
import type { Channel, Guild, Member, ModelView } from "./types.ts";

const ALL_PERMISSIONS = Object.values(Bits).reduce((all, bit) => all | bit, 0n);

/** What @everyone may do in a new Discord guild. */
export const EVERYONE_PERMISSIONS =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.SendMessagesInThreads |
  Bits.CreatePublicThreads |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.AddReactions |
  Bits.ReadMessageHistory |
  Bits.UseApplicationCommands |
  Bits.UseExternalApps;

/** What a member may still do while timed out. */
const WHILE_TIMED_OUT = Bits.ViewChannel | Bits.ReadMessageHistory;
/** Permissions that have no effect without Send Messages. */
const NEED_SENDING = Bits.MentionEveryone | Bits.SendTTSMessages | Bits.AttachFiles | Bits.EmbedLinks;

/** A member's guild-wide permissions. */
export function guildPermissions(guild: Guild, member: Member): bigint {
  if (guild.ownerId === member.user.id) return ALL_PERMISSIONS;
  let held = guild.roles.get(guild.id)?.permissions ?? 0n;
  for (const id of member.roles) held |= guild.roles.get(id)?.permissions ?? 0n;
  return (held & Bits.Administrator) === 0n ? held : ALL_PERMISSIONS;
}

/**
 * A user's permissions in a channel. A thread has its parent's overwrites. Outside guilds, participants have all
 * permissions.
 */
export function channelPermissions(view: ModelView, channel: Channel, userId: string): bigint {
  if (channel.guildId === undefined) {
    return channel.botId === userId || channel.recipients?.some(({ id }) => id === userId) ? ALL_PERMISSIONS : 0n;
  }
  const guild = view.guilds.get(channel.guildId);
  const member = guild?.members.get(userId);
  if (guild === undefined || member === undefined) return 0n;

  const held = guildPermissions(guild, member);
  if (held === ALL_PERMISSIONS) return held;
  const parent = channel.thread === undefined ? undefined : view.channels.get(channel.parentId ?? "");
  const source = parent ?? channel;
  const permissions = restrict(view, applyOverwrites(held, source, guild, member), member);
  const isHidden = channel.type === ChannelType.PrivateThread && !threadMembers(channel).has(userId);
  // A private thread is visible only to its members and to those with Manage Threads.
  return isHidden && !has(permissions, Bits.ManageThreads) ? 0n : permissions;
}

/**
 * The bot's permissions in a channel. If only users installed it there, it has the ones Discord documents for user
 * installs.
 */
export function botPermissions(view: ModelView, channel: Channel): bigint {
  if (isBotIn(view, channel)) return channelPermissions(view, channel, view.bot.id);
  return Bits.AttachFiles | Bits.EmbedLinks | Bits.MentionEveryone;
}

/** Discord's order: @everyone, then all roles together (deny before allow), then the member. */
function applyOverwrites(held: bigint, channel: Channel, guild: Guild, member: Member): bigint {
  let allow = 0n;
  let deny = 0n;
  let permissions = held;
  const everyone = channel.overwrites.get(guild.id);
  if (everyone !== undefined) permissions = (permissions & ~everyone.deny) | everyone.allow;
  for (const id of member.roles) {
    const overwrite = channel.overwrites.get(id);
    if (overwrite?.type !== OverwriteType.Role) continue;
    allow |= overwrite.allow;
    deny |= overwrite.deny;
  }
  permissions = (permissions & ~deny) | allow;
  const own = channel.overwrites.get(member.user.id);
  return own === undefined ? permissions : (permissions & ~own.deny) | own.allow;
}

function restrict(view: ModelView, permissions: bigint, member: Member): bigint {
  if ((permissions & Bits.ViewChannel) === 0n) return 0n;
  if (isTimedOut(view, member)) return permissions & WHILE_TIMED_OUT;
  return (permissions & Bits.SendMessages) === 0n ? permissions & ~NEED_SENDING : permissions;
}

export function isTimedOut({ clock }: Pick<ModelView, "clock">, { timedOutUntil }: Member): boolean {
  return timedOutUntil !== null && Date.parse(timedOutUntil) > clock.now();
}

/** The position of a member's highest role. The member may manage the roles and members below it. */
export function rankOf(guild: Guild, member: Member): number {
  if (guild.ownerId === member.user.id) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...member.roles.map((id) => guild.roles.get(id)?.position ?? 0));
}

export function has(permissions: bigint, needed: bigint): boolean {
  return (permissions & needed) === needed;
}

/** The permission to send messages in the channel. Threads have their own. */
export function sendPermission(channel: Channel): bigint {
  return channel.thread === undefined ? Bits.SendMessages : Bits.SendMessagesInThreads;
}

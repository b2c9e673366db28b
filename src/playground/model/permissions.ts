import { PermissionFlagsBits as Bits, OverwriteType } from "discord-api-types/v10";
import type { Channel, Guild, Member, World } from "./world.ts";

export const ALL_PERMISSIONS = Object.values(Bits).reduce((all, bit) => all | bit, 0n);

/** What a member may still do while timed out. */
const WHILE_SILENCED = Bits.ViewChannel | Bits.ReadMessageHistory;
/** Whoever may not write cannot do these either, whatever the roles say. */
const NEEDS_SENDING = Bits.MentionEveryone | Bits.SendTTSMessages | Bits.AttachFiles | Bits.EmbedLinks;

/** What a member may do in the guild as a whole. */
export function guildPermissions(guild: Guild, member: Member): bigint {
  if (guild.ownerId === member.user.id) return ALL_PERMISSIONS;
  let held = guild.roles.get(guild.id)?.permissions ?? 0n;
  for (const id of member.roles) held |= guild.roles.get(id)?.permissions ?? 0n;
  return (held & Bits.Administrator) === 0n ? held : ALL_PERMISSIONS;
}

/** What a user may do in a channel: in a thread the parent's overwrites count, in a DM everything that exists there. */
export function channelPermissions(world: World, channel: Channel, userId: string): bigint {
  if (channel.guildId === undefined) {
    const people = channel.party ?? [world.bot, channel.recipient];
    return people.some((user) => user?.id === userId) ? ALL_PERMISSIONS : 0n;
  }
  const guild = world.guilds.get(channel.guildId);
  const member = guild?.members.get(userId);
  if (guild === undefined || member === undefined) return 0n;

  const held = guildPermissions(guild, member);
  if (held === ALL_PERMISSIONS) return held;
  const source = channel.parentId === undefined ? channel : (world.channels.get(channel.parentId) ?? channel);
  return restrict(applyOverwrites(held, source, guild, member), member);
}

/** Discord's order: everyone, then all roles together (deny before allow), then the member alone. */
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

function restrict(permissions: bigint, member: Member): bigint {
  if ((permissions & Bits.ViewChannel) === 0n) return 0n;
  if (isSilenced(member)) return permissions & WHILE_SILENCED;
  return (permissions & Bits.SendMessages) === 0n ? permissions & ~NEEDS_SENDING : permissions;
}

/** Time-outs here never end: their date moves on with the playground's time. */
export function isSilenced(member: Member): boolean {
  return member.silencedUntil !== null;
}

export function has(permissions: bigint, needed: bigint): boolean {
  return (permissions & needed) === needed;
}

/** The permission that writing needs: threads have their own. */
export function sendingIn(channel: Channel): bigint {
  return channel.thread === undefined ? Bits.SendMessages : Bits.SendMessagesInThreads;
}

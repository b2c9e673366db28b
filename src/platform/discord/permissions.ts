import { ChannelType, OverwriteType, PermissionsBitField, Routes } from "discord.js";
import { z } from "zod";
import { mapDiscordErrors } from "./discord-errors.ts";
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

/** A guild's channel, the guild's roles, and what the bot may do there. Read over REST: a worker has no gateway. */
export async function readAccess({ rest, botId }: Bot, channelId: string) {
  const get = (route: `/${string}`) => mapDiscordErrors(rest.get(route));
  const channel = channelSchema.parse(await get(Routes.channel(channelId)));
  const { guild_id: guildId, type } = channel;
  if (!guildId) return { type, roles: [], permissions: new PermissionsBitField() };

  const [roles, member] = await Promise.all([
    get(Routes.guildRoles(guildId)).then((reply) => z.array(roleSchema).parse(reply)),
    get(Routes.guildMember(guildId, botId())).then((reply) => memberSchema.parse(reply)),
  ]);
  return { guildId, type, roles, permissions: permissionsOf(botId(), member.roles, { guildId, roles, channel }) };
}

export async function permissionsIn(bot: Bot, channelId: string): Promise<PermissionsBitField> {
  return (await readAccess(bot, channelId)).permissions;
}

function permissionsOf(
  userId: string,
  roleIds: readonly string[],
  { guildId, roles, channel }: { guildId: string; roles: readonly Role[]; channel: Channel },
): PermissionsBitField {
  const base = new PermissionsBitField(
    roles.filter(({ id }) => id === guildId || roleIds.includes(id)).map(({ permissions }) => permissions),
  );
  if (base.has("Administrator")) return new PermissionsBitField(PermissionsBitField.All);

  // Discord's order: everyone, then all of the member's roles as one, then the member.
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

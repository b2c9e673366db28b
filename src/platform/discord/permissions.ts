import { OverwriteType, PermissionsBitField, Routes } from "discord.js";
import { z } from "zod";
import { asked } from "./discord-errors.ts";
import type { Requests } from "./pace.ts";

const bits = z.string().transform(BigInt);
const channel = z.object({
  guild_id: z.string().optional(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), type: z.enum(OverwriteType), allow: bits, deny: bits }))
    .default([]),
});
const role = z.object({ id: z.string(), permissions: bits });
const member = z.object({ roles: z.array(z.string()) });

/** What the bot may do in a guild's channel, asked over REST: a process without a gateway knows no other way. */
export async function permissionsIn(
  { rest, botId }: { rest: Requests; botId(): string },
  channelId: string,
): Promise<PermissionsBitField> {
  const get = (route: `/${string}`) => asked(rest.get(route));
  const { guild_id: guildId, permission_overwrites: overwrites } = channel.parse(await get(Routes.channel(channelId)));
  if (!guildId) return new PermissionsBitField();

  const [roles, { roles: own }] = await Promise.all([
    get(Routes.guildRoles(guildId)).then((reply) => z.array(role).parse(reply)),
    get(Routes.guildMember(guildId, botId())).then((reply) => member.parse(reply)),
  ]);
  const base = new PermissionsBitField(
    roles.filter(({ id }) => id === guildId || own.includes(id)).map(({ permissions }) => permissions),
  );
  if (base.has("Administrator")) return new PermissionsBitField(PermissionsBitField.All);

  // Discord's order: everyone, then all of the member's roles as one, then the member.
  const steps = [
    overwrites.filter(({ id }) => id === guildId),
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id !== guildId && own.includes(id)),
    overwrites.filter(({ id }) => id === botId()),
  ];
  for (const step of steps) {
    base.remove(step.map(({ deny }) => deny));
    base.add(step.map(({ allow }) => allow));
  }
  return base;
}

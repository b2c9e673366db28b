import { type APIUser, PermissionFlagsBits as Bits, Locale } from "discord-api-types/v10";
import { BOT_PERMISSIONS, EVERYONE_PERMISSIONS, PEOPLE } from "../demo/seed.ts";
import { guildChannel } from "../model/channels.ts";
import { role } from "../model/guilds.ts";
import { apiUser } from "../model/json.ts";
import type { Model } from "../model/model.ts";
import type { Guild, GuildChannelType, Member, ModelView, Role } from "../model/types.ts";

export type AddGuildOptions = {
  name?: string;
  /** How many text channels, or their names, or channels of other types. Default 1. */
  channels?: number | readonly (string | { name: string; type: GuildChannelType })[];
  /** How many new members, or their names. The first one may manage the guild. Default 0. */
  members?: number | readonly string[];
  /** Whether the moderator and the members of the home guild are in this one too. Default true. */
  people?: boolean;
  /** How many extra roles. Default 0. */
  roles?: number;
  /** Whether the bot is a member. Default true. */
  bot?: boolean;
  /** Default: en-US. */
  locale?: Locale;
  /** The permissions of the bot's role. Default: those that its README asks for. */
  botPermissions?: bigint;
};

export type AddedGuild = {
  id: string;
  name: string;
  channels: { id: string; name: string }[];
  members: { id: string; name: string }[];
  botRoleId: string;
};

export function planGuild(
  { view, newId }: Pick<Model, "view" | "newId">,
  options: AddGuildOptions,
): { guild: Guild; added: AddedGuild } {
  const [id, botRoleId, moderatorRoleId] = [newId(), newId(), newId()];
  const { name = `Guild ${view.guilds.size}` } = options;
  const channels = namesOf(options.channels ?? 1, "channel").map((channel, position) =>
    typeof channel === "string"
      ? guildChannel(id, newId(), channel, { position })
      : guildChannel(id, newId(), channel.name, { type: channel.type, position }),
  );
  const newMembers = namesOf(options.members ?? 0, "Member").map((memberName) => ({ id: newId(), name: memberName }));
  const extraRoles = namesOf(options.roles ?? 0, "Role").map((roleName, index) =>
    role(newId(), roleName, { position: 3 + index }),
  );
  const joinedAt = new Date(view.clock.now()).toISOString();
  const members = rolesByUser(view, options, newMembers, botRoleId, moderatorRoleId).map(
    ([user, roles]): [string, Member] => [user.id, { user, roles, joinedAt, timedOutUntil: null }],
  );
  const guild = {
    id,
    name,
    ownerId: view.owner.id,
    locale: options.locale ?? Locale.EnglishUS,
    joinedAt,
    roles: byId([...standardRoles(id, botRoleId, moderatorRoleId, view.bot, options.botPermissions), ...extraRoles]),
    channels: byId(channels),
    threads: new Map(),
    members: new Map(members),
    bans: new Map(),
  };
  return { guild, added: { id, name, channels: channels.map(idAndName), members: newMembers, botRoleId } };
}

function rolesByUser(
  view: ModelView,
  { people = true, bot = true }: AddGuildOptions,
  newMembers: readonly { id: string; name: string }[],
  botRoleId: string,
  moderatorRoleId: string,
): [user: APIUser, roles: string[]][] {
  const known = people ? [PEOPLE.moderator, ...PEOPLE.members] : [];
  return [
    [view.owner, []],
    ...(bot ? [[view.bot, [botRoleId]] satisfies [APIUser, string[]]] : []),
    ...known.map((person): [APIUser, string[]] => [
      view.users.get(person.id) ?? apiUser(person),
      person.id === PEOPLE.moderator.id ? [moderatorRoleId] : [],
    ]),
    ...newMembers.map((person, index): [APIUser, string[]] => [apiUser(person), index === 0 ? [moderatorRoleId] : []]),
  ];
}

function standardRoles(
  guildId: string,
  botRoleId: string,
  moderatorRoleId: string,
  bot: APIUser,
  botPermissions = BOT_PERMISSIONS,
): Role[] {
  return [
    role(guildId, "@everyone", { permissions: EVERYONE_PERMISSIONS }),
    role(moderatorRoleId, "Moderators", { position: 1, permissions: Bits.ManageGuild }),
    role(botRoleId, bot.username, { position: 2, permissions: botPermissions, botId: bot.id }),
  ];
}

function idAndName({ id, name }: { id: string; name: string }) {
  return { id, name };
}

function byId<T extends { id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function namesOf<T = string>(wanted: number | readonly T[], word: string): readonly (string | T)[] {
  return typeof wanted === "number" ? Array.from({ length: wanted }, (_, index) => `${word}-${index + 1}`) : wanted;
}

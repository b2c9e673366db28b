import { type APIUser, PermissionFlagsBits as Bits, Locale, OverwriteType } from "discord-api-types/v10";
import { BOT_PERMISSIONS, HOME, PEOPLE } from "../demo/seed.ts";
import { guildChannel } from "../model/channels.ts";
import { role } from "../model/guilds.ts";
import { apiUser } from "../model/json.ts";
import type { Model } from "../model/model.ts";
import { EVERYONE_PERMISSIONS } from "../model/permissions.ts";
import { memberOf } from "../model/queries.ts";
import type { Channel, Guild, GuildChannelType, Member, ModelView, Role } from "../model/types.ts";

export type Setup = ReturnType<typeof createSetup>;

/** What a test can change while the bot runs. */
export function createSetup(model: Model) {
  const { view, guilds, channels } = model;
  const channelAt = (id: string): Channel => view.channels.get(id) ?? fail(`No channel ${id}`);
  const removed = new Map<string, Guild>();
  const userAt = (id: string): APIUser => view.users.get(id) ?? fail(`No user ${id}`);
  return {
    addGuild(options: AddGuildOptions = {}): AddedGuild {
      const { guild, added } = planGuild(model, options);
      guilds.add(guild);
      if (options.commands) guilds.installCommands(guild.id);
      return added;
    },
    /** Removes a guild, as if the bot had been kicked. */
    removeGuild(guildId: string) {
      const guild = view.guilds.get(guildId);
      if (guild !== undefined) removed.set(guildId, guild);
      guilds.remove(guildId);
    },
    /** Adds a removed guild again, as if the bot had been invited again. */
    restoreGuild: (guildId: string) => guilds.add(removed.get(guildId) ?? fail(`Guild ${guildId} wasn't removed`)),
    /** Adds members to the home guild. Pages show their names after a reload. */
    addMembers(names: readonly string[]) {
      const members = names.map((name) => ({ id: model.newId(), name }));
      guilds.addMembers(HOME.id, members);
      return members;
    },
    deleteChannel: (channelId: string) => channels.delete(channelAt(channelId)),
    /** Replaces the bot's own overwrite in a channel. */
    setBotPermissions(channelId: string, { allow = 0n, deny = 0n }: { allow?: bigint; deny?: bigint }) {
      channels.setOverwrite(channelAt(channelId), { id: view.bot.id, type: OverwriteType.Member, allow, deny });
    },
    /** Replaces the permissions of the bot's role in a guild. */
    setBotRole(guildId: string, permissions: bigint) {
      const roles = [...(view.guilds.get(guildId)?.roles.values() ?? [])];
      const role = roles.find(({ botId }) => botId === view.bot.id) ?? fail(`No bot role in guild ${guildId}`);
      guilds.updateRole(guildId, role.id, { permissions });
    },
    /** Gives or takes away the moderator role of the home guild. */
    setModerator(userId: string, isModerator: boolean) {
      const { moderators } = HOME.roles;
      const others = (memberOf(view, HOME.id, userId)?.roles ?? []).filter((id) => id !== moderators);
      guilds.updateMember(HOME.id, userId, { roles: isModerator ? [...others, moderators] : others });
    },
    /** Sets whether a user accepts direct messages from the bot. If not, sending fails with 50007. */
    setDirectMessages: model.users.setDirectMessages,
    /** Returns the id of the direct message channel between the bot and a user. */
    directChannel: (userId: string) => channels.openDirect(userAt(userId)).id,
    /** Adds a private channel among users, without the bot. Returns its id. */
    addPrivateChannel: (userIds: readonly string[]) => channels.addPrivate(userIds.map(userAt)).id,
    /** Sets whether a user has installed the bot. If so, they can use it even where it isn't a member. */
    setUserInstall: model.users.setInstalled,
    /** Sets the language of a user's client. Interactions contain it. */
    setLocale: model.users.setLocale,
    /** Sets whether everyone may mention a role, or only those who may mention @everyone. */
    setMentionable: (guildId: string, roleId: string, mentionable: boolean) =>
      guilds.updateRole(guildId, roleId, { mentionable }),
  };
}

function fail(message: string): never {
  throw new Error(message);
}

export type AddGuildOptions = {
  name?: string;
  /** The number or names of text channels, or channels of any type. Default 1. */
  channels?: number | readonly (string | { name: string; type: GuildChannelType })[];
  /** The number or names of new members. The first one may manage the guild. Default 0. */
  members?: number | readonly string[];
  /** Whether the moderator and the members of the home guild are in this one too. Default true. */
  people?: boolean;
  /** The number of extra roles. Default 0. */
  roles?: number;
  /** Whether the bot is a member. Default true. */
  bot?: boolean;
  /** Whether the guild has the commands even without the bot. Default false. */
  commands?: boolean;
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

function planGuild(
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

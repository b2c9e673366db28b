import { type APIUser, PermissionFlagsBits as Bits, OverwriteType } from "discord-api-types/v10";
import { addPrivateChannel, deleteChannel, openDirectChannel } from "../model/channels.ts";
import { ALL_PEOPLE, addGuildTo, BOT_MAY, EVERYONE_MAY, HOME, PEOPLE, textChannel, userOf } from "../model/home.ts";
import { type Channel, type Guild, type Member, tell, type World } from "../model/world.ts";

/** What tests set up beside the home guild. */

export type AddGuildOptions = {
  name?: string;
  /** How many text channels, or their names. Default 1. */
  channels?: number | readonly string[];
  /** How many new members beside the people, or their names. The first one may manage the guild. Default 0. */
  members?: number | readonly string[];
  /** Whether the moderator and the members of the home guild are here too. Default true. */
  people?: boolean;
  /** Roles beside those every guild has. */
  roles?: number;
  /** Whether the bot is in this guild. Default true. */
  bot?: boolean;
  /** What the bot may do here; default: what its README asks for. */
  botPermissions?: bigint;
};

export type AddedGuild = {
  id: string;
  name: string;
  channels: { id: string; name: string }[];
  members: { id: string; name: string }[];
  botRoleId: string;
};

export function addGuild(world: World, options: AddGuildOptions): AddedGuild {
  const id = world.snowflakes.next();
  const botRoleId = world.snowflakes.next();
  const moderatorRoleId = world.snowflakes.next();
  const channels = namesOf(options.channels ?? 1, "channel").map((name, position) =>
    textChannel(id, world.snowflakes.next(), name, { position }),
  );
  const newcomers = namesOf(options.members ?? 0, "Member").map((name) => ({ id: world.snowflakes.next(), name }));
  const joinedAt = new Date(world.time.now()).toISOString();
  const member = (userId: string, roles: string[]): [string, Member][] => {
    const user = world.users.get(userId);
    return user === undefined ? [] : [[userId, { user, roles, joinedAt, silencedUntil: null }]];
  };
  for (const newcomer of newcomers) world.users.set(newcomer.id, userOf(newcomer));

  const guild: Guild = {
    id,
    name: options.name ?? `Guild ${world.guilds.size}`,
    ownerId: world.owner.id,
    joinedAt,
    roles: rolesOf(world, id, botRoleId, moderatorRoleId, options),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    threads: new Map(),
    members: new Map([
      ...member(world.owner.id, []),
      ...(options.bot === false ? [] : member(world.bot.id, [botRoleId])),
      ...(options.people === false ? [] : ALL_PEOPLE.filter((person) => person.id !== PEOPLE.timedOut.id)).flatMap(
        (person) => member(person.id, person.id === PEOPLE.moderator.id ? [moderatorRoleId] : []),
      ),
      ...newcomers.flatMap((newcomer, index) => member(newcomer.id, index === 0 ? [moderatorRoleId] : [])),
    ]),
  };
  addGuildTo(world, guild);
  tell(world, { type: "guild", change: "created", guild });
  return {
    id,
    name: guild.name,
    channels: channels.map(({ id, name }) => ({ id, name })),
    members: newcomers,
    botRoleId,
  };
}

function rolesOf(
  world: World,
  guildId: string,
  botRoleId: string,
  moderatorRoleId: string,
  options: AddGuildOptions,
): Guild["roles"] {
  const bot = {
    id: botRoleId,
    name: world.bot.username,
    colour: 0,
    position: 2,
    permissions: options.botPermissions ?? BOT_MAY,
    mentionable: false,
    botId: world.bot.id,
  };
  const extra = namesOf(options.roles ?? 0, "Role").map((name, index) => {
    const id = world.snowflakes.next();
    return { id, name, colour: 0, position: 3 + index, permissions: 0n, mentionable: true };
  });
  const roles = [
    { id: guildId, name: "@everyone", colour: 0, position: 0, permissions: EVERYONE_MAY, mentionable: false },
    {
      id: moderatorRoleId,
      name: "Moderators",
      colour: 0,
      position: 1,
      permissions: Bits.ManageGuild,
      mentionable: true,
    },
    bot,
    ...extra,
  ];
  return new Map(roles.map((role) => [role.id, role]));
}

function namesOf(wanted: number | readonly string[], word: string): readonly string[] {
  return typeof wanted === "number" ? Array.from({ length: wanted }, (_, index) => `${word}-${index + 1}`) : wanted;
}

/** An overwrite for the bot itself, which stands above those of its roles. */
export function setBotPermissions(
  world: World,
  channelId: string,
  { allow = 0n, deny = 0n }: { allow?: bigint; deny?: bigint },
): void {
  const channel: Channel | undefined = world.channels.get(channelId);
  if (channel === undefined) throw new Error(`no channel ${channelId}`);
  channel.overwrites = new Map([
    ...channel.overwrites,
    [world.bot.id, { id: world.bot.id, type: OverwriteType.Member, allow, deny }],
  ]);
  tell(world, { type: "channel", change: "updated", channel });
}

/** Sets what the bot's own role gives it in a whole guild. */
export function setBotRole(world: World, guildId: string, permissions: bigint): void {
  const guild = world.guilds.get(guildId);
  const role = [...(guild?.roles.values() ?? [])].find(({ botId }) => botId === world.bot.id);
  if (guild === undefined || role === undefined) throw new Error(`no guild ${guildId}`);
  role.permissions = permissions;
  tell(world, { type: "role", guild, role });
}

/** More members for the home guild; a page shows their names once it is opened anew. */
export function addMembers(world: World, names: readonly string[]): { id: string; name: string }[] {
  const home = world.guilds.get(HOME.id);
  if (home === undefined) throw new Error("the bot has left the home guild");
  const joinedAt = new Date(world.time.now()).toISOString();
  return names.map((name) => {
    const id = world.snowflakes.next();
    const user = userOf({ id, name });
    world.users.set(id, user);
    home.members.set(id, { user, roles: [], joinedAt, silencedUntil: null });
    return { id, name };
  });
}

/** The bot is thrown out. */
export function removeGuild(world: World, guildId: string): void {
  const guild = world.guilds.get(guildId);
  if (guild === undefined) throw new Error(`no guild ${guildId}`);
  world.guilds.delete(guildId);
  for (const id of [...guild.channels.keys(), ...guild.threads.keys()]) world.channels.delete(id);
  tell(world, { type: "guild", change: "deleted", guild });
}

export function removeChannel(world: World, channelId: string): void {
  const channel = world.channels.get(channelId);
  if (channel === undefined) throw new Error(`no channel ${channelId}`);
  deleteChannel(world, channel);
}

/** Makes a member of the home guild a moderator, or no longer one. */
export function setModerator(world: World, userId: string, isModerator: boolean): void {
  const member = world.guilds.get(HOME.id)?.members.get(userId);
  if (member === undefined) throw new Error(`no member ${userId}`);
  const others = member.roles.filter((id) => id !== HOME.roles.moderators);
  member.roles = isModerator ? [...others, HOME.roles.moderators] : others;
}

/** Closes a person's direct messages to the bot, or opens them again. */
export function setDirectMessages(world: World, userId: string, are: "open" | "closed"): void {
  if (are === "closed") world.closedTo.add(userId);
  else world.closedTo.delete(userId);
}

/** The channel of direct messages between the bot and a person, opened if need be; its id. */
export function directChannel(world: World, userId: string): string {
  return openDirectChannel(world, userAt(world, userId)).id;
}

/** A private channel among people, without the bot; its id. */
export function privateChannel(world: World, userIds: readonly string[]): string {
  const party = userIds.map((id) => userAt(world, id));
  return addPrivateChannel(world, party).id;
}

/** Installs the bot for one person, or takes that back. */
export function setUserInstall(world: World, userId: string, isInstalled: boolean): void {
  if (isInstalled) world.installedBy.add(userId);
  else world.installedBy.delete(userId);
}

function userAt(world: World, userId: string): APIUser {
  const user = world.users.get(userId);
  if (user === undefined) throw new Error(`nobody has the id ${userId}`);
  return user;
}

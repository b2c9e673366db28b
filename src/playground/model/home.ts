import { type APIUser, PermissionFlagsBits as Bits, ChannelType, OverwriteType } from "discord-api-types/v10";
import type { PlaygroundTime } from "../control/clock.ts";
import { NO_FLAGS } from "./no-flags.ts";
import { type Channel, createWorld, type Guild, type Member, type Overwrite, type World } from "./world.ts";

/** The guild a newcomer walks into. Its ids never change, so that messages, schedules and answers outlive a restart. */

export const APPLICATION_ID = "400000000000000001";
export const BOT_TOKEN = "NDAwMDAwMDAwMDAwMDAwMDAx.playground.not-a-secret";

const OWNER_ID = "400000000000000002";
const GUILD_ID = "410000000000000000";

export const HOME = {
  id: GUILD_ID,
  name: "Back-end club",
  channels: {
    daily: "410000000000000101",
    general: "410000000000000102",
    backEndTalk: "410000000000000103",
    /** Here the bot may read, and no more. */
    announcements: "410000000000000104",
  },
  roles: {
    everyone: GUILD_ID,
    bot: "410000000000000201",
    moderators: "410000000000000202",
    students: "410000000000000203",
  },
} as const;

export type Person = { id: string; name: string; role: "moderator" | "member" | "timed out"; color: string };

export const PEOPLE = {
  moderator: { id: "420000000000000001", name: "Mira", role: "moderator", color: "#c2410c" },
  members: [
    { id: "420000000000000002", name: "Noor", role: "member", color: "#0f766e" },
    { id: "420000000000000003", name: "Tomas", role: "member", color: "#1d4ed8" },
    { id: "420000000000000004", name: "Yuki", role: "member", color: "#a21caf" },
  ],
  /** Timed out: sees everything, may do nothing. */
  timedOut: { id: "420000000000000005", name: "Sam", role: "timed out", color: "#64748b" },
} as const satisfies { moderator: Person; members: readonly [Person, Person, Person]; timedOut: Person };

export const ALL_PEOPLE: readonly Person[] = [PEOPLE.moderator, ...PEOPLE.members, PEOPLE.timedOut];

/** What anyone may do in a new Discord guild. */
export const EVERYONE_MAY =
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

/** What the bot's README asks for when it is invited. */
export const BOT_MAY =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.SendMessagesInThreads |
  Bits.CreatePublicThreads |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.ReadMessageHistory |
  Bits.MentionEveryone;

const MODERATORS_MAY = Bits.ManageGuild | Bits.ManageMessages | Bits.ManageThreads | Bits.PinMessages;

const JOINED = "2025-01-06T08:00:00.000000+00:00";
/** The longest time-out Discord gives. */
const SILENCED_FOR_MS = 27 * 86_400_000;

export function createHome(time: PlaygroundTime): World {
  const bot = userOf({ id: APPLICATION_ID, name: "Rootine" }, true);
  const world = createWorld(APPLICATION_ID, bot, userOf({ id: OWNER_ID, name: "Owner" }), time);
  for (const person of ALL_PEOPLE) world.users.set(person.id, userOf(person));
  addGuildTo(world, homeGuild(world));
  return world;
}

function silenceFrom({ time }: World): string {
  return new Date(time.now() + SILENCED_FOR_MS).toISOString();
}

/** However far time is moved, the one who may only read stays so. */
export function renewSilence(world: World): void {
  const onlooker = world.guilds.get(HOME.id)?.members.get(PEOPLE.timedOut.id);
  if (onlooker !== undefined) onlooker.silencedUntil = silenceFrom(world);
}

export function addGuildTo(world: World, guild: Guild): void {
  world.guilds.set(guild.id, guild);
  for (const channel of guild.channels.values()) world.channels.set(channel.id, channel);
  for (const { user } of guild.members.values()) world.users.set(user.id, user);
}

function homeGuild(world: World): Guild {
  const { roles, channels } = HOME;
  const memberOf = (user: APIUser, ids: string[]): [string, Member] => [
    user.id,
    { user, roles: ids, joinedAt: JOINED, silencedUntil: user.id === PEOPLE.timedOut.id ? silenceFrom(world) : null },
  ];
  const known = (id: string, ids: string[]) => memberOf(world.users.get(id) ?? world.owner, ids);
  const plans: [id: string, name: string, topic: string, closed?: true][] = [
    [channels.daily, "daily", "One question a day, at the same hour"],
    [channels.general, "general", "Everything else"],
    [channels.backEndTalk, "back-end-talk", "Talk about yesterday's question"],
    [channels.announcements, "announcements", "The bot may not post here", true],
  ];
  return {
    id: GUILD_ID,
    name: HOME.name,
    ownerId: OWNER_ID,
    joinedAt: JOINED,
    roles: new Map(rolesOf().map((role) => [role.id, role])),
    channels: new Map(
      plans.map(([id, name, topic, closed], position) => [
        id,
        textChannel(GUILD_ID, id, name, { topic, position, ...(closed && { overwrites: readOnlyForBot() }) }),
      ]),
    ),
    threads: new Map(),
    members: new Map([
      memberOf(world.owner, []),
      memberOf(world.bot, [roles.bot]),
      known(PEOPLE.moderator.id, [roles.moderators, roles.students]),
      ...PEOPLE.members.map(({ id }) => known(id, [roles.students])),
      known(PEOPLE.timedOut.id, []),
    ]),
  };
}

function rolesOf() {
  const { roles } = HOME;
  return [
    { id: roles.everyone, name: "@everyone", colour: 0, position: 0, permissions: EVERYONE_MAY, mentionable: false },
    {
      id: roles.bot,
      name: "Rootine",
      colour: 0,
      position: 3,
      permissions: BOT_MAY,
      mentionable: false,
      botId: APPLICATION_ID,
    },
    {
      id: roles.moderators,
      name: "Moderators",
      colour: 0xc2410c,
      position: 2,
      permissions: MODERATORS_MAY,
      mentionable: true,
    },
    { id: roles.students, name: "Students", colour: 0x0f766e, position: 1, permissions: 0n, mentionable: true },
  ];
}

function readOnlyForBot(): Map<string, Overwrite> {
  const deny = Bits.SendMessages | Bits.SendMessagesInThreads | Bits.CreatePublicThreads;
  return new Map([[HOME.roles.bot, { id: HOME.roles.bot, type: OverwriteType.Role, allow: 0n, deny }]]);
}

/** Of many thousand channels almost none has overwrites. */
const NO_OVERWRITES: Channel["overwrites"] = new Map();

export function textChannel(
  guildId: string,
  id: string,
  name: string,
  more: { topic?: string; position: number; overwrites?: Channel["overwrites"] },
): Channel {
  return {
    id,
    type: ChannelType.GuildText,
    guildId,
    name,
    topic: more.topic ?? null,
    position: more.position,
    overwrites: more.overwrites ?? NO_OVERWRITES,
    lastMessageId: null,
  };
}

export function userOf({ id, name }: { id: string; name: string }, isBot = false): APIUser {
  return {
    id,
    username: isBot ? name : name.toLowerCase(),
    global_name: isBot ? null : name,
    discriminator: isBot ? "1001" : "0",
    avatar: null,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: NO_FLAGS,
    flags: NO_FLAGS,
    ...(isBot ? { bot: true } : {}),
  };
}

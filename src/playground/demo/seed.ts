import { type APIUser, PermissionFlagsBits as Bits, ChannelType, Locale, OverwriteType } from "discord-api-types/v10";
import { guildChannel } from "../model/channels.ts";
import { role } from "../model/guilds.ts";
import { apiUser } from "../model/json.ts";
import type { Seed } from "../model/model.ts";
import { EVERYONE_PERMISSIONS } from "../model/permissions.ts";
import type { Channel, Guild, Member, Role } from "../model/types.ts";

/** The home guild that visitors find. Its ids never change, so messages, schedules and answers outlive a restart. */

export const APPLICATION_ID = "400000000000000001";
export const BOT_TOKEN = "NDAwMDAwMDAwMDAwMDAwMDAx.playground.not-a-secret";
const BOT_NAME = "Rootine";
const OWNER_ID = "400000000000000002";
const GUILD_ID = "410000000000000000";

export const HOME = {
  id: GUILD_ID,
  name: "Back-end club",
  channels: {
    daily: "410000000000000101",
    general: "410000000000000102",
    backEndTalk: "410000000000000103",
    /** The bot can read it but not post in it. */
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

/** The users that a visitor can be. */
export const PEOPLE = {
  moderator: { id: "420000000000000001", name: "Mira", role: "moderator", color: "#c2410c" },
  members: [
    { id: "420000000000000002", name: "Noor", role: "member", color: "#0f766e" },
    { id: "420000000000000003", name: "Tomas", role: "member", color: "#1d4ed8" },
    { id: "420000000000000004", name: "Yuki", role: "member", color: "#a21caf" },
  ],
  timedOut: { id: "420000000000000005", name: "Sam", role: "timed out", color: "#64748b" },
} as const satisfies { moderator: Person; members: readonly [Person, Person, Person]; timedOut: Person };

export const ALL_PEOPLE: readonly Person[] = [PEOPLE.moderator, ...PEOPLE.members, PEOPLE.timedOut];

/** The permissions in the invite link in the bot's README. */
export const BOT_PERMISSIONS =
  Bits.ViewChannel | Bits.SendMessages | Bits.ReadMessageHistory | Bits.CreatePublicThreads;

const MODERATOR_PERMISSIONS = Bits.ManageGuild | Bits.ManageMessages | Bits.ManageThreads | Bits.PinMessages;

const JOINED_AT = "2025-01-06T08:00:00.000000+00:00";
/** Discord limits timeouts to 28 days, but this one lasts no matter how far the clock is moved. */
const TIMED_OUT_UNTIL = "2100-01-01T00:00:00.000000+00:00";

export function createSeed(): Seed {
  const bot = apiUser({ id: APPLICATION_ID, name: BOT_NAME }, true);
  const owner = apiUser({ id: OWNER_ID, name: "Owner" });
  return {
    applicationId: APPLICATION_ID,
    isPrivileged: false,
    bot,
    owner,
    homeGuildId: GUILD_ID,
    home: homeGuild(bot, owner),
  };
}

function homeGuild(bot: APIUser, owner: APIUser): Guild {
  const { moderators, students } = HOME.roles;
  const member = (user: APIUser, roles: string[]): [string, Member] => [
    user.id,
    {
      user,
      roles,
      joinedAt: JOINED_AT,
      timedOutUntil: user.id === PEOPLE.timedOut.id ? TIMED_OUT_UNTIL : null,
    },
  ];
  return {
    id: GUILD_ID,
    name: HOME.name,
    ownerId: OWNER_ID,
    locale: Locale.EnglishUS,
    joinedAt: JOINED_AT,
    roles: new Map(homeRoles().map((role) => [role.id, role])),
    channels: new Map(homeChannels().map((channel) => [channel.id, channel])),
    threads: new Map(),
    members: new Map([
      member(owner, []),
      member(bot, [HOME.roles.bot]),
      member(apiUser(PEOPLE.moderator), [moderators, students]),
      ...PEOPLE.members.map((person) => member(apiUser(person), [students])),
      member(apiUser(PEOPLE.timedOut), []),
    ]),
    bans: new Map(),
  };
}

function homeChannels(): Channel[] {
  const { daily, general, backEndTalk, announcements } = HOME.channels;
  const deny = Bits.SendMessages | Bits.SendMessagesInThreads | Bits.CreatePublicThreads;
  const readOnly = { id: HOME.roles.bot, type: OverwriteType.Role, allow: 0n, deny };
  return [
    guildChannel(GUILD_ID, daily, "daily", { topic: "One question every day", position: 0 }),
    guildChannel(GUILD_ID, general, "general", { topic: "Everything else", position: 1 }),
    guildChannel(GUILD_ID, backEndTalk, "back-end-talk", { topic: "Discuss yesterday's question", position: 2 }),
    guildChannel(GUILD_ID, announcements, "announcements", {
      type: ChannelType.GuildAnnouncement,
      topic: "The bot can't post here",
      position: 3,
      overwrites: new Map([[readOnly.id, readOnly]]),
    }),
  ];
}

function homeRoles(): Role[] {
  const { everyone, bot, moderators, students } = HOME.roles;
  return [
    role(everyone, "@everyone", { permissions: EVERYONE_PERMISSIONS }),
    role(students, "Students", { color: 0x0f766e, position: 1, mentionable: true }),
    role(moderators, "Moderators", { color: 0xc2410c, position: 2, permissions: MODERATOR_PERMISSIONS }),
    role(bot, BOT_NAME, { position: 3, permissions: BOT_PERMISSIONS, botId: APPLICATION_ID }),
  ];
}

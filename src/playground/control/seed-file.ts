import { type APIUser, PermissionFlagsBits as Bits, ChannelType, Locale, OverwriteType } from "discord-api-types/v10";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { guildChannel } from "../model/channels.ts";
import { role as newRole } from "../model/guilds.ts";
import { apiUser } from "../model/json.ts";
import type { Model } from "../model/model.ts";
import { EVERYONE_PERMISSIONS } from "../model/permissions.ts";
import type { Channel, Member, ModelView, Overwrite, Role } from "../model/types.ts";

/** Guilds, people and applications that a test needs, in YAML or JSON. They refer to each other by name. */

const PERMISSIONS: ReadonlyMap<string, bigint> = new Map(Object.entries(Bits));
const permission = z
  .string()
  .refine((name) => PERMISSIONS.has(name), "Not a permission; use a name such as SendMessages");
const permissions = z
  .array(permission)
  .transform((names) => names.reduce((all, name) => all | (PERMISSIONS.get(name) ?? 0n), 0n));
const fixedId = z
  .string()
  .regex(/^\d{17,20}$/)
  .optional();
const name = z.string().min(1).max(100);

const CHANNEL_TYPES = {
  text: ChannelType.GuildText,
  announcement: ChannelType.GuildAnnouncement,
  voice: ChannelType.GuildVoice,
  forum: ChannelType.GuildForum,
  category: ChannelType.GuildCategory,
} as const;

const application = z.strictObject({
  name,
  id: fixedId,
  token: z.string().min(1).optional(),
  /** Whether it may use the privileged intents. */
  privileged: z.boolean().default(false),
});
const person = z.strictObject({ name, id: fixedId, locale: z.enum(Locale).optional() });
const role = z.strictObject({
  name,
  id: fixedId,
  permissions: permissions.default(0n),
  color: z.int().min(0).max(0xffffff).default(0),
  mentionable: z.boolean().default(false),
});
const channel = z.strictObject({
  name,
  id: fixedId,
  type: z.enum(["text", "announcement", "voice", "forum", "category"]).default("text"),
  topic: z.string().max(1024).nullable().default(null),
  /** The name of a category earlier in the list. */
  category: name.optional(),
  /** For roles, "@everyone", people and applications. */
  overwrites: z
    .record(name, z.strictObject({ allow: permissions.default(0n), deny: permissions.default(0n) }))
    .default({}),
});
const member = z.strictObject({ name, roles: z.array(name).default([]), nick: name.nullable().default(null) });
const guild = z.strictObject({
  name,
  id: fixedId,
  owner: name,
  locale: z.enum(Locale).default(Locale.EnglishUS),
  everyone: permissions.default(EVERYONE_PERMISSIONS),
  /** From lowest to highest. */
  roles: z.array(orName(role)).default([]),
  channels: z.array(orName(channel)).default([]),
  members: z.array(orName(member)).default([]),
  /** What each application may do. Their roles are above all others. */
  applications: z.record(name, permissions).default({}),
});
const seedFile = z.strictObject({
  applications: z.array(orName(application)).default([]),
  people: z.array(orName(person)).default([]),
  guilds: z.array(guild).default([]),
});

/** Accepts `general` as a short form of `{ name: general }`. */
function orName<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (typeof value === "string" ? { name: value } : value), schema);
}

export type SeedFile = z.infer<typeof seedFile>;
type PlannedGuild = z.infer<typeof guild>;
type Ids = Record<string, string>;

/** What was added, by name. */
export type Seeded = {
  applications: Record<string, { id: string; token: string }>;
  people: Ids;
  guilds: Record<string, { id: string; channels: Ids; roles: Ids }>;
};

/** Throws an error that says which field is wrong. */
export function parseSeedFile(text: string): SeedFile {
  const result = seedFile.safeParse(parseYaml(text));
  if (result.success) return result.data;
  throw new Error(`Invalid seed:\n${z.prettifyError(result.error)}`);
}

type AddApplication = (bot: APIUser, token: string, isPrivileged: boolean) => void;

export function applySeed(model: Model, seed: SeedFile, addApplication: AddApplication): Seeded {
  const seeded: Seeded = { applications: {}, people: {}, guilds: {} };
  for (const {
    name,
    id = model.newId(),
    token = `playground-token-of-${name}-${id}`,
    privileged,
  } of seed.applications) {
    addApplication(apiUser({ id, name }, true), token, privileged);
    seeded.applications[name] = { id, token };
  }
  for (const { name, id = model.newId(), locale } of seed.people) {
    model.users.add(apiUser({ id, name }));
    if (locale !== undefined) model.users.setLocale(id, locale);
    seeded.people[name] = id;
  }
  for (const planned of seed.guilds) seeded.guilds[planned.name] = addGuild(model, planned);
  return seeded;
}

function addGuild(model: Model, planned: PlannedGuild): Seeded["guilds"][string] {
  const { view, newId } = model;
  const { id = newId(), name, locale } = planned;
  const joinedAt = new Date(view.clock.now()).toISOString();
  const owner = userNamed(view, planned.owner);
  const roles = rolesOf(model, id, planned);
  const roleIds: Ids = Object.fromEntries([...roles.values()].map((one) => [one.name, one.id]));
  const channels = channelsOf(model, id, planned, roleIds);
  const members = [{ name: planned.owner, roles: [], nick: null }, ...planned.members].map((one): [string, Member] => {
    const user = userNamed(view, one.name);
    return [
      user.id,
      { user, nick: one.nick, roles: one.roles.map((role) => idIn(roleIds, role)), joinedAt, timedOutUntil: null },
    ];
  });
  const bots = Object.keys(planned.applications).map((botName): [string, Member] => {
    const user = userNamed(view, botName);
    return [user.id, { user, roles: [idIn(roleIds, botName)], joinedAt, timedOutUntil: null }];
  });
  model.guilds.add({
    id,
    name,
    ownerId: owner.id,
    locale,
    joinedAt,
    roles,
    channels: new Map(channels.map((one) => [one.id, one])),
    threads: new Map(),
    members: new Map([...members, ...bots]),
    bans: new Map(),
  });
  return { id, channels: Object.fromEntries(channels.map((one) => [one.name, one.id])), roles: roleIds };
}

function rolesOf({ view, newId }: Model, guildId: string, planned: PlannedGuild): Map<string, Role> {
  const everyone = newRole(guildId, "@everyone", { permissions: planned.everyone });
  const own = planned.roles.map(({ id = newId(), name, ...more }, index) =>
    newRole(id, name, { ...more, position: index + 1 }),
  );
  const managed = Object.entries(planned.applications).map(([name, held], index) =>
    newRole(newId(), name, {
      permissions: held,
      position: own.length + index + 1,
      botId: userNamed(view, name).id,
    }),
  );
  return new Map([everyone, ...own, ...managed].map((one) => [one.id, one]));
}

function channelsOf({ view, newId }: Model, guildId: string, planned: PlannedGuild, roleIds: Ids): Channel[] {
  const ids: Ids = {};
  return planned.channels.map(({ id = newId(), name, type, topic, category, overwrites }, position) => {
    ids[name] = id;
    const own = Object.entries(overwrites).map(([subject, { allow, deny }]): [string, Overwrite] => {
      const roleId = roleIds[subject];
      const kind = roleId === undefined ? OverwriteType.Member : OverwriteType.Role;
      const subjectId = roleId ?? userNamed(view, subject).id;
      return [subjectId, { id: subjectId, type: kind, allow, deny }];
    });
    return guildChannel(guildId, id, name, {
      type: CHANNEL_TYPES[type],
      topic,
      position,
      ...(category !== undefined && { parentId: idIn(ids, category) }),
      ...(own.length > 0 && { overwrites: new Map(own) }),
    });
  });
}

function idIn(ids: Ids, name: string): string {
  return ids[name] ?? fail(`The guild has no role or earlier category named "${name}"; add it to the seed`);
}

/** A person or an application's bot. */
export function userNamed(view: ModelView, name: string): APIUser {
  const found = [...view.users.values()].filter(({ global_name, username }) => (global_name ?? username) === name);
  return found.at(-1) ?? fail(`No person or application is named "${name}"; add one to the seed`);
}

function fail(message: string): never {
  throw new Error(message);
}

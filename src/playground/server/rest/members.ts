import { PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { z } from "zod";
import { apiMember } from "../../model/guild-json.ts";
import type { Model } from "../../model/model.ts";
import { membersNamed } from "../../model/queries.ts";
import { compareIds } from "../../model/snowflake.ts";
import type { Guild, Member, ModelView } from "../../model/types.ts";
import { apiError, formError } from "../validation/api-error.ts";
import { countOf, parseForm, snowflake, text } from "../validation/form.ts";
import { guildOf, guildWith, isOutranked, memberOfPath, requireBelow, requireOutranked } from "./access.ts";
import { roleOf } from "./roles.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const MEMBERS = "/guilds/{guild_id}/members";
const MEMBER = `${MEMBERS}/{user_id}`;
const MAX_TIMEOUT_MS = 28 * 86_400_000;

type MemberModel = Pick<Model, "view" | "guilds">;

export function memberRoutes(model: MemberModel): Route[] {
  const { view, guilds } = model;
  return [
    route("GET", MEMBERS, "general", (request) => listMembers(model, request)),
    // Must come before the routes of one member, which would take "search" for an id.
    route("GET", `${MEMBERS}/search`, "general", (request) => {
      const guild = guildOf(view, request);
      const { query, limit } = parseForm(search, Object.fromEntries(request.query));
      return ok(membersNamed(guild, query).slice(0, limit).map(apiMember));
    }),
    route("PATCH", `${MEMBERS}/@me`, "general", (request) => {
      const guild = guildWith(view, request, Bits.ChangeNickname);
      const { nick } = parseForm(z.object({ nick: text(0, 32).nullish() }), request.body);
      return ok(apiMember(guilds.updateMember(guild.id, view.bot.id, { nick: nick || null })));
    }),
    route("GET", MEMBER, "general", (request) => ok(apiMember(memberOfPath(view, request, guildOf(view, request))))),
    route("PATCH", MEMBER, "general", (request) => updateMember(model, request)),
    route("DELETE", MEMBER, "general", (request) => {
      const guild = guildWith(view, request, Bits.KickMembers);
      const member = memberOfPath(view, request, guild);
      requireOutranked(view, guild, member);
      guilds.removeMember(guild.id, member.user.id);
      return noContent;
    }),
    ...(["PUT", "DELETE"] as const).map((method) =>
      route(method, `${MEMBER}/roles/{role_id}`, "general", (request) => setRole(model, request, method === "PUT")),
    ),
    route("DELETE", "/users/@me/guilds/{guild_id}", "general", (request) => {
      guilds.removeMember(guildOf(view, request).id, view.bot.id);
      return noContent;
    }),
  ];
}

const search = z.object({ query: text(1, 100), limit: countOf(1_000).default(1) });
const page = z.object({ limit: countOf(1_000).default(1), after: snowflake.default("0") });

/** Discord lists other members only for applications with the privileged intent. */
function listMembers({ view }: MemberModel, request: RestRequest): RestResponse {
  const guild = guildOf(view, request);
  const { limit, after } = parseForm(page, Object.fromEntries(request.query));
  if (!view.isPrivileged) throw apiError(50001);
  const members = [...guild.members.values()].sort((one, other) => compareIds(one.user.id, other.user.id));
  return ok(
    members
      .filter(({ user }) => compareIds(user.id, after) > 0)
      .slice(0, limit)
      .map(apiMember),
  );
}

const changes = z.object({
  nick: text(0, 32).nullish(),
  roles: z.array(snowflake).nullish(),
  communication_disabled_until: z.iso.datetime({ offset: true }).nullish(),
});

function updateMember({ view, guilds }: MemberModel, request: RestRequest): RestResponse {
  const body = parseForm(changes, request.body);
  const until = body.communication_disabled_until;
  const needed =
    (body.nick === undefined ? 0n : Bits.ManageNicknames) |
    (body.roles == null ? 0n : Bits.ManageRoles) |
    (until === undefined ? 0n : Bits.ModerateMembers);
  const guild = guildWith(view, request, needed);
  const member = memberOfPath(view, request, guild);
  requireOutranked(view, guild, member);
  if (until != null && Date.parse(until) > view.clock.now() + MAX_TIMEOUT_MS) throw formError([TIMEOUT_TOO_LONG]);
  if (body.roles != null) requireAssignable(view, guild, member, body.roles);
  const updated = guilds.updateMember(guild.id, member.user.id, {
    ...(body.nick !== undefined && { nick: body.nick || null }),
    ...(body.roles != null && { roles: body.roles }),
    ...(until !== undefined && { timedOutUntil: until }),
  });
  return ok(apiMember(updated));
}

/** The bot can only give or take roles below its own. */
function requireAssignable(view: ModelView, guild: Guild, member: Member, roles: readonly string[]): void {
  for (const id of new Set([...roles, ...member.roles])) {
    if (roles.includes(id) && member.roles.includes(id)) continue;
    const role = guild.roles.get(id);
    if (role === undefined) throw apiError(10011);
    requireBelow(view, guild, role);
  }
}

const TIMEOUT_TOO_LONG = {
  path: ["communication_disabled_until"],
  code: "BASE_TYPE_MAX_TIMEOUT",
  message: "Can't be more than 28 days in the future.",
};

function setRole({ view, guilds }: MemberModel, request: RestRequest, isGiven: boolean): RestResponse {
  const guild = guildWith(view, request, Bits.ManageRoles);
  const member = memberOfPath(view, request, guild);
  const role = roleOf(guild, request);
  requireBelow(view, guild, role);
  if (role.id === guild.id || role.botId !== undefined) throw apiError(50013);
  const others = member.roles.filter((id) => id !== role.id);
  guilds.updateMember(guild.id, member.user.id, { roles: isGiven ? [...others, role.id] : others });
  return noContent;
}

const BANS = "/guilds/{guild_id}/bans";
const BAN = `${BANS}/{user_id}`;
const MAX_BULK_BANS = 200;

export function banRoutes(model: Pick<Model, "view" | "guilds">): Route[] {
  const { view, guilds } = model;
  return [
    route("GET", BANS, "general", (request) => {
      const guild = guildWith(view, request, Bits.BanMembers);
      const { limit } = parseForm(
        z.object({ limit: countOf(1_000).default(1_000) }),
        Object.fromEntries(request.query),
      );
      return ok([...guild.bans.keys()].slice(0, limit).map((id) => banJson(model, guild, id)));
    }),
    route("GET", BAN, "general", (request) => {
      const guild = guildWith(view, request, Bits.BanMembers);
      return ok(banJson(model, guild, request.parameter("user_id")));
    }),
    route("PUT", BAN, "general", (request) => {
      const guild = guildWith(view, request, Bits.BanMembers);
      if (!ban(model, guild, request.parameter("user_id"), request.reason)) throw apiError(50013);
      return noContent;
    }),
    route("DELETE", BAN, "general", (request) => {
      const guild = guildWith(view, request, Bits.BanMembers);
      const { user } = banJson(model, guild, request.parameter("user_id"));
      guilds.setBan(guild.id, user, undefined);
      return noContent;
    }),
    route("POST", "/guilds/{guild_id}/bulk-ban", "general", (request) => {
      const guild = guildWith(view, request, Bits.BanMembers | Bits.ManageGuild);
      const { user_ids } = parseForm(z.object({ user_ids: z.array(snowflake).max(MAX_BULK_BANS) }), request.body);
      const banned = user_ids.filter((id) => ban(model, guild, id, request.reason));
      if (banned.length === 0) throw apiError(500_000);
      return ok({ banned_users: banned, failed_users: user_ids.filter((id) => !banned.includes(id)) });
    }),
  ];
}

function banJson({ view }: MemberModel, guild: Guild, userId: string) {
  const user = view.users.get(userId);
  const reason = guild.bans.get(userId);
  if (user === undefined || reason === undefined) throw apiError(10026);
  return { user, reason };
}

/** Users who aren't members can also be banned. Returns false for a member that the bot can't manage. */
function ban({ view, guilds }: MemberModel, guild: Guild, userId: string, reason: string | null): boolean {
  const user = view.users.get(userId);
  if (user === undefined) throw apiError(10013);
  const member = guild.members.get(userId);
  if (member !== undefined && !isOutranked(view, guild, member)) return false;
  guilds.removeMember(guild.id, userId);
  guilds.setBan(guild.id, user, { reason });
  return true;
}

import { PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { z } from "zod";
import { apiRole } from "../../model/guild-json.ts";
import { role as newRole } from "../../model/guilds.ts";
import type { Model } from "../../model/model.ts";
import type { Guild, ModelView, Role } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import { bits, parseForm, snowflake, text } from "../validation/form.ts";
import { guildOf, guildWith, requireBelow, requireHeld } from "./access.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const ROLES = "/guilds/{guild_id}/roles";
const ROLE = `${ROLES}/{role_id}`;
const MAX_ROLES = 250;

type RoleModel = Pick<Model, "view" | "guilds" | "newId">;

export function roleRoutes(model: RoleModel): Route[] {
  const { view, guilds } = model;
  return [
    route("GET", ROLES, "general", (request) => ok(sorted(guildOf(view, request)))),
    route("POST", ROLES, "general", (request) => createRole(model, request)),
    route("PATCH", ROLES, "general", (request) => moveRoles(model, request)),
    route("GET", `${ROLES}/member-counts`, "general", (request) => ok(memberCounts(guildOf(view, request)))),
    route("GET", ROLE, "general", (request) => ok(apiRole(roleOf(guildOf(view, request), request)))),
    route("PATCH", ROLE, "general", (request) => updateRole(model, request)),
    route("DELETE", ROLE, "general", (request) => {
      const guild = guildWith(view, request, Bits.ManageRoles);
      const role = roleOf(guild, request);
      if (role.id === guild.id || role.botId !== undefined) throw apiError(50028);
      requireBelow(view, guild, role);
      guilds.deleteRole(guild.id, role);
      return noContent;
    }),
  ];
}

/** The role in the path. */
export function roleOf(guild: Guild, request: RestRequest): Role {
  const role = guild.roles.get(request.parameter("role_id"));
  if (role === undefined) throw apiError(10011);
  return role;
}

function sorted(guild: Guild) {
  return [...guild.roles.values()].sort((one, other) => one.position - other.position).map(apiRole);
}

/** Excludes @everyone, which every member has. */
function memberCounts(guild: Guild): Record<string, number> {
  const members = [...guild.members.values()];
  const countOf = (id: string) => members.filter(({ roles }) => roles.includes(id)).length;
  return Object.fromEntries([...guild.roles.keys()].filter((id) => id !== guild.id).map((id) => [id, countOf(id)]));
}

const fields = z.object({
  name: text(1, 100).nullish(),
  permissions: bits.nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  hoist: z.boolean().nullish(),
  mentionable: z.boolean().nullish(),
});

function changesIn(view: ModelView, guild: Guild, body: unknown): Partial<Role> {
  const changes = parseForm(fields, body ?? {});
  requireHeld(view, guild, changes.permissions ?? 0n);
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value != null));
}

function createRole({ view, guilds, newId }: RoleModel, request: RestRequest): RestResponse {
  const guild = guildWith(view, request, Bits.ManageRoles);
  if (guild.roles.size >= MAX_ROLES) throw apiError(30005);
  const everyone = guild.roles.get(guild.id);
  const defaults = { position: 1, permissions: everyone?.permissions ?? 0n };
  const role = newRole(newId(), "new role", { ...defaults, ...changesIn(view, guild, request.body) });
  guilds.addRole(guild.id, role);
  return ok(apiRole(role));
}

function updateRole({ view, guilds }: RoleModel, request: RestRequest): RestResponse {
  const guild = guildWith(view, request, Bits.ManageRoles);
  const role = roleOf(guild, request);
  requireBelow(view, guild, role);
  guilds.updateRole(guild.id, role.id, changesIn(view, guild, request.body));
  return ok(apiRole(roleOf(guild, request)));
}

const moves = z.array(z.object({ id: snowflake, position: z.int().nullish() }));

function moveRoles({ view, guilds }: RoleModel, request: RestRequest): RestResponse {
  const guild = guildWith(view, request, Bits.ManageRoles);
  for (const { id, position } of parseForm(moves, request.body)) {
    const role = guild.roles.get(id);
    if (role === undefined) throw apiError(10011);
    requireBelow(view, guild, role);
    if (position == null) continue;
    requireBelow(view, guild, { position });
    guilds.updateRole(guild.id, id, { position });
  }
  return ok(sorted(guild));
}

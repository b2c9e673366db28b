import { EntitlementOwnerType } from "discord-api-types/v10";
import { z } from "zod";
import { apiEntitlement } from "../../model/guild-json.ts";
import type { Model } from "../../model/model.ts";
import { compareIds } from "../../model/snowflake.ts";
import type { Entitlement, ModelView } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import { countOf, parseForm, snowflake } from "../validation/form.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const ENTITLEMENTS = "/applications/{application_id}/entitlements";
const ENTITLEMENT = `${ENTITLEMENTS}/{entitlement_id}`;

type EntitlementModel = Pick<Model, "view" | "entitlements" | "newId">;

/** Test entitlements: nothing is sold in the playground. */
export function entitlementRoutes(model: EntitlementModel): Route[] {
  const { view, entitlements } = model;
  return [
    route("GET", ENTITLEMENTS, "general", (request) => list(view, request)),
    route("POST", ENTITLEMENTS, "general", (request) => create(model, request)),
    route("GET", ENTITLEMENT, "general", (request) => ok(apiEntitlement(view, entitlementOf(view, request)))),
    route("DELETE", ENTITLEMENT, "general", (request) => {
      entitlements.delete(entitlementOf(view, request));
      return noContent;
    }),
    route("POST", `${ENTITLEMENT}/consume`, "general", (request) => {
      entitlements.put({ ...entitlementOf(view, request), consumed: true });
      return noContent;
    }),
  ];
}

function requireOwn(view: ModelView, request: RestRequest): void {
  if (request.parameter("application_id") !== view.applicationId) throw apiError(10002);
}

function entitlementOf(view: ModelView, request: RestRequest): Entitlement {
  requireOwn(view, request);
  const entitlement = view.entitlements.get(request.parameter("entitlement_id"));
  if (entitlement === undefined) throw apiError(10029);
  return entitlement;
}

const filter = z.object({
  user_id: snowflake.optional(),
  guild_id: snowflake.optional(),
  sku_ids: z.string().optional(),
  before: snowflake.optional(),
  after: snowflake.optional(),
  limit: countOf(100).default(100),
});

function list(view: ModelView, request: RestRequest): RestResponse {
  requireOwn(view, request);
  const { user_id, guild_id, sku_ids, before, after, limit } = parseForm(filter, Object.fromEntries(request.query));
  const found = [...view.entitlements.values()].filter(
    ({ id, userId, guildId, skuId }) =>
      (user_id === undefined || userId === user_id) &&
      (guild_id === undefined || guildId === guild_id) &&
      (sku_ids === undefined || sku_ids.split(",").includes(skuId)) &&
      (before === undefined || compareIds(id, before) < 0) &&
      (after === undefined || compareIds(id, after) > 0),
  );
  return ok(found.slice(0, limit).map((entitlement) => apiEntitlement(view, entitlement)));
}

const test = z.object({ sku_id: snowflake, owner_id: snowflake, owner_type: z.enum(EntitlementOwnerType) });

function create({ view, entitlements, newId }: EntitlementModel, request: RestRequest): RestResponse {
  requireOwn(view, request);
  const { sku_id, owner_id, owner_type } = parseForm(test, request.body);
  const isGuild = owner_type === EntitlementOwnerType.Guild;
  if (!(isGuild ? view.guilds : view.users).has(owner_id)) throw apiError(isGuild ? 10004 : 10013);
  const entitlement = {
    id: newId(),
    skuId: sku_id,
    applicationId: view.applicationId,
    userId: isGuild ? null : owner_id,
    guildId: isGuild ? owner_id : null,
    consumed: false,
  };
  entitlements.put(entitlement);
  return ok(apiEntitlement(view, entitlement));
}

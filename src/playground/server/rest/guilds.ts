import { PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { z } from "zod";
import { apiGuild } from "../../model/guild-json.ts";
import type { Model } from "../../model/model.ts";
import { guildPermissions } from "../../model/permissions.ts";
import { botGuilds } from "../../model/queries.ts";
import { compareIds } from "../../model/snowflake.ts";
import type { Guild, ModelView } from "../../model/types.ts";
import { countOf, parseForm, snowflake, text } from "../validation/form.ts";
import { guildOf, guildWith } from "./access.ts";
import { ok, type RestRequest, type Route, route } from "./route.ts";

const GUILD = "/guilds/{guild_id}";
const page = z.object({
  before: snowflake.optional(),
  after: snowflake.optional(),
  limit: countOf(200).default(200),
  with_counts: z.string().optional(),
});
const REGION = { id: "us-east", name: "US East", custom: false, deprecated: false, optimal: true };

export function guildRoutes({ view, guilds }: Pick<Model, "view" | "guilds">): Route[] {
  const get = (path: string, handle: (request: RestRequest) => unknown) =>
    route("GET", path, "general", (request) => ok(handle(request)));
  return [
    get(GUILD, (request) => apiGuild(guildOf(view, request))),
    get(`${GUILD}/preview`, (request) => preview(guildOf(view, request))),
    ...["/voice/regions", `${GUILD}/regions`].map((path) => get(path, () => [REGION])),
    route("PATCH", GUILD, "general", (request) => {
      const guild = guildWith(view, request, Bits.ManageGuild);
      const { name } = parseForm(z.object({ name: text(2, 100).optional() }), request.body);
      guilds.update(guild.id, { ...(name !== undefined && { name }) });
      return ok(apiGuild(guild));
    }),
    get("/users/@me/guilds", (request) => ownGuilds(view, request)),
  ];
}

/** The bot's guilds, sorted by id. With `before`, the last ones before that id. */
function ownGuilds(view: ModelView, { query }: RestRequest) {
  const { before, after, limit, with_counts } = parseForm(page, Object.fromEntries(query));
  const inRange = botGuilds(view)
    .filter(({ id }) => before === undefined || compareIds(id, before) < 0)
    .filter(({ id }) => after === undefined || compareIds(id, after) > 0)
    .sort((one, other) => compareIds(one.id, other.id));
  const guilds = before === undefined ? inRange.slice(0, limit) : inRange.slice(-limit);
  return guilds.map((guild) => partialGuild(view, guild, with_counts === "true"));
}

function partialGuild(view: ModelView, guild: Guild, withCounts: boolean) {
  const { id, name, ownerId, members } = guild;
  const bot = members.get(view.bot.id);
  return {
    id,
    name,
    icon: null,
    banner: null,
    owner: ownerId === view.bot.id,
    permissions: (bot === undefined ? 0n : guildPermissions(guild, bot)).toString(),
    features: [],
    ...(withCounts && { approximate_member_count: members.size, approximate_presence_count: members.size }),
  };
}

function preview(guild: Guild) {
  const { id, name, icon, description, home_header, splash, discovery_splash, features } = apiGuild(guild);
  const counts = { approximate_member_count: guild.members.size, approximate_presence_count: guild.members.size };
  const shown = { id, name, icon, description, home_header, splash, discovery_splash, features };
  return { ...shown, ...counts, emojis: [], stickers: [] };
}

import { z } from "zod";
import { apiGuild, apiGuildChannel, apiMember, apiRole, apiThread } from "../../model/json.ts";
import { guildPermissions } from "../../model/permissions.ts";
import { botGuilds, membersNamed } from "../../model/queries.ts";
import { compareIds } from "../../model/snowflake.ts";
import type { Guild, ModelView } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import { parseForm, snowflake, text } from "../validation/form.ts";
import { ok, type RestRequest, type Route, route } from "./route.ts";

const GUILD = "/guilds/{guild_id}";
const count = (maximum: number) => z.coerce.number().pipe(z.int().min(1).max(maximum));
const page = z.object({
  before: snowflake.optional(),
  after: snowflake.optional(),
  limit: count(200).default(200),
  with_counts: z.string().optional(),
});
const search = z.object({ query: text(1, 100), limit: count(1_000).default(1) });

export function guildRoutes(view: ModelView): Route[] {
  const get = (path: string, handle: (request: RestRequest) => unknown) =>
    route("GET", path, "general", (request) => ok(handle(request)));
  return [
    get(GUILD, (request) => apiGuild(guildOf(view, request))),
    get(`${GUILD}/channels`, (request) => Array.from(guildOf(view, request).channels.values(), apiGuildChannel)),
    get(`${GUILD}/roles`, (request) => Array.from(guildOf(view, request).roles.values(), apiRole)),
    get(`${GUILD}/threads/active`, (request) => {
      const threads = [...guildOf(view, request).threads.values()].filter(({ thread }) => thread?.archived === false);
      return { threads: threads.map((thread) => apiThread(view, thread)), members: [], has_more: false };
    }),
    // Before the route of one member, which would take "search" for an id.
    get(`${GUILD}/members/search`, (request) => {
      const guild = guildOf(view, request);
      const { query, limit } = parseForm(search, Object.fromEntries(request.query));
      return membersNamed(guild, query).slice(0, limit).map(apiMember);
    }),
    get(`${GUILD}/members/{user_id}`, (request) => {
      const id = request.parameter("user_id");
      const member = guildOf(view, request).members.get(id === "@me" ? view.bot.id : id);
      if (member === undefined) throw apiError(10007);
      return apiMember(member);
    }),
    get("/users/@me/guilds", (request) => ownGuilds(view, request)),
  ];
}

/** By id. With `before`, the last ones before it. */
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

/** The guild of the path, if the bot is in it. */
export function guildOf(view: ModelView, request: RestRequest): Guild {
  const guild = view.guilds.get(request.parameter("guild_id"));
  if (guild?.members.has(view.bot.id) !== true) throw apiError(10004);
  return guild;
}

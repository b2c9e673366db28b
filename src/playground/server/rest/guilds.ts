import { z } from "zod";
import { apiGuild, apiGuildChannel, apiMember, apiRole, apiThread } from "../../model/json.ts";
import { botGuilds } from "../../model/queries.ts";
import type { Guild, ModelView } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import { parseForm } from "../validation/form.ts";
import { ok, type RestRequest, type Route, route } from "./route.ts";

const GUILD = "/guilds/{guild_id}";
const page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(200) });

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
    get(`${GUILD}/members/{user_id}`, (request) => {
      const id = request.parameter("user_id");
      const member = guildOf(view, request).members.get(id === "@me" ? view.bot.id : id);
      if (member === undefined) throw apiError(10007);
      return apiMember(member);
    }),
    get("/users/@me/guilds", (request) => {
      const { limit } = parseForm(page, Object.fromEntries(request.query));
      return botGuilds(view)
        .slice(0, limit)
        .map((guild) => partialGuild(view, guild));
    }),
  ];
}

function partialGuild(view: ModelView, { id, name, ownerId }: Guild) {
  return { id, name, icon: null, banner: null, owner: ownerId === view.bot.id, permissions: "0", features: [] };
}

/** The guild of the path, if the bot is in it. */
export function guildOf(view: ModelView, request: RestRequest): Guild {
  const guild = view.guilds.get(request.parameter("guild_id"));
  if (guild?.members.has(view.bot.id) !== true) throw apiError(10004);
  return guild;
}

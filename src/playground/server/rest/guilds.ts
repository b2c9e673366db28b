import { z } from "zod";
import { apiGuild, apiMember, apiRole, apiTextChannel, apiThread } from "../../model/api.ts";
import { botGuilds, type Guild } from "../../model/world.ts";
import { refusal } from "../validation/api-error.ts";
import { checked } from "../validation/form.ts";
import { type Call, ok, type Route } from "./route.ts";

const GUILD = "/guilds/{guild_id}";

export const guildRoutes: Route[] = [
  { method: "GET", path: GUILD, bucket: "general", run: (call) => ok(apiGuild(guildOf(call))) },
  {
    method: "GET",
    path: `${GUILD}/channels`,
    bucket: "general",
    run: (call) => ok(Array.from(guildOf(call).channels.values(), apiTextChannel)),
  },
  {
    method: "GET",
    path: `${GUILD}/roles`,
    bucket: "general",
    run: (call) => ok(Array.from(guildOf(call).roles.values(), apiRole)),
  },
  {
    method: "GET",
    path: `${GUILD}/threads/active`,
    bucket: "general",
    run: (call) => {
      const { world } = call.services;
      const threads = [...guildOf(call).threads.values()].filter(({ thread }) => thread?.archived === false);
      return ok({ threads: threads.map((thread) => apiThread(world, thread)), members: [], has_more: false });
    },
  },
  {
    method: "GET",
    path: `${GUILD}/members/{user_id}`,
    bucket: "general",
    run: (call) => {
      const id = call.parameter("user_id");
      const member = guildOf(call).members.get(id === "@me" ? call.services.world.bot.id : id);
      if (member === undefined) throw refusal(10007);
      return ok(apiMember(member));
    },
  },
  {
    method: "GET",
    path: "/users/@me/guilds",
    bucket: "general",
    run: (call) => {
      const { limit } = checked(
        z.object({ limit: z.coerce.number().int().min(1).max(200).default(200) }),
        Object.fromEntries(call.query),
      );
      const guilds = botGuilds(call.services.world).slice(0, limit);
      return ok(
        guilds.map(({ id, name, ownerId }) => ({
          id,
          name,
          icon: null,
          banner: null,
          owner: ownerId === call.services.world.bot.id,
          permissions: "0",
          features: [],
        })),
      );
    },
  },
];

export function guildOf(call: Call): Guild {
  const guild = call.services.world.guilds.get(call.parameter("guild_id"));
  if (guild?.members.has(call.services.world.bot.id) !== true) throw refusal(10004);
  return guild;
}

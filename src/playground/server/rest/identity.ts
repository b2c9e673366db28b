import { botGuilds } from "../../model/world.ts";
import { refusal } from "../validation/api-error.ts";
import { type Call, ok, type Route } from "./route.ts";

/** Who the bot is, and where its gateway is. */

export const identityRoutes: Route[] = [
  { method: "GET", path: "/gateway", bucket: "general", run: (call) => ok({ url: gatewayUrl(call) }) },
  { method: "GET", path: "/gateway/bot", bucket: "general", run: (call) => ok(gatewayBot(call)) },
  {
    method: "GET",
    path: "/users/@me",
    bucket: "general",
    run: ({ services: { world } }) =>
      ok({ ...world.bot, mfa_enabled: true, locale: "en-US", verified: true, email: null }),
  },
  {
    method: "GET",
    path: "/users/{user_id}",
    bucket: "general",
    run: (call) => {
      const user = call.services.world.users.get(call.parameter("user_id"));
      if (user === undefined) throw refusal(10013);
      return ok(user);
    },
  },
  { method: "GET", path: "/applications/@me", bucket: "general", run: (call) => ok(application(call)) },
  { method: "GET", path: "/oauth2/applications/@me", bucket: "general", run: (call) => ok(application(call)) },
];

export function gatewayUrl({ services }: Call): string {
  return `${services.url().replace(/^http/, "ws")}/gateway`;
}

function gatewayBot(call: Call) {
  const { world, starts } = call.services;
  // The home guild is furniture: it does not count.
  return {
    url: gatewayUrl(call),
    shards: starts.shards(botGuilds(world).length - 1),
    session_start_limit: starts.limit(),
  };
}

function application({ services: { world } }: Call) {
  return {
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: "",
    summary: "",
    type: null,
    bot: world.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: 0,
    flags_new: "0",
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: world.owner,
    team: null,
    approximate_guild_count: botGuilds(world).length,
    approximate_user_install_count: world.installedBy.size,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    integration_types_config: {
      "0": { oauth2_install_params: { scopes: ["applications.commands", "bot"], permissions: "0" } },
      "1": { oauth2_install_params: { scopes: ["applications.commands"], permissions: "0" } },
    },
  };
}

import { refusal } from "../refusal.ts";
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

/** A local Discord makes nobody wait: many may identify at once. */
const MAX_CONCURRENCY = 16;

function gatewayBot(call: Call) {
  const guilds = call.services.world.guilds.size;
  return {
    url: gatewayUrl(call),
    shards: Math.max(1, Math.ceil((guilds - 1) / 2_000)),
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: MAX_CONCURRENCY },
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
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    integration_types_config: {
      "0": { oauth2_install_params: { scopes: ["applications.commands", "bot"], permissions: "0" } },
    },
  };
}

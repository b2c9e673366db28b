import { botGuilds } from "../../model/queries.ts";
import type { ModelView } from "../../model/types.ts";
import type { SessionStarts } from "../gateway/handshake.ts";
import { apiError } from "../validation/api-error.ts";
import { ok, type Route, route } from "./route.ts";

export function identityRoutes(view: ModelView, sessionStarts: SessionStarts, gatewayUrl: () => string): Route[] {
  return [
    { ...route("GET", "/gateway", "general", () => ok({ url: gatewayUrl() })), isPublic: true },
    route("GET", "/gateway/bot", "general", () => {
      // The home guild doesn't count, only those that load tests add.
      const shards = sessionStarts.shards(botGuilds(view).length - 1);
      return ok({ url: gatewayUrl(), shards, session_start_limit: sessionStarts.limit() });
    }),
    route("GET", "/users/@me", "general", () =>
      ok({ ...view.bot, mfa_enabled: true, locale: "en-US", verified: true, email: null }),
    ),
    route("GET", "/users/{user_id}", "general", (request) => {
      const user = view.users.get(request.parameter("user_id"));
      if (user === undefined) throw apiError(10013);
      return ok(user);
    }),
    route("GET", "/applications/@me", "general", () => ok(application(view))),
    route("GET", "/oauth2/applications/@me", "general", () => ok(application(view))),
  ];
}

function application(view: ModelView) {
  return {
    id: view.applicationId,
    name: view.bot.username,
    icon: null,
    description: "",
    summary: "",
    type: null,
    bot: view.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: 0,
    flags_new: "0",
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: view.owner,
    team: null,
    approximate_guild_count: botGuilds(view).length,
    approximate_user_install_count: view.userInstalls.size,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    integration_types_config: {
      "0": { oauth2_install_params: { scopes: ["applications.commands", "bot"], permissions: "0" } },
      "1": { oauth2_install_params: { scopes: ["applications.commands"], permissions: "0" } },
    },
  };
}

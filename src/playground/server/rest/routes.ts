import type { Interactions } from "../../interactions/interactions.ts";
import type { Responses } from "../../interactions/responses.ts";
import type { Model } from "../../model/model.ts";
import type { SessionStarts } from "../gateway/handshake.ts";
import type { Composer } from "../messages/compose.ts";
import { channelRoutes, pinRoutes } from "./channels.ts";
import { commandRoutes } from "./commands.ts";
import { entitlementRoutes } from "./entitlements.ts";
import { guildChannelRoutes } from "./guild-channels.ts";
import { guildRoutes } from "./guilds.ts";
import { identityRoutes } from "./identity.ts";
import { interactionRoutes, webhookRoutes } from "./interactions.ts";
import { inviteRoutes } from "./invites.ts";
import { banRoutes, memberRoutes } from "./members.ts";
import { messageRoutes } from "./messages.ts";
import { reactionRoutes } from "./reactions.ts";
import { roleRoutes } from "./roles.ts";
import type { Route } from "./route.ts";
import { threadRoutes } from "./threads.ts";
import { createChannelWebhooks, webhookSettingRoutes } from "./webhooks.ts";

type RoutesOptions = {
  model: Model;
  composer: Composer;
  interactions: Interactions;
  responses: Responses;
  sessionStarts: SessionStarts;
  gatewayUrl(): string;
};

export function createRoutes(options: RoutesOptions): Route[] {
  const { model, composer, interactions, responses, sessionStarts, gatewayUrl } = options;
  return [
    ...identityRoutes(model.view, sessionStarts, gatewayUrl),
    ...interactionRoutes(interactions, responses),
    ...webhookRoutes(model.view, interactions, responses, createChannelWebhooks(model, composer)),
    ...webhookSettingRoutes(model),
    ...channelRoutes(model),
    // Must come before the message routes, which would take "pins" for a message id.
    ...pinRoutes(model),
    ...messageRoutes(model, composer),
    ...reactionRoutes(model),
    ...threadRoutes(model, composer),
    ...guildRoutes(model),
    ...guildChannelRoutes(model),
    ...roleRoutes(model),
    ...memberRoutes(model),
    ...banRoutes(model),
    ...inviteRoutes(model),
    ...commandRoutes(model),
    ...entitlementRoutes(model),
  ];
}

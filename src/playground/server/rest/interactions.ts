import { type APIMessage, InteractionResponseType as Type } from "discord-api-types/v10";
import { acknowledge } from "../../interactions/callback.ts";
import { type Interactions, TOKEN_LIFETIME_MS } from "../../interactions/interactions.ts";
import type { Responses } from "../../interactions/responses.ts";
import type { Interaction } from "../../interactions/types.ts";
import { isEphemeral } from "../../model/queries.ts";
import { timeOfId } from "../../model/snowflake.ts";
import type { ModelView } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import { parseMessageBody } from "../validation/message.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";
import type { ChannelWebhooks } from "./webhooks.ts";

const CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback";

export function interactionRoutes(interactions: Pick<Interactions, "find">, responses: Responses): Route[] {
  const callback = route("POST", CALLBACK, "none", ({ parameter, query, body, files }) => {
    const interaction = interactions.find(parameter("interaction_id"));
    if (interaction?.token !== parameter("interaction_token")) throw apiError(10062);
    const { type, message } = acknowledge(responses, interaction, body, files);
    return query.get("with_response") === "true" ? ok(callbackResponse(interaction, type, message)) : noContent;
  });
  return [{ ...callback, isPublic: true }];
}

function callbackResponse(interaction: Interaction, type: Type, message: APIMessage | undefined): object {
  const { id, request, channel, originalId, isThinking } = interaction;
  const hasResource = type === Type.ChannelMessageWithSource || type === Type.UpdateMessage;
  return {
    interaction: {
      id,
      type: request.type,
      channel_id: channel.id,
      ...(channel.guildId !== undefined && { guild_id: channel.guildId }),
      ...(originalId !== undefined && { response_message_id: originalId }),
      ...(message !== undefined && {
        response_message_loading: isThinking,
        response_message_ephemeral: isEphemeral(message),
      }),
    },
    ...(hasResource && message !== undefined && { resource: { type, message } }),
  };
}

const WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}";
const MESSAGE = `${WEBHOOK}/messages/{message_id}`;
const ORIGINAL = `${WEBHOOK}/messages/@original`;

/** What the token of an acknowledged interaction permits for 15 minutes. */
export function webhookRoutes(
  view: ModelView,
  interactions: Pick<Interactions, "byToken">,
  responses: Responses,
  channelWebhooks: ChannelWebhooks,
): Route[] {
  const webhook = (
    method: Route["method"],
    path: string,
    handle: (interaction: Interaction, request: RestRequest) => RestResponse,
    handleChannelWebhook: (request: RestRequest) => RestResponse,
  ): Route => ({
    ...route(method, path, "webhook", (request) =>
      channelWebhooks.owns(request)
        ? handleChannelWebhook(request)
        : handle(interactionOf(view, interactions, request), request),
    ),
    isPublic: true,
  });
  return [
    webhook(
      "POST",
      WEBHOOK,
      (interaction, request) => ok(responses.followUp(interaction, sentIn(request))),
      channelWebhooks.execute,
    ),
    ...[ORIGINAL, MESSAGE].flatMap((path): Route[] => [
      webhook(
        "GET",
        path,
        (interaction, request) => ok(responses.messageOf(interaction, messageIdOf(interaction, request))),
        channelWebhooks.get,
      ),
      webhook(
        "PATCH",
        path,
        (interaction, request) => ok(responses.edit(interaction, messageIdOf(interaction, request), sentIn(request))),
        channelWebhooks.edit,
      ),
      webhook(
        "DELETE",
        path,
        (interaction, request) => {
          responses.delete(interaction, messageIdOf(interaction, request));
          return noContent;
        },
        channelWebhooks.delete,
      ),
    ]),
  ];
}

/** The webhook exists from the acknowledgment until the token expires, measured by the playground's clock. */
function interactionOf(
  view: ModelView,
  interactions: Pick<Interactions, "byToken">,
  request: RestRequest,
): Interaction {
  const interaction = interactions.byToken(request.parameter("webhook_token"));
  if (request.parameter("webhook_id") !== view.applicationId) throw apiError(10015);
  if (interaction === undefined) throw apiError(50027);
  if (interaction.acknowledgedWith === undefined) throw apiError(10015);
  if (view.clock.now() - timeOfId(interaction.id) > TOKEN_LIFETIME_MS) throw apiError(50027);
  return interaction;
}

function sentIn({ body, files }: RestRequest) {
  return { body: parseMessageBody(body), files };
}

function messageIdOf(interaction: Interaction, request: RestRequest): string {
  const id = request.parameter("message_id");
  // The path of the original has no parameter.
  if (id !== "") return id;
  if (interaction.originalId === undefined) throw apiError(10008);
  return interaction.originalId;
}

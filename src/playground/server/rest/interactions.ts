import { type APIMessage, InteractionResponseType as Type } from "discord-api-types/v10";
import { acknowledge } from "../../interactions/callback.ts";
import type { Interactions } from "../../interactions/interactions.ts";
import type { Responses } from "../../interactions/responses.ts";
import type { Interaction } from "../../interactions/types.ts";
import { isEphemeral } from "../../model/queries.ts";
import { apiError } from "../validation/api-error.ts";
import { noContent, ok, type Route, route } from "./route.ts";

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

import { randomUUID } from "node:crypto";
import { type APIUser, GatewayDispatchEvents } from "discord-api-types/v10";
import { createEmitter } from "../emitter.ts";
import type { Model } from "../model/model.ts";
import type { Channel } from "../model/types.ts";
import type { Dispatch } from "../server/gateway/dispatches.ts";
import { ownersOf } from "./command-access.ts";
import { interactionJson } from "./payload.ts";
import type { Interaction, InteractionRequest, MutableInteraction, Outcome } from "./types.ts";

export const NO_RESPONSE = "The application did not respond";
export const ACKNOWLEDGE_WITHIN_MS = 3_000;
export const TOKEN_LIFETIME_MS = 15 * 60_000;

export type Interactions = ReturnType<typeof createInteractions>;

/** `dispatch` returns how many sessions of the bot received the event. */
export function createInteractions(
  { view, newId }: Pick<Model, "view" | "newId">,
  dispatch: (event: Dispatch) => number,
) {
  const byId = new Map<string, MutableInteraction>();
  const outcomes = createEmitter<{ interaction: Interaction; outcome: Outcome }>();
  return {
    /** Sends the interaction to the bot and its outcomes to `report`. */
    start(
      request: InteractionRequest,
      user: APIUser,
      channel: Channel,
      report: (outcome: Outcome) => void,
    ): Interaction {
      deleteExpired(byId);
      const id = newId();
      const interaction: MutableInteraction = {
        id,
        token: Buffer.from(`interaction:${id}:${randomUUID()}`).toString("base64url"),
        user,
        channel,
        createdAt: Date.now(),
        request,
        owners: ownersOf(view, channel, user, request),
        sourceMessageId: "message" in request ? request.message?.id : undefined,
        report(outcome) {
          report(outcome);
          outcomes.emit({ interaction, outcome });
        },
        deadline: setTimeout(() => expire(interaction), ACKNOWLEDGE_WITHIN_MS),
        acknowledgedWith: undefined,
        originalId: undefined,
        isThinking: false,
        messageIds: [],
        followUpCount: 0,
        modal: undefined,
      };
      byId.set(id, interaction);
      const data = interactionJson(view, interaction);
      const event = GatewayDispatchEvents.InteractionCreate;
      const receivers = dispatch({ event, guildId: channel.guildId, intents: 0, data });
      // No session can respond, so don't wait three seconds as Discord's client would.
      if (receivers === 0) setImmediate(() => expire(interaction));
      return interaction;
    },
    find: (id: string): Interaction | undefined => byId.get(id),
    byToken(token: string): Interaction | undefined {
      const interaction = byId.get(idInToken(token));
      return interaction?.token === token ? interaction : undefined;
    },
    onOutcome: outcomes.subscribe,
    close() {
      for (const interaction of byId.values()) expire(interaction);
      byId.clear();
    },
  };
}

/** As on Discord, a token contains its interaction's id. */
function idInToken(token: string): string {
  return Buffer.from(token, "base64url").toString("latin1").split(":")[1] ?? "";
}

function expire(interaction: MutableInteraction): void {
  clearTimeout(interaction.deadline);
  interaction.deadline = undefined;
  if (interaction.acknowledgedWith === undefined) interaction.report({ type: "failed", text: NO_RESPONSE });
}

function deleteExpired(byId: Map<string, Interaction>): void {
  const oldest = Date.now() - TOKEN_LIFETIME_MS;
  // In time order, so expired ones come first.
  for (const [id, { createdAt }] of byId) {
    if (createdAt > oldest) return;
    byId.delete(id);
  }
}

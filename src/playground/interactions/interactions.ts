import { randomUUID } from "node:crypto";
import {
  type APIApplicationCommandOptionChoice,
  type APIAuthorizingIntegrationOwnersMap,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type APIUser,
  GatewayDispatchEvents,
  type InteractionType,
} from "discord-api-types/v10";
import type { Channel, World } from "../model/world.ts";
import type { Gateway } from "../server/gateway/gateway.ts";
import { ownersOf } from "./installations.ts";
import { type Asked, interactionJson } from "./payload.ts";

/** What becomes of what a person did, in the order in which it happens. */
export type Outcome =
  /** InteractionResult by the bot; nothing to look at yet. */
  | { type: "acknowledged" }
  | { type: "thinking"; message: APIMessage; ephemeral: boolean }
  | { type: "message"; message: APIMessage; ephemeral: boolean }
  | { type: "updated"; message: APIMessage }
  | { type: "modal"; interaction: Interaction; modal: APIModalInteractionResponseCallbackData }
  | { type: "choices"; choices: APIApplicationCommandOptionChoice[] }
  | { type: "failed"; text: string };

export type Interaction = {
  id: string;
  token: string;
  type: InteractionType;
  person: APIUser;
  channel: Channel;
  startedAt: number;
  asked: Asked;
  /** By whose installation: the guild's ("0"), the person's ("1"), or both. */
  owners: APIAuthorizingIntegrationOwnersMap;
  followUps: number;
  /** The message whose component was used, or that opened the modal. */
  sourceMessageId: string | undefined;
  /** The callback type that acknowledged it. */
  acknowledgedWith: number | undefined;
  /** The message that `@original` stands for. */
  originalId: string | undefined;
  /** The original only says "thinking" so far. */
  isThinking: boolean;
  /** All messages that this token may change. */
  messageIds: string[];
  modal: APIModalInteractionResponseCallbackData | undefined;
  tell(outcome: Outcome): void;
  /** Runs until the acknowledgement, or until it is too late for one. */
  deadline: NodeJS.Timeout | undefined;
};

export type Interactions = {
  /** Sends it to every live session of the shard, as Discord does. */
  start(asked: Asked, person: APIUser, channel: Channel, tell: (outcome: Outcome) => void): Interaction;
  find(id: string): Interaction | undefined;
  byToken(token: string): Interaction | undefined;
  close(): void;
};

export const NO_RESPONSE = "The application did not respond";
export const ANSWER_WITHIN_MS = 3_000;
export const TOKEN_LIVES_MS = 15 * 60_000;

export function createInteractions(world: World, gateway: Gateway): Interactions {
  const byId = new Map<string, Interaction>();
  return {
    start(asked, person, channel, tell) {
      forgetDead(byId);
      const interaction = createInteraction(world, asked, person, channel, tell);
      byId.set(interaction.id, interaction);
      const data = interactionJson(world, interaction);
      const heard = gateway.announce({
        event: GatewayDispatchEvents.InteractionCreate,
        guildId: channel.guildId,
        intents: 0,
        data,
      });
      // Discord's client would wait three seconds; nobody is there to answer, so say it at once.
      if (heard === 0) setImmediate(() => giveUp(interaction));
      return interaction;
    },
    find: (id) => byId.get(id),
    byToken(token) {
      const interaction = byId.get(idInToken(token));
      return interaction?.token === token ? interaction : undefined;
    },
    close() {
      for (const interaction of byId.values()) giveUp(interaction);
      byId.clear();
    },
  };
}

function createInteraction(
  world: World,
  asked: Asked,
  person: APIUser,
  channel: Channel,
  tell: (outcome: Outcome) => void,
): Interaction {
  const id = world.snowflakes.next();
  const interaction: Interaction = {
    id,
    token: Buffer.from(`interaction:${id}:${randomUUID()}`).toString("base64url"),
    type: asked.type,
    person,
    channel,
    startedAt: Date.now(),
    asked,
    owners: ownersOf(world, channel, person, asked),
    followUps: 0,
    sourceMessageId: "message" in asked ? asked.message?.id : undefined,
    acknowledgedWith: undefined,
    originalId: undefined,
    isThinking: false,
    messageIds: [],
    modal: undefined,
    tell,
    deadline: undefined,
  };
  interaction.deadline = setTimeout(() => giveUp(interaction), ANSWER_WITHIN_MS);
  return interaction;
}

/** A token names its interaction, as Discord's do. */
function idInToken(token: string): string {
  return Buffer.from(token, "base64url").toString("latin1").split(":")[1] ?? "";
}

function giveUp(interaction: Interaction): void {
  clearTimeout(interaction.deadline);
  interaction.deadline = undefined;
  if (interaction.acknowledgedWith === undefined) interaction.tell({ type: "failed", text: NO_RESPONSE });
}

/** Insertion order is time order: the dead are always in front. */
function forgetDead(byId: Map<string, Interaction>): void {
  const oldest = Date.now() - TOKEN_LIVES_MS;
  for (const [id, { startedAt }] of byId) {
    if (startedAt > oldest) return;
    byId.delete(id);
  }
}

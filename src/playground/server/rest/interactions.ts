import { type APIMessage, InteractionType, MessageFlags, InteractionResponseType as Type } from "discord-api-types/v10";
import { z } from "zod";
import { ANSWER_WITHIN_MS, type Interaction } from "../../interactions/interactions.ts";
import { change, reply, think } from "../../interactions/replies.ts";
import { isEphemeral } from "../../model/messages.ts";
import type { Services } from "../../services.ts";
import { formRefusal, refusal } from "../validation/api-error.ts";
import { checkChoices } from "../validation/choices.ts";
import { checked } from "../validation/form.ts";
import { parseBody } from "../validation/message.ts";
import { checkModal } from "../validation/modal.ts";
import { type Answer, type Call, nothing, ok, type Route } from "./route.ts";

/** The acknowledgement of an interaction: once, within three seconds, in a way its kind allows. */

const callback = z.object({ type: z.int(), data: z.unknown().optional() });

export const interactionRoutes: Route[] = [
  {
    method: "POST",
    path: "/interactions/{interaction_id}/{interaction_token}/callback",
    open: true,
    bucket: "none",
    run: answerInteraction,
  },
];

function answerInteraction(call: Call): Answer {
  const interaction = call.services.interactions.find(call.parameter("interaction_id"));
  if (interaction === undefined || interaction.token !== call.parameter("interaction_token")) throw refusal(10062);
  if (interaction.acknowledgedWith !== undefined) throw refusal(40060);
  if (interaction.deadline === undefined || Date.now() - interaction.startedAt > ANSWER_WITHIN_MS) throw refusal(10062);

  const { type, data } = checked(callback, call.body);
  if (!allowedTypes(interaction).includes(type)) throw formRefusal([typeIssue(type, allowedTypes(interaction))]);
  const message = carryOut(call, interaction, type, data);
  interaction.acknowledgedWith = type;
  clearTimeout(interaction.deadline);
  interaction.deadline = undefined;
  return call.query.get("with_response") === "true" ? ok(described(interaction, type, message)) : nothing;
}

/** What may answer what: choices only to autocompletion, updates only where there is a message, no modal after a modal. */
function allowedTypes({ type, sourceMessageId }: Interaction): Type[] {
  if (type === InteractionType.ApplicationCommandAutocomplete) return [Type.ApplicationCommandAutocompleteResult];
  const always = [Type.ChannelMessageWithSource, Type.DeferredChannelMessageWithSource];
  const updates = sourceMessageId === undefined ? [] : [Type.DeferredMessageUpdate, Type.UpdateMessage];
  return [...always, ...updates, ...(type === InteractionType.ModalSubmit ? [] : [Type.Modal])];
}

function typeIssue(type: number, allowed: number[]) {
  const message = `Interaction response type ${type} is not allowed here; one of (${allowed.join(", ")}) is.`;
  return { path: ["type"], code: "INTERACTION_RESPONSE_TYPE_INVALID", message };
}

function carryOut(
  { services, files }: Call,
  interaction: Interaction,
  type: number,
  data: unknown,
): APIMessage | undefined {
  switch (type) {
    case Type.ChannelMessageWithSource:
      return inData(() => reply(services, interaction, { body: parseBody(data), files }));
    case Type.DeferredChannelMessageWithSource:
      return think(services, interaction, deferFlags(data));
    case Type.DeferredMessageUpdate:
      interaction.originalId = interaction.sourceMessageId;
      interaction.tell({ type: "acknowledged" });
      return undefined;
    case Type.UpdateMessage:
      return update(services, interaction, data, files);
    case Type.ApplicationCommandAutocompleteResult:
      interaction.tell({ type: "choices", choices: checkChoices(data, interaction) });
      return undefined;
    default:
      interaction.modal = checkModal(data);
      interaction.tell({ type: "modal", interaction, modal: interaction.modal });
      return undefined;
  }
}

function update(services: Services, interaction: Interaction, data: unknown, files: Call["files"]): APIMessage {
  const source = interaction.sourceMessageId;
  if (source === undefined) throw refusal(10008);
  interaction.originalId = source;
  return inData(() => change(services, interaction, source, { body: parseBody(data), files }));
}

/** A callback's message stands under `data`, and so do the errors in it. */
function inData<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw nested(cause);
  }
}

function nested(cause: unknown): unknown {
  if (!(cause instanceof Error) || !("errors" in cause) || cause.errors === undefined || !("code" in cause))
    return cause;
  return Object.assign(cause, { errors: { data: cause.errors } });
}

/** A deferred reply can only be told to be ephemeral: everything else comes with the message. */
function deferFlags(data: unknown): number {
  const { flags } = checked(z.object({ flags: z.int().nullish() }), data ?? {}, ["data"]);
  if (((flags ?? 0) & ~MessageFlags.Ephemeral) === 0) return flags ?? 0;
  const message = "Only the ephemeral flag is allowed on a deferred reply";
  throw formRefusal([{ path: ["data", "flags"], code: "MESSAGE_FLAGS_INVALID", message }]);
}

function described(interaction: Interaction, type: number, message: APIMessage | undefined): object {
  const { id, channel, originalId } = interaction;
  const shown = type === Type.ChannelMessageWithSource || type === Type.UpdateMessage;
  return {
    interaction: {
      id,
      type: interaction.type,
      channel_id: channel.id,
      ...(channel.guildId === undefined ? {} : { guild_id: channel.guildId }),
      ...(originalId === undefined ? {} : { response_message_id: originalId }),
      ...(message === undefined
        ? {}
        : { response_message_loading: interaction.isThinking, response_message_ephemeral: isEphemeral(message) }),
    },
    ...(shown && message !== undefined ? { resource: { type, message } } : {}),
  };
}

import { type APIMessage, InteractionType, MessageFlags, InteractionResponseType as Type } from "discord-api-types/v10";
import { z } from "zod";
import type { UploadedFile } from "../server/messages/attachments.ts";
import { ApiError, apiError, formError } from "../server/validation/api-error.ts";
import { parseChoices } from "../server/validation/commands.ts";
import { parseForm } from "../server/validation/form.ts";
import { parseMessageBody } from "../server/validation/message.ts";
import { parseModal } from "../server/validation/modal.ts";
import { focusedOption } from "./command-options.ts";
import { ACKNOWLEDGE_WITHIN_MS } from "./interactions.ts";
import type { Responses } from "./responses.ts";
import type { Interaction, MutableInteraction } from "./types.ts";

const callback = z.object({ type: z.int(), data: z.unknown().optional() });

type CallbackResult = { type: Type; message: APIMessage | undefined };

/** Acknowledges an interaction: once, within three seconds, with a response that its type allows. */
export function acknowledge(
  responses: Pick<Responses, "reply" | "defer" | "edit">,
  interaction: MutableInteraction,
  body: unknown,
  files: readonly UploadedFile[],
): CallbackResult {
  if (interaction.acknowledgedWith !== undefined) throw apiError(40060);
  const isLate = Date.now() - interaction.createdAt > ACKNOWLEDGE_WITHIN_MS;
  if (interaction.deadline === undefined || isLate) throw apiError(10062);

  const { type, data } = parseForm(callback, body);
  const allowed = allowedTypes(interaction);
  if (!allowed.includes(type)) throw formError([typeIssue(type, allowed)]);
  const message = respond(responses, interaction, type, data, files);
  interaction.acknowledgedWith = type;
  clearTimeout(interaction.deadline);
  interaction.deadline = undefined;
  return { type, message };
}

/** Autocompletion takes only choices, an update needs a message, and a modal can't open another. */
function allowedTypes({ request, sourceMessageId }: Interaction): Type[] {
  if (request.type === InteractionType.ApplicationCommandAutocomplete)
    return [Type.ApplicationCommandAutocompleteResult];
  const always = [Type.ChannelMessageWithSource, Type.DeferredChannelMessageWithSource];
  const updates = sourceMessageId === undefined ? [] : [Type.DeferredMessageUpdate, Type.UpdateMessage];
  return [...always, ...updates, ...(request.type === InteractionType.ModalSubmit ? [] : [Type.Modal])];
}

function typeIssue(type: number, allowed: readonly number[]) {
  const message = `Interaction response type ${type} is not allowed here; must be one of (${allowed.join(", ")}).`;
  return { path: ["type"], code: "INTERACTION_RESPONSE_TYPE_INVALID", message };
}

function respond(
  responses: Pick<Responses, "reply" | "defer" | "edit">,
  interaction: MutableInteraction,
  type: Type,
  data: unknown,
  files: readonly UploadedFile[],
): APIMessage | undefined {
  switch (type) {
    case Type.ChannelMessageWithSource:
      return nestErrors(() => responses.reply(interaction, { body: parseMessageBody(data), files }));
    case Type.DeferredChannelMessageWithSource:
      return responses.defer(interaction, deferFlags(data));
    case Type.DeferredMessageUpdate:
      interaction.originalId = interaction.sourceMessageId;
      interaction.report({ type: "acknowledged" });
      return undefined;
    case Type.UpdateMessage: {
      const sourceId = interaction.sourceMessageId ?? "";
      interaction.originalId = sourceId;
      return nestErrors(() => responses.edit(interaction, sourceId, { body: parseMessageBody(data), files }));
    }
    case Type.ApplicationCommandAutocompleteResult:
      interaction.report({ type: "choices", choices: parseChoices(data, focusedType(interaction)) });
      return undefined;
    default:
      interaction.modal = parseModal(data);
      interaction.report({ type: "modal", interaction, modal: interaction.modal });
      return undefined;
  }
}

/** The message of a callback is its `data`, and so are the errors in it. */
function nestErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ApiError ? error.within("data") : error;
  }
}

/** A deferred reply can only set the ephemeral flag. Other flags come with the message. */
function deferFlags(data: unknown): number {
  const { flags } = parseForm(z.object({ flags: z.int().nullish() }), data ?? {}, ["data"]);
  if (((flags ?? 0) & ~MessageFlags.Ephemeral) === 0) return flags ?? 0;
  const message = "Only the ephemeral flag is allowed on a deferred reply";
  throw formError([{ path: ["data", "flags"], code: "MESSAGE_FLAGS_INVALID", message }]);
}

function focusedType({ request }: Interaction) {
  if (request.type !== InteractionType.ApplicationCommandAutocomplete) return undefined;
  return focusedOption(request.options)?.type;
}

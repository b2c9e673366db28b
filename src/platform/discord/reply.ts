import {
  type APIInteractionResponseCallbackData,
  DiscordAPIError,
  type InteractionDeferReplyOptions,
  type InteractionReplyOptions,
  type InteractionUpdateOptions,
  MessageFlags,
  MessagePayload,
  RESTJSONErrorCodes,
} from "discord.js";
import type { Click } from "./component-handler.ts";
import type { Card } from "./components.ts";

const EPHEMERAL = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;

/** The payload of a public reply, an update, or an edit of a deferred reply. Its mentions don't notify anyone. */
export function payload({ components }: Card) {
  return {
    components,
    flags: MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  } satisfies InteractionReplyOptions & InteractionUpdateOptions;
}

export function ephemeral({ components }: Card) {
  return {
    components,
    flags: EPHEMERAL,
    allowedMentions: { parse: [] },
  } satisfies InteractionReplyOptions;
}

export const deferEphemeral = { flags: MessageFlags.Ephemeral } satisfies InteractionDeferReplyOptions;

/** Sends an ephemeral reply to a click. */
export async function replyToClick(interaction: Click, card: Card): Promise<void> {
  await interaction.reply(resolved(interaction, { ...body(card), flags: EPHEMERAL }));
}

/** Updates the clicked message. A modal opened by a command has no message, so it gets a reply. */
export async function updateOrReply(interaction: Click, card: Card): Promise<void> {
  if (interaction.isModalSubmit() && !interaction.isFromMessage()) return replyToClick(interaction, card);
  await interaction.update(resolved(interaction, body(card)));
}

/** Acknowledges a click that may take a second to handle. `editReply` then works like `updateOrReply`. */
export async function deferUpdateOrReply(interaction: Click): Promise<void> {
  if (interaction.isModalSubmit() && !interaction.isFromMessage()) await interaction.deferReply(deferEphemeral);
  else await interaction.deferUpdate();
}

function body({ components }: Card) {
  return { components, allowed_mentions: { parse: [] } };
}

/** Skips resolving, because cards already are API data. In discord.js, it takes about a tenth of a click's CPU time. */
function resolved(interaction: Click, data: APIInteractionResponseCallbackData): MessagePayload {
  return Object.assign(new MessagePayload(interaction, {}), { body: data, files: [] });
}

/** Whether another process or an earlier attempt has already answered the interaction. */
export function isAlreadyAnswered(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}

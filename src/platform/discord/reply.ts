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

/** A card as a public reply, as an update, or in place of a deferred reply. It mentions no one. */
export function payload({ components }: Card) {
  return {
    components,
    flags: MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  } satisfies InteractionReplyOptions & InteractionUpdateOptions;
}

/** A card as a reply that only the person who acted sees. */
export function ephemeral({ components }: Card) {
  return {
    components,
    flags: EPHEMERAL,
    allowedMentions: { parse: [] },
  } satisfies InteractionReplyOptions;
}

/** Defers a reply that only the person who acted will see. */
export const deferEphemeral = { flags: MessageFlags.Ephemeral } satisfies InteractionDeferReplyOptions;

/** Replies to a click; only the member sees it. */
export async function replyToClick(interaction: Click, card: Card): Promise<void> {
  await interaction.reply(resolved(interaction, { ...body(card), flags: EPHEMERAL }));
}

/** Replaces the clicked message. A modal that a command opened has none, so it gets a reply. */
export async function updateOrReply(interaction: Click, card: Card): Promise<void> {
  if (interaction.isModalSubmit() && !interaction.isFromMessage()) return replyToClick(interaction, card);
  await interaction.update(resolved(interaction, body(card)));
}

/** Acknowledges a click whose work can take a second. `editReply` then does what `updateOrReply` would have done. */
export async function deferUpdateOrReply(interaction: Click): Promise<void> {
  if (interaction.isModalSubmit() && !interaction.isFromMessage()) await interaction.deferReply(deferEphemeral);
  else await interaction.deferUpdate();
}

function body({ components }: Card) {
  return { components, allowed_mentions: { parse: [] } };
}

/** Cards are Discord's JSON already. Resolving them again would take discord.js about a tenth of a click's CPU. */
function resolved(interaction: Click, data: APIInteractionResponseCallbackData): MessagePayload {
  return Object.assign(new MessagePayload(interaction, {}), { body: data, files: [] });
}

/** Another process, or an earlier try, answered the interaction. */
export function isAlreadyAnswered(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}

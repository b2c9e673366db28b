import {
  type ButtonInteraction,
  DiscordAPIError,
  type InteractionDeferReplyOptions,
  type InteractionEditReplyOptions,
  type InteractionReplyOptions,
  InteractionResponseType,
  type InteractionUpdateOptions,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
  Routes,
  type StringSelectMenuInteraction,
} from "discord.js";
import type { Card } from "./components.ts";

/** A reply only the person who acted sees. It mentions, but pings, nobody. */
export function privately({ components }: Card) {
  return {
    components,
    flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
    allowedMentions: { parse: [] },
  } satisfies InteractionReplyOptions;
}

/** A message for the whole channel. It pings nobody. */
export function publicly({ components }: Card) {
  return {
    components,
    flags: MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  } satisfies InteractionReplyOptions;
}

/** What a message that is already there becomes. */
export function changedInto({ components }: Card) {
  return { components, allowedMentions: { parse: [] } } satisfies InteractionUpdateOptions;
}

/** Somebody, perhaps an earlier try of our own, or another process, answered already. */
export function isAnswered(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}

type Answerable = ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;

/**
 * The last word on a click, straight through REST: the message is finished JSON, and what discord.js does to look at it
 * once more costs a third of a click. `inPlace` changes the message that was clicked.
 */
export async function answerClick(interaction: Answerable, card: Card, inPlace: boolean): Promise<void> {
  const { components } = card;
  const flags = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;
  const data = { components, allowed_mentions: { parse: [] }, ...(!inPlace && { flags }) };
  const type = inPlace ? InteractionResponseType.UpdateMessage : InteractionResponseType.ChannelMessageWithSource;
  await interaction.client.rest.post(Routes.interactionCallback(interaction.id, interaction.token), {
    body: { type, data },
    auth: false,
  });
  interaction.replied = true;
}

/** What becomes of the message that was clicked; a message of its own for a modal that a command opened. */
export async function turnInto(interaction: Answerable, card: Card): Promise<void> {
  await answerClick(interaction, card, !interaction.isModalSubmit() || interaction.isFromMessage());
}

/** A reply that is still being made; only the person who acted will see it. */
export const laterPrivately = { flags: MessageFlags.Ephemeral } satisfies InteractionDeferReplyOptions;

/** What stands in the place of a deferred reply. */
export function deferredInto({ components }: Card) {
  return {
    components,
    flags: MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  } satisfies InteractionEditReplyOptions;
}

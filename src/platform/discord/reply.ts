import {
  DiscordAPIError,
  type InteractionDeferReplyOptions,
  type InteractionReplyOptions,
  type InteractionUpdateOptions,
  MessageFlags,
  RESTJSONErrorCodes,
} from "discord.js";
import type { Click } from "./component.ts";
import type { Card } from "./components.ts";

/** A card as a public reply, as an update, or in place of a deferred reply. It pings nobody. */
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
    flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
    allowedMentions: { parse: [] },
  } satisfies InteractionReplyOptions;
}

/** Defers a reply that only the person who acted will see. */
export const deferEphemeral = { flags: MessageFlags.Ephemeral } satisfies InteractionDeferReplyOptions;

/** Replaces the clicked message. A modal that a command opened has none, so it gets a reply. */
export async function updateOrReply(interaction: Click, card: Card): Promise<void> {
  if (interaction.isModalSubmit() && !interaction.isFromMessage()) await interaction.reply(ephemeral(card));
  else await interaction.update(payload(card));
}

/** Another process, or an earlier try, answered the interaction. */
export function isAlreadyAnswered(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}

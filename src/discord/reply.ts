import {
  type InteractionEditReplyOptions,
  type InteractionReplyOptions,
  type InteractionUpdateOptions,
  MessageFlags,
} from "discord.js";
import type { Card } from "./render/components.ts";

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

/** What stands in the place of a deferred reply. */
export function deferredInto({ components }: Card) {
  return {
    components,
    flags: MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  } satisfies InteractionEditReplyOptions;
}

import { type APIMessage, MessageFlags } from "discord-api-types/v10";
import type { InteractionResult } from "../../src/playground/playground.ts";

type Content = { content?: string; components?: unknown; flags?: unknown };

/** All text of a message in reading order: text displays, button labels, placeholders. */
export function textOf(message: Content | undefined): string {
  const found: string[] = message?.content ? [message.content] : [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === "string" && (key === "content" || key === "label" || key === "placeholder"))
        found.push(inner);
      else walk(inner);
    }
  };
  walk(message?.components);
  return found.join("\n");
}

/** Every custom id in a message or modal, in order. */
export function customIdsOf(message: Content | undefined): string[] {
  return [...JSON.stringify(message?.components ?? []).matchAll(/"custom_id":"([^"]+)"/g)].flatMap(
    ([, id]) => id ?? [],
  );
}

/** The first custom id that has all these segments: `quiz.answer`, `again` and `quiz.answer:k3` are in `quiz.answer:k3:again`. */
export function customIdOf(message: Content | undefined, ...segments: readonly string[]): string {
  const found = customIdsOf(message).find((id) => segments.every((segment) => `:${id}:`.includes(`:${segment}:`)));
  if (found) return found;
  throw new Error(`No ${segments.join(" … ")} among ${customIdsOf(message).join(", ") || "no components"}`);
}

/** The message an interaction created or edited. */
export function shownBy({ message, updated, failed }: InteractionResult): APIMessage {
  const shown = updated ?? message;
  if (!shown) throw new Error(failed ?? "The interaction got no message");
  return shown;
}

export function isPublic({ flags }: Pick<APIMessage, "flags">): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) === 0;
}

import { type APIMessage, type APIStringSelectComponent, ComponentType, MessageFlags } from "discord-api-types/v10";

/** What can be told of a message without knowing the bot. */

export function customIdsIn({ components }: Pick<APIMessage, "components">): string[] {
  return [...JSON.stringify(components ?? []).matchAll(/"custom_id":"([^"]+)"/g)].flatMap(([, id]) => id ?? []);
}

/** A question is what the bot posts of its own accord, for all to press. */
export function isQuestion(message: APIMessage): boolean {
  const { author, flags, interaction_metadata } = message;
  const isPublic = ((flags ?? 0) & MessageFlags.Ephemeral) === 0;
  return author.bot === true && isPublic && interaction_metadata === undefined && customIdsIn(message).length > 0;
}

export function selectIn({ components }: Pick<APIMessage, "components">): APIStringSelectComponent | undefined {
  for (const part of components ?? []) {
    const rows = part.type === ComponentType.Container ? part.components : [part];
    for (const row of rows) {
      if (row.type !== ComponentType.ActionRow) continue;
      for (const one of row.components) if (one.type === ComponentType.StringSelect) return one;
    }
  }
  return undefined;
}

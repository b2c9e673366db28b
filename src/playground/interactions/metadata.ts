import {
  type APIApplicationCommandInteractionDataOption,
  type APIMessageInteraction,
  ApplicationCommandOptionType,
  InteractionType,
} from "discord-api-types/v10";
import type { Interaction } from "./types.ts";

/** The command that a message shows as its origin: the one used, or the one that opened the modal. */
export function messageInteraction({ id, user, request }: Interaction): APIMessageInteraction | undefined {
  if (request.type === InteractionType.ModalSubmit) return messageInteraction(request.opener);
  if (request.type === InteractionType.MessageComponent) return undefined;
  const name = [request.command.name, ...subcommandsOf(request.options)].join(" ");
  return { id, type: InteractionType.ApplicationCommand, name, user };
}

/** `add` of `/schedule add`. */
function subcommandsOf(options: readonly APIApplicationCommandInteractionDataOption[]): string[] {
  return options.flatMap((option) =>
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
      ? [option.name, ...subcommandsOf(option.options ?? [])]
      : [],
  );
}

/** `interaction_metadata` of a reply. */
export function interactionMetadata(interaction: Interaction) {
  const { id, user, owners, request } = interaction;
  if (request.type !== InteractionType.ModalSubmit) return triggeringMetadata(interaction);
  return {
    id,
    user,
    authorizing_integration_owners: owners,
    type: InteractionType.ModalSubmit,
    triggering_interaction_metadata: triggeringMetadata(request.opener),
  } as const;
}

/** A modal is opened by a command or a component, never by another modal. */
function triggeringMetadata({ id, user, owners, request }: Interaction) {
  const base = { id, user, authorizing_integration_owners: owners };
  return request.type === InteractionType.MessageComponent
    ? ({ ...base, type: InteractionType.MessageComponent, interacted_message_id: request.message.id } as const)
    : ({ ...base, type: InteractionType.ApplicationCommand } as const);
}

import {
  type APIMessage,
  ApplicationIntegrationType,
  InteractionType,
  MessageFlags,
  MessageType,
} from "discord-api-types/v10";
import { apiMessageReference, emptyMessage } from "../model/json.ts";
import type { Model } from "../model/model.ts";
import { anyMessage, isEphemeral } from "../model/queries.ts";
import type { Composer, SentMessage } from "../server/messages/compose.ts";
import { apiError } from "../server/validation/api-error.ts";
import { interactionMetadata, messageInteraction } from "./payload.ts";
import type { Interaction, MutableInteraction } from "./types.ts";

/** The messages that an interaction's token may send and edit. */
export type Responses = {
  reply(interaction: Interaction, sent: SentMessage): APIMessage;
  /** Shows that the bot is thinking: a message without content, which the bot edits later. */
  defer(interaction: Interaction, flags: number): APIMessage;
  /** After a deferred reply, the first follow-up becomes its content. */
  followUp(interaction: Interaction, sent: SentMessage): APIMessage;
  /** Edits the original, a follow-up, or the message with the component that was used. */
  edit(interaction: Interaction, messageId: string, sent: SentMessage): APIMessage;
  delete(interaction: Interaction, messageId: string): void;
  messageOf(interaction: Interaction, messageId: string): APIMessage;
};

/** Maximum number of follow-ups where only the user installed the bot. */
const MAX_FOLLOW_UPS = 5;

export function createResponses(model: Pick<Model, "view" | "messages" | "newId">, composer: Composer): Responses {
  const { view } = model;
  const publish = (interaction: MutableInteraction, message: APIMessage) => {
    interaction.messageIds.push(message.id);
    model.messages.add(interaction.channel, message, isEphemeral(message) ? interaction.user.id : undefined);
    return message;
  };
  const send = (interaction: MutableInteraction, { body, files }: SentMessage, repliesTo: string | undefined) =>
    publish(
      interaction,
      composer.compose({
        channel: interaction.channel,
        author: view.bot,
        body: { ...body, nonce: undefined },
        files,
        flags: (body.flags ?? 0) & MessageFlags.Ephemeral,
        extra: interactionFields(interaction, repliesTo),
      }),
    );
  const interactionFields = (interaction: Interaction, repliesTo: string | undefined) =>
    replyFields(model, interaction, repliesTo === undefined ? undefined : anyMessage(view, repliesTo));
  const messageOf = ({ messageIds, originalId }: Interaction, messageId: string) => {
    const isOwn = messageIds.includes(messageId) || messageId === originalId;
    const message = isOwn ? anyMessage(view, messageId) : undefined;
    if (message === undefined) throw apiError(10008);
    return message;
  };
  const edit = (interaction: MutableInteraction, messageId: string, sent: SentMessage): APIMessage => {
    const edited = composer.edit(interaction.channel, messageOf(interaction, messageId), sent);
    const wasThinking = interaction.isThinking && messageId === interaction.originalId;
    const message = wasThinking ? { ...edited, edited_timestamp: null } : edited;
    model.messages.replace(interaction.channel, message);
    if (wasThinking) interaction.isThinking = false;
    interaction.report(
      wasThinking ? { type: "message", message, ephemeral: isEphemeral(message) } : { type: "updated", message },
    );
    return message;
  };

  return {
    reply(interaction: MutableInteraction, sent) {
      const message = send(interaction, sent, interaction.sourceMessageId);
      interaction.originalId = message.id;
      interaction.report({ type: "message", message, ephemeral: isEphemeral(message) });
      return message;
    },
    defer(interaction: MutableInteraction, flags) {
      const message = publish(interaction, {
        ...emptyMessage(view, model.newId(), interaction.channel.id),
        flags: MessageFlags.Loading | (flags & MessageFlags.Ephemeral),
        ...interactionFields(interaction, interaction.sourceMessageId),
      });
      interaction.originalId = message.id;
      interaction.isThinking = true;
      interaction.report({ type: "thinking", message, ephemeral: isEphemeral(message) });
      return message;
    },
    followUp(interaction: MutableInteraction, sent) {
      const { isThinking, originalId, owners, followUpCount } = interaction;
      if (isThinking && originalId !== undefined) return edit(interaction, originalId, sent);
      if (!(ApplicationIntegrationType.GuildInstall in owners) && followUpCount >= MAX_FOLLOW_UPS)
        throw apiError(40094);
      const message = send(interaction, sent, originalId);
      interaction.followUpCount += 1;
      interaction.report({ type: "message", message, ephemeral: isEphemeral(message) });
      return message;
    },
    edit,
    delete(interaction: MutableInteraction, messageId) {
      model.messages.delete(interaction.channel, messageOf(interaction, messageId).id);
      if (messageId === interaction.originalId) interaction.isThinking = false;
    },
    messageOf,
  };
}

function replyFields(
  { view }: Pick<Model, "view">,
  interaction: Interaction,
  repliesTo: APIMessage | undefined,
): Partial<APIMessage> {
  const { channel, request, originalId } = interaction;
  const isFirst = originalId === undefined;
  const isCommand = request.type === InteractionType.ApplicationCommand && isFirst;
  const command = isFirst ? messageInteraction(interaction) : undefined;
  return {
    type: isCommand ? MessageType.ChatInputCommand : repliesTo === undefined ? MessageType.Default : MessageType.Reply,
    application_id: view.applicationId,
    webhook_id: view.applicationId,
    interaction_metadata: interactionMetadata(interaction),
    ...(command !== undefined && { interaction: command }),
    ...(repliesTo !== undefined && { message_reference: apiMessageReference(channel, repliesTo) }),
  };
}

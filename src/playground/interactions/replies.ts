import {
  type APIMessage,
  ApplicationIntegrationType,
  InteractionType,
  MessageFlags,
  MessageType,
} from "discord-api-types/v10";
import { anyMessage, deleteMessage, isEphemeral, replaceMessage } from "../model/messages.ts";
import { compose, notePost, publish, referenceTo, revise, timestamp } from "../server/messages/compose.ts";
import type { UploadedFile } from "../server/rest/route.ts";
import { refusal } from "../server/validation/api-error.ts";
import type { MessageBody } from "../server/validation/message.ts";
import type { Services } from "../services.ts";
import type { Interaction } from "./interactions.ts";
import { commandOf, metadataOf } from "./payload.ts";

/** The messages that an interaction's token may write and change. */

/** Where only its user installed the bot. */
const MOST_FOLLOW_UPS = 5;

type Sent = { body: MessageBody; files: readonly UploadedFile[] };

export function reply(services: Services, interaction: Interaction, sent: Sent): APIMessage {
  const message = write(services, interaction, sent, sent.body.flags ?? 0, interaction.sourceMessageId);
  interaction.originalId = message.id;
  interaction.tell({ type: "message", message, ephemeral: isEphemeral(message) });
  return message;
}

/** Puts up "thinking": an empty message that the bot fills later. */
export function think(services: Services, interaction: Interaction, flags: number): APIMessage {
  const { world } = services;
  const { channel, person } = interaction;
  const message: APIMessage = {
    id: world.snowflakes.next(),
    channel_id: channel.id,
    author: world.bot,
    content: "",
    embeds: [],
    components: [],
    attachments: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    timestamp: timestamp(world),
    edited_timestamp: null,
    pinned: false,
    tts: false,
    flags: MessageFlags.Loading | (flags & MessageFlags.Ephemeral),
    ...interactionFields(services, interaction, interaction.sourceMessageId),
  };
  interaction.originalId = message.id;
  interaction.isThinking = true;
  interaction.messageIds.push(message.id);
  publish(services, channel, message, isEphemeral(message) ? person.id : undefined);
  interaction.tell({ type: "thinking", message, ephemeral: isEphemeral(message) });
  return message;
}

/** The first follow-up after "thinking" takes its place; every other one is a message of its own. */
export function followUp(services: Services, interaction: Interaction, sent: Sent): APIMessage {
  if (interaction.isThinking && interaction.originalId !== undefined)
    return change(services, interaction, interaction.originalId, sent);
  if (!(ApplicationIntegrationType.GuildInstall in interaction.owners) && interaction.followUps >= MOST_FOLLOW_UPS)
    throw refusal(40094);
  const message = write(services, interaction, sent, sent.body.flags ?? 0, interaction.originalId);
  interaction.followUps += 1;
  interaction.tell({ type: "message", message, ephemeral: isEphemeral(message) });
  return message;
}

/** Changes a message of this token: the original, a follow-up, or the message whose component was used. */
export function change(
  services: Services,
  interaction: Interaction,
  messageId: string,
  { body, files }: Sent,
): APIMessage {
  const old = messageOf(services, interaction, messageId);
  const message = revise(services, interaction.channel, old, body, files);
  const wasThinking = interaction.isThinking && messageId === interaction.originalId;
  const finished = wasThinking ? { ...message, edited_timestamp: null } : message;
  replaceMessage(services.world, interaction.channel, finished);
  if (!wasThinking) {
    interaction.tell({ type: "updated", message: finished });
    return finished;
  }
  interaction.isThinking = false;
  if (!isEphemeral(finished)) notePost(services, finished);
  interaction.tell({ type: "message", message: finished, ephemeral: isEphemeral(finished) });
  return finished;
}

export function remove(services: Services, interaction: Interaction, messageId: string): void {
  const message = messageOf(services, interaction, messageId);
  deleteMessage(services.world, interaction.channel, message.id);
  if (messageId === interaction.originalId) interaction.isThinking = false;
}

export function messageOf(services: Services, interaction: Interaction, messageId: string): APIMessage {
  const isOwn = interaction.messageIds.includes(messageId) || messageId === interaction.originalId;
  const message = isOwn ? anyMessage(services.world, messageId) : undefined;
  if (message === undefined) throw refusal(10008);
  return message;
}

function write(
  services: Services,
  interaction: Interaction,
  sent: Sent,
  flags: number,
  answers: string | undefined,
): APIMessage {
  const { channel, person } = interaction;
  const message = compose(services, {
    channel,
    author: services.world.bot,
    body: { ...sent.body, nonce: undefined },
    files: sent.files,
    flags: flags & MessageFlags.Ephemeral,
    extra: interactionFields(services, interaction, answers),
  });
  interaction.messageIds.push(message.id);
  publish(services, channel, message, isEphemeral(message) ? person.id : undefined);
  return message;
}

function interactionFields(services: Services, interaction: Interaction, answers: string | undefined) {
  const { channel, type } = interaction;
  const answered = answers === undefined ? undefined : anyMessage(services.world, answers);
  const isFirst = interaction.originalId === undefined;
  const isCommand = type === InteractionType.ApplicationCommand && isFirst;
  const command = isFirst ? commandOf(interaction) : undefined;
  return {
    type: isCommand ? MessageType.ChatInputCommand : answered === undefined ? MessageType.Default : MessageType.Reply,
    application_id: services.world.applicationId,
    webhook_id: services.world.applicationId,
    interaction_metadata: metadataOf(interaction),
    ...(command === undefined ? {} : { interaction: command }),
    ...(answered === undefined ? {} : { message_reference: referenceTo(channel, answered) }),
  };
}

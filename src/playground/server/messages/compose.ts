import {
  AllowedMentionsTypes,
  type APIAttachment,
  type APIMessage,
  type APIUser,
  MessageFlags,
  MessageReferenceType,
  MessageType,
} from "discord-api-types/v10";
import { addMessage, addWhisper } from "../../model/messages.ts";
import type { Channel, World } from "../../model/world.ts";
import { describeFile } from "../../persistence/files.ts";
import type { Services } from "../../services.ts";
import type { UploadedFile } from "../rest/route.ts";
import { formRefusal } from "../validation/api-error.ts";
import { type AllowedMentions, checkParts, type MessageBody, refuseEmpty } from "../validation/message.ts";

/** From what a bot, or a person, sends to the message as everyone sees it. */

export type Draft = {
  channel: Channel;
  author: APIUser;
  body: MessageBody;
  files: readonly UploadedFile[];
  /** Flags beside those a sender may set. */
  flags?: number;
  /** What an interaction adds. */
  extra?: Partial<APIMessage>;
  replyTo?: APIMessage;
};

const SENDER_FLAGS =
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2 |
  MessageFlags.IsVoiceMessage;

export function compose(services: Services, draft: Draft): APIMessage {
  const { world } = services;
  const { channel, author, body, replyTo } = draft;
  const attachments = takeFiles(services, channel, body, draft.files);
  const { content = "", embeds = [], components = [] } = checkParts(body, attachments);
  refuseEmpty({ content, embeds, components, attachments });
  const id = world.snowflakes.next();
  return {
    id,
    channel_id: channel.id,
    type: replyTo === undefined ? MessageType.Default : MessageType.Reply,
    author,
    content,
    embeds,
    components,
    attachments,
    ...mentionsIn(world, channel, textOf(content, components), body.allowed_mentions, replyTo),
    flags: ((body.flags ?? 0) & SENDER_FLAGS) | (draft.flags ?? 0),
    timestamp: timestamp(world),
    edited_timestamp: null,
    pinned: false,
    tts: body.tts ?? false,
    ...(body.nonce == null ? {} : { nonce: body.nonce }),
    ...(replyTo === undefined ? {} : { message_reference: referenceTo(channel, replyTo), referenced_message: replyTo }),
    ...draft.extra,
  };
}

/** The message after an edit; what was not given stays. */
export function revise(
  services: Services,
  channel: Channel,
  old: APIMessage,
  body: MessageBody,
  files: readonly UploadedFile[],
): APIMessage {
  const wasV2 = ((old.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0;
  const attachments = [...keptAttachments(old, body), ...takeFiles(services, channel, body, files)];
  const parts = checkParts(body, attachments, wasV2);
  const content = parts.content ?? old.content;
  const embeds = parts.embeds ?? old.embeds;
  const components = parts.components ?? old.components ?? [];
  refuseEmpty({ content, embeds, components, attachments });
  if (parts.isV2 && !wasV2) refuseLeftovers(content, embeds);

  const kept = (old.flags ?? 0) & ~MessageFlags.Loading & ~(body.flags == null ? 0 : MessageFlags.SuppressEmbeds);
  const given = (body.flags ?? 0) & (MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2);
  return {
    ...old,
    content,
    embeds,
    components,
    attachments,
    ...mentionsIn(services.world, channel, textOf(content, components), body.allowed_mentions, undefined),
    flags: kept | given,
    edited_timestamp: timestamp(services.world),
  };
}

/** Makes a message public, or shows it to its one reader. */
export function publish(services: Services, channel: Channel, message: APIMessage, readerId?: string): void {
  if (readerId !== undefined) {
    addWhisper(services.world, channel, message, readerId);
    return;
  }
  addMessage(services.world, channel, message);
  const isThinking = ((message.flags ?? 0) & MessageFlags.Loading) !== 0;
  if (message.author.id === services.world.bot.id && !isThinking) notePost(services, message);
}

export function notePost(services: Services, message: APIMessage): void {
  services.traffic.post({
    at: services.world.time.now(),
    channelId: message.channel_id,
    messageId: message.id,
    nonce: message.nonce,
    message,
  });
}

function refuseLeftovers(content: string, embeds: unknown[]): void {
  if (content === "" && embeds.length === 0) return;
  const field = content === "" ? "embeds" : "content";
  const message = `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
  throw formRefusal([{ path: [field], code: "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message }]);
}

function takeFiles(
  services: Services,
  channel: Channel,
  body: MessageBody,
  files: readonly UploadedFile[],
): APIAttachment[] {
  return files.map((file) => {
    const id = services.world.snowflakes.next();
    const told = body.attachments?.find((attachment) => String(attachment.id) === file.field);
    const named = told?.filename == null ? file : { ...file, name: told.filename };
    services.files.keep(id, file);
    const attachment = describeFile(id, named, channel.id, services.url());
    return told?.description == null ? attachment : { ...attachment, description: told.description };
  });
}

/** An edit that lists attachments keeps only those; one that does not keeps all. */
function keptAttachments(old: APIMessage, body: MessageBody): APIAttachment[] {
  if (body.attachments == null) return old.attachments;
  const kept = new Set(body.attachments.map(({ id }) => String(id)));
  return old.attachments.filter(({ id }) => kept.has(id));
}

export function referenceTo(channel: Channel, message: APIMessage) {
  return {
    type: MessageReferenceType.Default,
    channel_id: channel.id,
    message_id: message.id,
    ...(channel.guildId === undefined ? {} : { guild_id: channel.guildId }),
  };
}

/** All that people read in a message, where mentions may stand. */
function textOf(content: string, components: unknown[]): string {
  const texts = [content];
  const collect = (parts: unknown[]) => {
    for (const part of parts) {
      if (typeof part !== "object" || part === null) continue;
      if ("content" in part && typeof part.content === "string") texts.push(part.content);
      if ("components" in part && Array.isArray(part.components)) collect(part.components);
    }
  };
  collect(components);
  return texts.join("\n");
}

/** Who is really pinged: named in the text and let through by `allowed_mentions`. */
function mentionsIn(
  world: World,
  channel: Channel,
  text: string,
  allowed: AllowedMentions | null | undefined,
  replyTo: APIMessage | undefined,
) {
  const guild = channel.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  const allows = (kind: AllowedMentionsTypes, ids: readonly string[] | null | undefined, id: string) =>
    allowed == null || allowed.parse?.includes(kind) === true || ids?.includes(id) === true;
  const mentions = new Map<string, APIUser>();
  const roles = new Set<string>();
  for (const [, id = ""] of text.matchAll(/<@!?(\d+)>/g)) {
    const user = world.users.get(id);
    if (user !== undefined && allows(AllowedMentionsTypes.User, allowed?.users, id)) mentions.set(id, user);
  }
  for (const [, id = ""] of text.matchAll(/<@&(\d+)>/g)) {
    if (guild?.roles.has(id) && allows(AllowedMentionsTypes.Role, allowed?.roles, id)) roles.add(id);
  }
  if (replyTo !== undefined && allowed?.replied_user !== false) mentions.set(replyTo.author.id, replyTo.author);
  const everyone =
    /@(everyone|here)\b/.test(text) &&
    (allowed == null || allowed.parse?.includes(AllowedMentionsTypes.Everyone) === true);
  return { mentions: [...mentions.values()], mention_roles: [...roles], mention_everyone: everyone };
}

/** Discord writes microseconds and an offset. */
export function timestamp({ time }: World): string {
  return new Date(time.now()).toISOString().replace("Z", "000+00:00");
}

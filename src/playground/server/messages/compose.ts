import {
  AllowedMentionsTypes,
  type APIAttachment,
  type APIMessage,
  type APIUser,
  PermissionFlagsBits as Bits,
  MessageFlags,
  MessageType,
} from "discord-api-types/v10";
import { apiMessageReference, apiTimestamp, emptyMessage } from "../../model/json.ts";
import type { Model } from "../../model/model.ts";
import { botPermissions, channelPermissions, has } from "../../model/permissions.ts";
import { reactors } from "../../model/reactions.ts";
import type { Channel, ModelView } from "../../model/types.ts";
import type { Files } from "../../persistence/files.ts";
import { apiError } from "../validation/api-error.ts";
import {
  type AllowedMentions,
  type MessageBody,
  parseMessageParts,
  rejectEmpty,
  rejectLegacyFields,
} from "../validation/message.ts";
import { apiAttachment, type UploadedFile } from "./attachments.ts";

/** A message's body as it was sent. */
export type SentMessage = { body: MessageBody; files: readonly UploadedFile[] };

type NewMessage = SentMessage & {
  channel: Channel;
  author: APIUser;
  /** Flags beyond those that a sender may set. */
  flags?: number;
  /** Fields that an interaction adds. */
  extra?: Partial<APIMessage>;
  replyTo?: APIMessage | undefined;
};

const SENDER_FLAGS =
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2 |
  MessageFlags.IsVoiceMessage;

const MAX_ATTACHMENTS = 10;

export type Composer = ReturnType<typeof createComposer>;

/** Builds messages, as everyone sees them, from what was sent. */
export function createComposer(
  { view, newId }: Pick<Model, "view" | "newId">,
  files: Pick<Files, "save">,
  baseUrl: () => string,
) {
  const saveAttachments = (channel: Channel, sent: SentMessage): APIAttachment[] =>
    sent.files.map((file) => {
      const id = newId();
      const details = sent.body.attachments?.find((attachment) => String(attachment.id) === file.field);
      files.save(id, file.bytes);
      const attachment = apiAttachment(id, { ...file, name: details?.filename ?? file.name }, channel.id, baseUrl());
      return details?.description == null ? attachment : { ...attachment, description: details.description };
    });

  return {
    compose({ channel, author, body, files, flags = 0, extra, replyTo }: NewMessage): APIMessage {
      rejectTooMany(files);
      const attachments = saveAttachments(channel, { body, files });
      const { content = "", embeds = [], components = [] } = parseMessageParts(body, attachments);
      rejectEmpty({ content, embeds, components, attachments });
      return {
        ...emptyMessage(view, newId(), channel.id),
        type: replyTo === undefined ? MessageType.Default : MessageType.Reply,
        author,
        content,
        embeds,
        components,
        attachments,
        ...mentionsIn(view, channel, { content, components, allowed: body.allowed_mentions, replyTo, author }),
        flags: ((body.flags ?? 0) & SENDER_FLAGS) | flags,
        tts: body.tts ?? false,
        ...(body.nonce != null && { nonce: body.nonce }),
        ...(replyTo !== undefined && {
          message_reference: apiMessageReference(channel, replyTo),
          referenced_message: replyTo,
        }),
        ...extra,
      };
    },
    /** Returns the message after an edit. Fields that weren't sent stay unchanged. */
    edit(channel: Channel, old: APIMessage, { body, files }: SentMessage): APIMessage {
      const oldFlags = old.flags ?? 0;
      const wasV2 = (oldFlags & MessageFlags.IsComponentsV2) !== 0;
      const kept = keptAttachments(old, body);
      rejectTooMany([...kept, ...files]);
      const attachments = [...kept, ...saveAttachments(channel, { body, files })];
      const parts = parseMessageParts(body, attachments, wasV2);
      const { content = old.content, embeds = old.embeds, components = old.components ?? [] } = parts;
      rejectEmpty({ content, embeds, components, attachments });
      if (parts.isV2 && !wasV2) rejectLegacyFields({ content, embeds });

      const keptFlags = oldFlags & ~MessageFlags.Loading & ~(body.flags == null ? 0 : MessageFlags.SuppressEmbeds);
      const newFlags = (body.flags ?? 0) & (MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2);
      return {
        ...old,
        content,
        embeds,
        components,
        attachments,
        ...mentionsIn(view, channel, {
          content,
          components,
          allowed: body.allowed_mentions,
          replyTo: undefined,
          author: old.author,
        }),
        flags: keptFlags | newFlags,
        edited_timestamp: apiTimestamp(view.clock),
      };
    },
  };
}

function rejectTooMany(attachments: readonly unknown[]): void {
  if (attachments.length > MAX_ATTACHMENTS) throw apiError(30015);
}

/** An edit that lists attachments keeps only those. One that doesn't keeps all of them. */
function keptAttachments(old: APIMessage, body: MessageBody): APIAttachment[] {
  if (body.attachments == null) return old.attachments;
  const kept = new Set(body.attachments.map(({ id }) => String(id)));
  return old.attachments.filter(({ id }) => kept.has(id));
}

type MentionSource = {
  content: string;
  components: readonly unknown[];
  allowed: AllowedMentions | null | undefined;
  replyTo: APIMessage | undefined;
  author: APIUser;
};

/**
 * Who is notified: those that the text mentions and `allowed_mentions` lets through. Roles that aren't mentionable,
 * @everyone and @here need a permission.
 */
function mentionsIn(view: ModelView, channel: Channel, source: MentionSource) {
  const { allowed, replyTo, author } = source;
  const held = author.id === view.bot.id ? botPermissions(view, channel) : channelPermissions(view, channel, author.id);
  const mentionsAll = has(held, Bits.MentionEveryone);
  const text = textOf(source.content, source.components);
  const guild = channel.guildId === undefined ? undefined : view.guilds.get(channel.guildId);
  const allows = (type: AllowedMentionsTypes, ids: readonly string[] | null | undefined, id: string) =>
    allowed == null || allowed.parse?.includes(type) === true || ids?.includes(id) === true;

  const mentions = new Map<string, APIUser>();
  for (const id of idsIn(text, /<@!?(\d+)>/g)) {
    const user = view.users.get(id);
    if (user !== undefined && allows(AllowedMentionsTypes.User, allowed?.users, id)) mentions.set(id, user);
  }
  if (replyTo !== undefined && (allowed == null || allowed.replied_user === true))
    mentions.set(replyTo.author.id, replyTo.author);
  const roles = idsIn(text, /<@&(\d+)>/g).filter(
    (id) =>
      (mentionsAll || guild?.roles.get(id)?.mentionable) &&
      guild?.roles.has(id) &&
      allows(AllowedMentionsTypes.Role, allowed?.roles, id),
  );
  return {
    mentions: [...mentions.values()],
    mention_roles: [...new Set(roles)],
    mention_everyone:
      mentionsAll && /@(everyone|here)\b/.test(text) && allows(AllowedMentionsTypes.Everyone, undefined, ""),
  };
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, id]) => id ?? []);
}

/** All text in a message that can contain mentions. */
function textOf(content: string, components: readonly unknown[]): string {
  const texts = [content];
  const collect = (parts: readonly unknown[]) => {
    for (const part of parts) {
      if (typeof part !== "object" || part === null) continue;
      if ("content" in part && typeof part.content === "string") texts.push(part.content);
      if ("components" in part && Array.isArray(part.components)) collect(part.components);
    }
  };
  collect(components);
  return texts.join("\n");
}

/** Without the Message Content intent, a bot reads only its own messages, mentions and direct messages. */
export function redacted(view: ModelView, channel: Channel, message: APIMessage): APIMessage {
  const isReadable =
    view.isPrivileged ||
    channel.guildId === undefined ||
    message.author.id === view.bot.id ||
    message.mentions.some(({ id }) => id === view.bot.id);
  const seen = message.reactions === undefined ? message : withOwnReactions(view, message);
  return isReadable ? seen : { ...seen, content: "", embeds: [], attachments: [], components: [] };
}

/** Sets `me`, which depends on the application. */
function withOwnReactions(view: ModelView, message: APIMessage): APIMessage {
  const reactions = message.reactions?.map((reaction) => {
    const { id, name } = reaction.emoji;
    return { ...reaction, me: reactors(view, message.id, { id, name: name ?? "" }).has(view.bot.id) };
  });
  return reactions === undefined ? message : { ...message, reactions };
}

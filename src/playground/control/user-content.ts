import { type APIAttachment, type APIMessage, type APIUser, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { ClientError } from "../interactions/types.ts";
import type { Model } from "../model/model.ts";
import { channelPermissions, has, sendPermission } from "../model/permissions.ts";
import { publicMessage } from "../model/queries.ts";
import { parseEmoji } from "../model/reactions.ts";
import type { Channel } from "../model/types.ts";
import type { Files } from "../persistence/files.ts";
import { apiAttachment, MAX_FILE_BYTES } from "../server/messages/attachments.ts";
import type { Composer } from "../server/messages/compose.ts";
import { ApiError } from "../server/validation/api-error.ts";
import { parseMessageBody } from "../server/validation/message.ts";

export const TOO_LARGE = "Your files are too powerful. The maximum size is 10 MB.";

export type UserContent = ReturnType<typeof createUserContent>;

/** What a user writes and uploads. Throws a ClientError where Discord's client would refuse. */
export function createUserContent(
  model: Pick<Model, "view" | "messages" | "reactions" | "addUpload" | "newId">,
  composer: Pick<Composer, "compose">,
  files: Pick<Files, "save">,
  baseUrl: () => string,
) {
  const { view } = model;
  return {
    sendMessage(user: APIUser, channel: Channel, content: string) {
      const required = Bits.ViewChannel | sendPermission(channel);
      if (!has(channelPermissions(view, channel, user.id), required))
        throw new ClientError("You do not have permission to send messages in this channel.");
      const message = compose(composer, user, channel, content);
      model.messages.add(channel, message);
      return message;
    },
    react(user: APIUser, channel: Channel, messageId: string, emoji: string) {
      const message = publicMessage(view, channel, messageId);
      if (message === undefined) throw new ClientError("This message was deleted.");
      if (!has(channelPermissions(view, channel, user.id), Bits.AddReactions | Bits.ReadMessageHistory))
        throw new ClientError("You do not have permission to add reactions here.");
      model.reactions.add(channel, message, parseEmoji(emoji), user.id);
    },
    /** Uploads a file for an option of a command, before the command is sent. */
    upload(user: APIUser, channel: Channel, name: string, bytes: Buffer): APIAttachment {
      if (channelPermissions(view, channel, user.id) === 0n)
        throw new ClientError("You do not have access to this channel.");
      if (bytes.length > MAX_FILE_BYTES) throw new ClientError(TOO_LARGE);
      const id = model.newId();
      files.save(id, bytes);
      const file = { field: "0", name, type: "", bytes };
      const attachment = { ...apiAttachment(id, file, channel.id, baseUrl()), ephemeral: true };
      model.addUpload(id, { attachment, userId: user.id });
      return attachment;
    },
  };
}

function compose(composer: Pick<Composer, "compose">, author: APIUser, channel: Channel, content: string): APIMessage {
  try {
    return composer.compose({ channel, author, body: parseMessageBody({ content }), files: [] });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ClientError(content.trim() === "" ? "Your message is empty." : "Messages can't exceed 2,000 characters.");
  }
}

import type { APIMessage } from "discord-api-types/v10";
import type { Channel, ModelView } from "../../model/types.ts";

/** Without the Message Content intent, a bot reads only its own messages, mentions and direct messages. */
export function redacted(view: ModelView, channel: Channel, message: APIMessage): APIMessage {
  const isReadable =
    channel.guildId === undefined ||
    message.author.id === view.bot.id ||
    message.mentions.some(({ id }) => id === view.bot.id);
  return isReadable ? message : { ...message, content: "", embeds: [], attachments: [], components: [] };
}

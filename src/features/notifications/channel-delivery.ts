import { Routes } from "discord.js";
import { mapDiscordErrors } from "../../platform/discord/discord-errors.ts";
import { ownMessageSince } from "../../platform/discord/message-history.ts";
import type { RestFor } from "../../platform/discord/send-limiter.ts";
import { SECOND } from "../../platform/time.ts";
import { messageBody, nonceOf } from "../daily/delivery.ts";
import type { PendingNotification } from "./rules.ts";
import { renderNotification } from "./view.ts";

const SEND_TIMEOUT = 45 * SECOND;

/** Posts notifications in channels. Both functions may throw ChannelError, MessageRejectedError or RetryLaterError. */
export function createChannelDelivery({ restFor, botId }: { restFor: RestFor; botId(): string }) {
  return {
    /** Two sends of the same id within minutes post one message. */
    async send(guildId: string, id: string, { channelId, notification }: PendingNotification): Promise<void> {
      const nonce = nonceOf(`${guildId}/${id}`);
      const body = { ...messageBody(renderNotification(notification)), nonce, enforce_nonce: true };
      await mapDiscordErrors(
        restFor(guildId).post(Routes.channelMessages(channelId), { body, signal: AbortSignal.timeout(SEND_TIMEOUT) }),
      );
    },

    /** Whether an earlier attempt sent it. */
    async wasSent(guildId: string, { channelId, at, notification }: PendingNotification): Promise<boolean> {
      const content = contentOf(renderNotification(notification).components);
      const hasContent = (components: readonly unknown[]) => contentOf(components) === content;
      return (await ownMessageSince({ rest: restFor(guildId), botId }, channelId, at, hasContent)) !== undefined;
    },
  };
}

export type ChannelDelivery = ReturnType<typeof createChannelDelivery>;

/** All text of a message. Messages with the same text are the same notification. */
function contentOf(components: readonly unknown[]): string {
  return [...JSON.stringify(components).matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join("\n");
}

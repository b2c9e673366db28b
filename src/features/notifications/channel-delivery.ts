import { Routes } from "discord.js";
import { mapDiscordErrors } from "../../platform/discord/discord-errors.ts";
import { ownMessageSince } from "../../platform/discord/message-history.ts";
import type { RestClient } from "../../platform/discord/rest.ts";
import { SECOND } from "../../platform/time.ts";
import { messageBody, nonceOf } from "../daily/delivery.ts";
import type { PendingNotification } from "./rules.ts";
import { renderNotification } from "./view.ts";

const SEND_TIMEOUT = 45 * SECOND;

/** Posts notifications in channels. Both functions may throw ChannelError, MessageRejectedError or RetryLaterError. */
export function createChannelDelivery({ rest, botId }: { rest: RestClient; botId(): string }) {
  return {
    /** Two sends with the same name within minutes post one message. */
    async send({ channelId, notification }: PendingNotification, name: string): Promise<void> {
      const body = { ...messageBody(renderNotification(notification)), nonce: nonceOf(name), enforce_nonce: true };
      await mapDiscordErrors(
        rest.post(Routes.channelMessages(channelId), { body, signal: AbortSignal.timeout(SEND_TIMEOUT) }),
      );
    },

    /** Whether an earlier attempt sent it. */
    async wasSent({ channelId, at, notification }: PendingNotification): Promise<boolean> {
      const content = contentOf(renderNotification(notification).components);
      const hasContent = (components: readonly unknown[]) => contentOf(components) === content;
      return (await ownMessageSince({ rest, botId }, channelId, at, hasContent)) !== undefined;
    },
  };
}

export type ChannelDelivery = ReturnType<typeof createChannelDelivery>;

/** All text of a message. Messages with the same text are the same notification. */
function contentOf(components: readonly unknown[]): string {
  return [...JSON.stringify(components).matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join("\n");
}

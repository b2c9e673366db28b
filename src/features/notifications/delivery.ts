import { createHash } from "node:crypto";
import { RESTJSONErrorCodes, Routes } from "discord.js";
import { z } from "zod";
import {
  ChannelError,
  DirectMessagesClosedError,
  discordErrorCode,
  mapDiscordErrors,
} from "../../platform/discord/discord-errors.ts";
import { messagesSince, ownMessageSince } from "../../platform/discord/message-history.ts";
import type { RestClient } from "../../platform/discord/rest.ts";
import type { RestFor } from "../../platform/discord/send-limiter.ts";
import { type Instant, SECOND } from "../../platform/time.ts";
import { messageBody, nonceOf } from "../daily/delivery.ts";
import type { DirectMessage, PendingNotification } from "./rules.ts";
import { renderDirectMessage, renderNotification } from "./view.ts";

/** Discord remembers a nonce for a few minutes. A much shorter timeout ensures that a retry can't post twice. */
const SEND_TIMEOUT = 45 * SECOND;

/** Posts notifications in channels. Every function may throw ChannelError, MessageRejectedError or RetryLaterError. */
export function createChannelDelivery({ restFor, botId }: { restFor: RestFor; botId(): string }) {
  return {
    /** Sends a notification. Discord drops duplicates of the same id within minutes. */
    async send(guildId: string, id: string, { channelId, notification }: PendingNotification): Promise<void> {
      const nonce = nonceOf(`${guildId}/${id}`);
      const body = { ...messageBody(renderNotification(notification)), nonce, enforce_nonce: true };
      await mapDiscordErrors(
        restFor(guildId).post(Routes.channelMessages(channelId), { body, signal: AbortSignal.timeout(SEND_TIMEOUT) }),
      );
    },

    /** Whether an earlier attempt has sent the notification. */
    async wasSent(guildId: string, { channelId, at, notification }: PendingNotification): Promise<boolean> {
      const content = contentOf(renderNotification(notification).components);
      const hasContent = (components: readonly unknown[]) => contentOf(components) === content;
      return (await ownMessageSince({ rest: restFor(guildId), botId }, channelId, at, hasContent)) !== undefined;
    },
  };
}

export type ChannelDelivery = ReturnType<typeof createChannelDelivery>;

/** Extracts the full text of a message. It identifies the notification. */
function contentOf(components: readonly unknown[]): string {
  return [...JSON.stringify(components).matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join("\n");
}

const CLOSED_CODES: ReadonlySet<number | undefined> = new Set([
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.InvalidRecipients,
  RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
]);

const directChannel = z.object({ id: z.string() });

export function createDirectMessageDelivery({ restFor, botId }: { restFor: RestFor; botId(): string }) {
  async function deliver(userId: string, message: DirectMessage, name: string, attemptedAt?: Instant): Promise<void> {
    const rest = restFor(userId);
    const signal = AbortSignal.timeout(SEND_TIMEOUT);
    const opened = await mapDiscordErrors(rest.post(Routes.userChannels(), { body: { recipient_id: userId }, signal }));
    const { id } = directChannel.parse(opened);
    const marker = markerOf(name);
    if (attemptedAt !== undefined && (await wasSent(rest, id, marker, attemptedAt))) return;

    const body = messageBody(renderDirectMessage(message));
    const components = body.components?.map((component, index) =>
      index === 0 ? { ...component, id: marker } : component,
    );
    const marked = { ...body, components, nonce: nonceOf(name), enforce_nonce: true };
    await mapDiscordErrors(rest.post(Routes.channelMessages(id), { body: marked, signal }));
  }

  async function wasSent(rest: RestClient, channelId: string, marker: number, since: Instant): Promise<boolean> {
    for await (const { author, components } of messagesSince(rest, channelId, since)) {
      const [first] = z.array(z.object({ id: z.number().optional() })).parse(components);
      if (author.id === botId() && first?.id === marker) return true;
    }
    return false;
  }

  return {
    /**
     * Sends a direct message. Discord drops duplicates of the same `name` within minutes. If an earlier attempt may
     * have sent it at `attemptedAt`, looks for it first. May throw DirectMessagesClosedError, MessageRejectedError or
     * RetryLaterError.
     */
    async send(userId: string, message: DirectMessage, name: string, attemptedAt?: Instant): Promise<void> {
      try {
        await deliver(userId, message, name, attemptedAt);
      } catch (error) {
        const isClosed = error instanceof ChannelError || CLOSED_CODES.has(discordErrorCode(error));
        throw isClosed ? new DirectMessagesClosedError("Direct messages are closed", { cause: error }) : error;
      }
    },
  };
}

export type DirectMessageDelivery = ReturnType<typeof createDirectMessageDelivery>;

/**
 * An id for the message's first component. A retry uses it to find the message. Discord numbers other components from
 * 1, so they never get such a large id.
 */
function markerOf(name: string): number {
  return 2 ** 30 + (createHash("sha256").update(name).digest().readUInt32BE() >>> 2);
}

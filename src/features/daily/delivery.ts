import { createHash } from "node:crypto";
import { type RESTPostAPIChannelMessageJSONBody, Routes } from "discord.js";
import { MessageFlags, RESTJSONErrorCodes } from "discord-api-types/v10";
import { z } from "zod";
import { type Card, clip, stripMarkdown } from "../../platform/discord/components.ts";
import { ignoreDiscordError, mapDiscordErrors, undefinedIfRefused } from "../../platform/discord/discord-errors.ts";
import { ownMessageSince } from "../../platform/discord/message-history.ts";
import type { RestFor } from "../../platform/discord/send-limiter.ts";
import { SECOND } from "../../platform/time.ts";
import { en as words } from "../../text/en/index.ts";
import type { Question } from "../questions/rules.ts";
import { renderQuestion } from "../questions/view.ts";
import { slotIdIn } from "./ids.ts";
import type { SentMessage } from "./post-store.ts";
import { type Post, type PostResults, postDate } from "./rules.ts";
import { renderReveal } from "./view.ts";

/** Discord remembers a nonce for a few minutes. A much shorter timeout ensures that a retry can't post twice. */
const SEND_TIMEOUT = 45 * SECOND;
const THREAD_ARCHIVED_AFTER_MINUTES = 1440;

const sentMessage = z.object({ id: z.string() });

/**
 * Sends and edits the messages of posts. Every function may throw ChannelError, MessageRejectedError or
 * RetryLaterError.
 */
export function createPostDelivery({ restFor, botId }: { restFor: RestFor; botId(): string }) {
  async function findIn({ guildId, slotId, claimedAt }: Post, channelId: string): Promise<SentMessage | undefined> {
    const isPost = (components: readonly unknown[]) => slotIdIn(components) === slotId;
    const messageId = await ownMessageSince({ rest: restFor(guildId), botId }, channelId, claimedAt, isPost);
    return messageId === undefined ? undefined : { channelId, messageId };
  }

  /** Does nothing if the message was deleted. */
  async function edit({ guildId, channelId, messageId }: Post, card: Card): Promise<void> {
    if (!messageId) return;
    const signal = AbortSignal.timeout(SEND_TIMEOUT);
    const route = Routes.channelMessage(channelId, messageId);
    const edited = restFor(guildId).patch(route, { body: messageBody(card), signal });
    await ignoreDiscordError(mapDiscordErrors(edited), RESTJSONErrorCodes.UnknownMessage);
  }

  return {
    /** Sends the post and returns the message id. Discord drops duplicates of the same post within minutes. */
    async send(post: Post, question: Question): Promise<string> {
      const nonce = nonceOf(`${post.guildId}/${post.slotId}`);
      const body = { ...messageBody(renderQuestion(post, question, 0)), nonce, enforce_nonce: true };
      const signal = AbortSignal.timeout(SEND_TIMEOUT);
      return sentMessage.parse(
        await mapDiscordErrors(restFor(post.guildId).post(Routes.channelMessages(post.channelId), { body, signal })),
      ).id;
    },

    /** Finds the message that an earlier attempt sent, in the post's channel or in a channel it used before. */
    async find(post: Post): Promise<SentMessage | undefined> {
      for (const channelId of post.previousChannelIds) {
        const found = await undefinedIfRefused(findIn(post, channelId));
        if (found) return found;
      }
      return findIn(post, post.channelId);
    },

    /** Whether the bot is in the guild. Discord reports the channels of other guilds as deleted or inaccessible. */
    async isInGuild(guildId: string): Promise<boolean> {
      return (await undefinedIfRefused(mapDiscordErrors(restFor(guildId).get(Routes.guild(guildId))))) !== undefined;
    },

    updateCount: (post: Post, question: Question, answered: number) =>
      edit(post, renderQuestion(post, question, answered)),

    updateResults: (post: Post, question: Question, results: PostResults) =>
      edit(post, renderReveal(post, question, results)),

    /** Opens the discussion thread unless it exists. Returns false if the channel can't have threads. */
    async openThread(post: Post, question: Question): Promise<boolean> {
      if (!post.messageId) return false;
      const body = {
        name: clip(stripMarkdown(words.question.thread(postDate(post), question.topic, question.stem)), 100),
        auto_archive_duration: THREAD_ARCHIVED_AFTER_MINUTES,
      };
      const route = Routes.threads(post.channelId, post.messageId);
      const opened = mapDiscordErrors(restFor(post.guildId).post(route, { body }));
      const exists = ignoreDiscordError(opened, RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage);
      return (await undefinedIfRefused(exists.then(() => true))) ?? false;
    },
  };
}

export type PostDelivery = ReturnType<typeof createPostDelivery>;

export function messageBody({ components, mentions }: Card): RESTPostAPIChannelMessageJSONBody {
  return {
    components,
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: { parse: [], ...(mentions && { roles: mentions.roles }) },
  };
}

/** Derives the nonce from a name. All attempts to send a message must use the same name. */
export function nonceOf(name: string): string {
  return createHash("sha256").update(name).digest("base64url").slice(0, 25);
}

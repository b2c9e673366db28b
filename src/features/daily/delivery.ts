import { createHash } from "node:crypto";
import { type RESTPostAPIChannelMessageJSONBody, Routes } from "discord.js";
import { MessageFlags } from "discord-api-types/v10";
import { z } from "zod";
import { type Card, clip, plain } from "../../platform/discord/components.ts";
import { asked, unlessCode, unlessRefused } from "../../platform/discord/discord-errors.ts";
import { ownMessageSince } from "../../platform/discord/message-history.ts";
import type { Requests } from "../../platform/discord/pace.ts";
import { SECOND } from "../../platform/time.ts";
import { en as words } from "../../text/en/index.ts";
import { renderQuestion } from "../questions/view.ts";
import { slotIdIn } from "./ids.ts";
import type { Messenger, SentMessage } from "./post-ports.ts";
import { dayOf, type Post } from "./post-rules.ts";
import { renderReveal } from "./reveal-view.ts";

/** A send that Discord has not taken by then is given up, well inside the minutes for which it knows a nonce. */
const SEND_WITHIN = 45 * SECOND;
const THREAD_ARCHIVED_AFTER_MINUTES = 1440;

const UNKNOWN_MESSAGE = 10008;
const THREAD_EXISTS = 160004;

const sentMessage = z.object({ id: z.string() });

type Needs = {
  rest: Requests;
  /** The bot's own user id. */
  botId(): string;
};

/** Brings posts to their channels through Discord's REST API. */
export function createMessenger({ rest, botId }: Needs): Messenger {
  async function findIn({ slotId, claimedAt }: Post, channelId: string): Promise<SentMessage | undefined> {
    const isPost = (components: readonly unknown[]) => slotIdIn(components) === slotId;
    const messageId = await ownMessageSince({ rest, botId }, channelId, claimedAt, isPost);
    return messageId === undefined ? undefined : { channelId, messageId };
  }

  return {
    async send(post, question) {
      const nonce = nonceOf(`${post.guildId}/${post.slotId}`);
      const body = { ...messageBody(renderQuestion(post, question, 0)), nonce, enforce_nonce: true };
      const signal = AbortSignal.timeout(SEND_WITHIN);
      return sentMessage.parse(await asked(rest.post(Routes.channelMessages(post.channelId), { body, signal }))).id;
    },

    async find(post) {
      for (const channelId of post.tried) {
        // What nobody can see any more does not stand in the way of another channel.
        const found = await unlessRefused(findIn(post, channelId));
        if (found) return found;
      }
      return findIn(post, post.channelId);
    },

    async draw(post, question, results) {
      if (!post.messageId) return;
      const card =
        post.state === "revealed"
          ? renderReveal(post, question, results)
          : renderQuestion(post, question, results.answered);
      const route = Routes.channelMessage(post.channelId, post.messageId);
      const signal = AbortSignal.timeout(SEND_WITHIN);
      await unlessCode(asked(rest.patch(route, { body: messageBody(card), signal })), UNKNOWN_MESSAGE);
    },

    async openThread(post, question) {
      if (!post.messageId) return false;
      const body = {
        name: clip(plain(words.question.thread(dayOf(post), question.topic, question.stem)), 100),
        auto_archive_duration: THREAD_ARCHIVED_AFTER_MINUTES,
      };
      const opened = asked(rest.post(Routes.threads(post.channelId, post.messageId), { body }));
      return (await unlessRefused(unlessCode(opened, THREAD_EXISTS).then(() => true))) ?? false;
    },
  };
}

export function messageBody({ components, mentions }: Card): RESTPostAPIChannelMessageJSONBody {
  return {
    components,
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: { parse: [], ...(mentions && { roles: mentions.roles }) },
  };
}

/** The same for every try of what goes by this name, and for nothing else. */
export function nonceOf(name: string): string {
  return createHash("sha256").update(name).digest("base64url").slice(0, 25);
}

import { createHash } from "node:crypto";
import {
  DiscordAPIError,
  RateLimitError,
  type REST,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
  SnowflakeUtil,
} from "discord.js";
import { MessageFlags } from "discord-api-types/v10";
import { z } from "zod";
import { ChannelError, MessageError, type Messenger, type SentMessage, TryLaterError } from "../app/ports.ts";
import type { Post } from "../core/post.ts";
import type { ChannelTrouble } from "../core/schedule.ts";
import { MINUTE, SECOND } from "../core/time.ts";
import { type Card, clip, plain } from "./render/components.ts";
import { renderQuestion } from "./render/question.ts";
import { renderReveal } from "./render/reveal.ts";

/** A send that Discord has not taken by then is given up, well inside the minutes for which it knows a nonce. */
const SEND_WITHIN = 45 * SECOND;
/** How far Discord's clock may be behind ours when we look for a message of a known time. */
const CLOCK_SKEW = 5 * MINUTE;
const HISTORY_PAGE = 100;
const THREAD_ARCHIVED_AFTER_MINUTES = 1440;

const UNKNOWN_MESSAGE = 10008;
const THREAD_EXISTS = 160004;
const TROUBLES: Readonly<Record<number, ChannelTrouble>> = {
  10003: "gone",
  10004: "gone",
  50001: "no-access",
  50013: "no-permission",
};

const sentMessage = z.object({ id: z.string() });
const history = z.array(
  z.object({ id: z.string(), author: z.object({ id: z.string() }), components: z.array(z.unknown()).default([]) }),
);

type Needs = {
  rest: REST;
  /** The bot's own user id. */
  botId(): string;
  /** Whether the bot may read a channel's history; where it may not, Discord gives an empty one and no error. */
  mayReadHistory(channelId: string): Promise<boolean>;
};

/** Brings posts to their channels through Discord's REST API. */
export function createMessenger({ rest, botId, mayReadHistory }: Needs): Messenger {
  async function* messagesSince(channelId: string, since: number) {
    for (let after = SnowflakeUtil.generate({ timestamp: since }).toString(); ; ) {
      const query = new URLSearchParams({ after, limit: String(HISTORY_PAGE) });
      const page = history.parse(await asked(rest.get(Routes.channelMessages(channelId), { query })));
      yield* page;
      if (page.length < HISTORY_PAGE) return;
      after = page.reduce((newest, { id }) => (BigInt(id) > BigInt(newest) ? id : newest), after);
    }
  }

  async function findIn(post: Post, channelId: string): Promise<SentMessage | undefined> {
    for await (const message of messagesSince(channelId, post.claimedAt - CLOCK_SKEW)) {
      if (message.author.id === botId() && carriesSlot(message.components, post.slotId)) {
        return { channelId, messageId: message.id };
      }
    }
    if (!(await mayReadHistory(channelId))) throw new ChannelError("no-permission");
    return undefined;
  }

  return {
    async send(post, question) {
      const body = { ...messageBody(renderQuestion(post, question, 0)), nonce: nonceOf(post), enforce_nonce: true };
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
      const body = { name: clip(plain(question.stem), 100), auto_archive_duration: THREAD_ARCHIVED_AFTER_MINUTES };
      const opened = asked(rest.post(Routes.threads(post.channelId, post.messageId), { body }));
      return (await unlessRefused(unlessCode(opened, THREAD_EXISTS).then(() => true))) ?? false;
    },
  };
}

function messageBody({ components, mentions }: Card): RESTPostAPIChannelMessageJSONBody {
  return {
    components,
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: { parse: [], ...(mentions && { roles: mentions.roles }) },
  };
}

/** The same for every try of one slot, and for no other. */
function nonceOf({ guildId, slotId }: Post): string {
  return createHash("sha256").update(`${guildId}/${slotId}`).digest("base64url").slice(0, 25);
}

/** Every open post has a button or select that names its slot: the mark by which an earlier try is found. */
function carriesSlot(components: readonly unknown[], slotId: string): boolean {
  return new RegExp(`"custom_id":"[a-z]+:${slotId}[:"]`).test(JSON.stringify(components));
}

/** Sorts what Discord says no with: the channel's refusals, our own mistakes, and what passes. */
async function asked<Reply>(request: Promise<Reply>): Promise<Reply> {
  try {
    return await request;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof RateLimitError) throw new TryLaterError(message, { after: error.retryAfter, cause: error });
    if (!(error instanceof DiscordAPIError)) throw new TryLaterError(message, { cause: error });

    const trouble = TROUBLES[Number(error.code)];
    if (trouble) throw new ChannelError(trouble, { cause: error });
    const passes = error.status === 429 || error.status >= 500;
    throw passes ? new TryLaterError(message, { cause: error }) : new MessageError(message, { cause: error });
  }
}

async function unlessCode(request: Promise<unknown>, code: number): Promise<void> {
  try {
    await request;
  } catch (error) {
    const cause = error instanceof MessageError ? error.cause : undefined;
    if (!(cause instanceof DiscordAPIError && Number(cause.code) === code)) throw error;
  }
}

/** Undefined where Discord refuses for good. */
async function unlessRefused<Reply>(request: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ChannelError || error instanceof MessageError) return undefined;
    throw error;
  }
}

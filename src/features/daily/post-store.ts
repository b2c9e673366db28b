import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, hash, hashArgs, pairs } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { Instant } from "../../platform/time.ts";
import type { BankVersion } from "../questions/bank-rules.ts";
import { isOwn } from "../questions/own-rules.ts";
import type { LastRun, SkipReason } from "../schedules/rules.ts";
import { parseBankMix } from "../settings/store.ts";
import { type Post, type PostRecord, postSchema } from "./rules.ts";

const record = hash.transform((fields): unknown => fields).pipe(postSchema);
const lastAskedTimes = pairs.transform((found) => new Map(found.map(([id, at]) => [id, Number(at)])));

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  claim: z.union([z.tuple([z.enum(["resumed", "done"]), record]), z.tuple([z.enum(["claimed", "skipped", "stale"])])]),
  pickContext: z.tuple([z.coerce.number(), z.string(), z.array(z.string()), lastAskedTimes]),
  listOpen: z.array(z.tuple([z.string(), hash])),
  redirect: record,
  markSent: z.int(),
  markRevealed: z.int(),
  markSkipped: z.int(),
});

/**
 * The result of claiming a question for a slot. `resumed`: an earlier attempt may have sent it. `done`: it was sent.
 * `stale`: this question or one of its enemies has been asked in the meantime, so pick another one.
 */
export type Claim =
  | { outcome: "claimed" | "resumed" | "done"; post: Post }
  | { outcome: "skipped" }
  | { outcome: "stale" };

/** Everything needed to pick a question. */
export type PickContext = { lastAsked: Map<string, Instant>; open: ReadonlySet<string>; bank: BankVersion };

export type SentMessage = { channelId: string; messageId: string };
type SkippedSlot = Pick<Post, "guildId" | "slotId" | "scheduleId" | "slotAt"> & { reason?: SkipReason };

export function createPostStore(redis: Redis) {
  async function find(guildId: string, slotId: string): Promise<Post | undefined> {
    return parsePost(guildId, slotId, await redis.hgetall(keys.post(guildId, slotId)));
  }

  /** Skips guilds' own questions: each is asked in only one guild, whose open posts quizzes check anyway. */
  async function recordOpen({ questionId, closesAt, claimedAt }: PostRecord): Promise<void> {
    if (isOwn(questionId)) return;
    const key = keys.openQuestions();
    await redis.multi().zadd(key, "GT", closesAt, questionId).zremrangebyscore(key, "-inf", claimedAt).exec();
  }

  return {
    find,

    async lastAsked(guildId: string): Promise<Map<string, Instant>> {
      return lastAskedTimes.parse(await redis.zrange(keys.lastPosted(guildId), "0", "-1", "WITHSCORES"));
    },

    async pickContext(guildId: string, now: Instant): Promise<PickContext> {
      const read = [keys.bank(guildId), keys.settings(guildId), keys.openPosts(guildId), keys.lastPosted(guildId)];
      const [version, mix, open, lastAsked] = await scripts.pickContext(redis, read, [now, keys.post(guildId, "")]);
      return { lastAsked, open: new Set(open), bank: { version, mix: parseBankMix(mix) } };
    },

    /** Posts whose slot was due in `[from, to)`. */
    async dueBetween(guildId: string, from: Instant, to: Instant): Promise<Post[]> {
      const slotIds = await redis.zrange(keys.posts(guildId), from, `(${to}`, "BYSCORE");
      const posts = await Promise.all(slotIds.map((slotId) => find(guildId, slotId)));
      return posts.filter((post) => post !== undefined);
    },

    /** The built-in questions that are open in any guild. */
    openAnywhere: async (now: Instant): Promise<ReadonlySet<string>> =>
      new Set(await redis.zrange(keys.openQuestions(), `(${now}`, "+inf", "BYSCORE")),

    /** Posts that accept answers now, newest first. */
    async open(guildId: string, now: Instant): Promise<Post[]> {
      const found = await scripts.listOpen(redis, [keys.openPosts(guildId)], [now, keys.post(guildId, "")]);
      const posts = found.map(([slotId, hash]) => parsePost(guildId, slotId, hash));
      return posts.filter((post) => post !== undefined).sort((a, b) => b.claimedAt - a.claimedAt);
    },

    /**
     * Claims a question for a slot. Later claims return the first one. Returns `stale` if the question or one of its
     * `enemies` has been asked in the guild since its `lastAsked` was read.
     */
    async claim(
      post: Post,
      lastAsked: Instant | undefined,
      enemies: readonly { id: string; lastAsked: Instant | undefined }[] = [],
    ): Promise<Claim> {
      const { guildId, slotId, previousChannelIds, ...stored } = post;
      const reply = await scripts.claim(
        redis,
        [keys.post(guildId, slotId), keys.lastPosted(guildId), keys.posts(guildId)],
        [
          slotId,
          post.questionId,
          post.claimedAt,
          post.slotAt,
          1 + enemies.length,
          ...[{ id: post.questionId, lastAsked }, ...enemies].flatMap((one) => [one.id, one.lastAsked ?? ""]),
          ...hashArgs({ ...stored, previousChannelIds: previousChannelIds.join(" ") }),
        ],
      );
      if (reply[0] === "claimed") {
        await recordOpen(post);
        return { outcome: "claimed", post };
      }
      if (reply.length === 1) return { outcome: reply[0] };
      return { outcome: reply[0], post: { ...reply[1], guildId, slotId } };
    },

    /** Changes the channel and closing time of a claimed post. Keeps a record of its earlier channel. */
    async redirect(
      { guildId, slotId }: Pick<Post, "guildId" | "slotId">,
      { channelId, closesAt }: Pick<Post, "channelId" | "closesAt">,
    ): Promise<Post> {
      const post = await scripts.redirect(redis, [keys.post(guildId, slotId)], [channelId, closesAt]);
      await recordOpen(post);
      return { ...post, guildId, slotId };
    },

    /** Whether the slot has been claimed, sent, revealed or skipped. */
    exists: async (guildId: string, slotId: string) => (await redis.exists(keys.post(guildId, slotId))) === 1,

    /** claimed → sent. */
    async markSent({ guildId, slotId, scheduleId, slotAt }: Post, { channelId, messageId }: SentMessage) {
      const run: LastRun = { outcome: "posted", at: slotAt, channelId, messageId };
      await scripts.markSent(
        redis,
        [keys.post(guildId, slotId), keys.openPosts(guildId), keys.lastRuns(guildId)],
        [slotId, channelId, messageId, scheduleId, JSON.stringify(run)],
      );
    },

    /** claimed or sent → revealed. Later answers don't count. */
    async markRevealed({ guildId, slotId }: Pick<Post, "guildId" | "slotId">) {
      const written = [keys.post(guildId, slotId), keys.openPosts(guildId), keys.deletedAnswers(guildId, slotId)];
      await scripts.markRevealed(redis, written, [slotId]);
    },

    async markThreadOpened({ guildId, slotId }: Pick<Post, "guildId" | "slotId">) {
      await redis.hset(keys.post(guildId, slotId), "threadOpened", "true");
    },

    /** Unclaimed or claimed → skipped. */
    async markSkipped({ guildId, slotId, scheduleId, slotAt, reason }: SkippedSlot) {
      const run: LastRun = { outcome: "skipped", at: slotAt, ...(reason && { reason }) };
      await scripts.markSkipped(
        redis,
        [keys.post(guildId, slotId), keys.lastRuns(guildId)],
        [scheduleId, JSON.stringify(run)],
      );
    },
  };
}

export type PostStore = ReturnType<typeof createPostStore>;

/** Parses a post's hash. Skipped and unknown slots have no post. */
export function parsePost(guildId: string, slotId: string, hash: Record<string, string>): Post | undefined {
  if (hash.state === undefined || hash.state === "skipped") return undefined;
  const stored: PostRecord = postSchema.parse(hash);
  return { ...stored, guildId, slotId };
}

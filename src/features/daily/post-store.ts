import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { fields, flatten, pairs } from "../../platform/redis/reply.ts";
import type { LastRun } from "../schedules/ports.ts";
import { bankMixIn } from "../settings/store.ts";
import type { PostStore } from "./post-ports.ts";
import { type Post, type PostRecord, postSchema } from "./post-rules.ts";

const record = fields.transform((hash): unknown => hash).pipe(postSchema);
const claim = defineScript(
  new URL("./claim.lua", import.meta.url),
  z.union([z.tuple([z.enum(["again", "done"]), record]), z.tuple([z.enum(["fresh", "skipped", "stale"])])]),
);
const instants = pairs.transform((found) => new Map(found.map(([name, at]) => [name, Number(at)])));
const outlook = defineScript(
  new URL("./outlook.lua", import.meta.url),
  z.tuple([z.coerce.number(), z.string(), z.array(z.string()), instants]),
);
const open = defineScript(new URL("./open-posts.lua", import.meta.url), z.array(z.tuple([z.string(), fields])));
const renew = defineScript(new URL("./renew-post.lua", import.meta.url), record);
const markSent = defineScript(new URL("./mark-sent.lua", import.meta.url), z.int());
const markRevealed = defineScript(new URL("./mark-revealed.lua", import.meta.url), z.int());
const markSkipped = defineScript(new URL("./mark-skipped.lua", import.meta.url), z.int());

export function createPostStore(redis: Redis): PostStore {
  async function find(guildId: string, slotId: string): Promise<Post | undefined> {
    return readPost(guildId, slotId, await redis.hgetall(keys.post(guildId, slotId)));
  }

  async function askedAt(guildId: string): Promise<Map<string, number>> {
    return instants.parse(await redis.zrange(keys.lastPosted(guildId), "0", "-1", "WITHSCORES"));
  }

  return {
    find,
    askedAt,

    async outlook(guildId, now) {
      const read = [keys.bank(guildId), keys.settings(guildId), keys.openPosts(guildId), keys.lastPosted(guildId)];
      const [version, mix, open, asked] = await outlook(redis, read, [now, keys.post(guildId, "")]);
      return { askedAt: asked, open: new Set(open), bank: { version, mix: bankMixIn(mix) } };
    },

    async between(guildId, from, to) {
      const slotIds = await redis.zrange(keys.posts(guildId), from, `(${to}`, "BYSCORE");
      const posts = await Promise.all(slotIds.map((slotId) => find(guildId, slotId)));
      return posts.filter((post) => post !== undefined);
    },

    async open(guildId, now) {
      const found = await open(redis, [keys.openPosts(guildId)], [now, keys.post(guildId, "")]);
      const posts = found.map(([slotId, hash]) => readPost(guildId, slotId, hash));
      return posts.filter((post) => post !== undefined).sort((a, b) => b.claimedAt - a.claimedAt);
    },

    async claim(post, expectedAskedAt) {
      const { guildId, slotId, tried, ...stored } = post;
      const reply = await claim(
        redis,
        [keys.post(guildId, slotId), keys.lastPosted(guildId), keys.posts(guildId)],
        [
          slotId,
          post.questionId,
          expectedAskedAt ?? "",
          post.claimedAt,
          post.slotAt,
          ...flatten({ ...stored, tried: tried.join(" ") }),
        ],
      );
      if (reply[0] === "fresh") return { outcome: "fresh", post };
      if (reply.length === 1) return { outcome: reply[0] };
      return { outcome: reply[0], post: { ...reply[1], guildId, slotId } };
    },

    async renew({ guildId, slotId }, { channelId, closesAt }) {
      const renewed = await renew(redis, [keys.post(guildId, slotId)], [channelId, closesAt]);
      return { ...renewed, guildId, slotId };
    },

    isSettled: async (guildId, slotId) => (await redis.exists(keys.post(guildId, slotId))) === 1,

    async markSent({ guildId, slotId, scheduleId, slotAt }, { channelId, messageId }) {
      const run: LastRun = { outcome: "posted", at: slotAt, channelId, messageId };
      await markSent(
        redis,
        [keys.post(guildId, slotId), keys.openPosts(guildId), keys.lastRuns(guildId)],
        [slotId, channelId, messageId, scheduleId, JSON.stringify(run)],
      );
    },

    async markRevealed({ guildId, slotId }) {
      await markRevealed(redis, [keys.post(guildId, slotId), keys.openPosts(guildId)], [slotId]);
    },

    async markThreadOpened({ guildId, slotId }) {
      await redis.hset(keys.post(guildId, slotId), "threadOpened", "true");
    },

    async markSkipped({ guildId, slotId, scheduleId, slotAt, reason }) {
      const run: LastRun = { outcome: "skipped", at: slotAt, ...(reason && { reason }) };
      await markSkipped(redis, [keys.post(guildId, slotId), keys.lastRuns(guildId)], [scheduleId, JSON.stringify(run)]);
    },
  };
}

/** A post from its hash; a slot that was skipped, or never was, has none. */
export function readPost(guildId: string, slotId: string, hash: Record<string, string>): Post | undefined {
  if (hash.state === undefined || hash.state === "skipped") return undefined;
  const stored: PostRecord = postSchema.parse(hash);
  return { ...stored, guildId, slotId };
}

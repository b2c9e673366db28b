import { beforeEach, describe, expect, it } from "vitest";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";
import { createRescoreStore, type RescoreStore } from "../../../src/features/rescoring/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";
import { answer, guildId, members, postOn } from "./fixtures.ts";

const [userId = "", other = ""] = members;
const post = postOn(0);
let redis: Redis;
let store: RescoreStore;
let before: Answer;

beforeEach(async () => {
  redis = await testRedis();
  store = createRescoreStore(redis);
  await createPostStore(redis).claim(post, undefined);
  await answer(redis, post, userId, "again");
  before = await stored();
});

async function stored(): Promise<Answer> {
  const [found] = await createAnswerStore(redis).list(guildId, post.slotId);
  return found ?? expect.fail("There is no answer");
}

const incorrect = { correct: false, base: 0, bonus: 0 };
const totals = () => redis.hmget(keys.totals(guildId), "correct", "rescored");

describe("replaceAnswers", () => {
  it("replaces an answer and its count, and requests a recompute", async () => {
    const after = { ...before, ...incorrect };
    await store.replaceAnswers(post, [{ before, after }]);
    expect(await stored()).toEqual(after);
    expect(await totals()).toEqual(["0", "1"]);
    expect(await store.pendingRecomputes(guildId)).toMatchObject([
      { userId, at: before.at, day: "2026-11-20", topic: post.topic },
    ]);

    await store.replaceAnswers(post, [{ before: after, after: before }]);
    expect(await stored()).toEqual(before);
    expect(await totals()).toEqual(["1", "2"]);
  });

  it.each<[string, Partial<Answer>]>([
    ["another sequence", { sequence: 9 }],
    ["another result", { correct: false }],
    ["another base", { base: 30 }],
    ["another bonus", { bonus: 2 }],
  ])("doesn't change an answer with %s", async (_, over) => {
    const changed = { ...before, ...over };
    await store.replaceAnswers(post, [{ before: changed, after: { ...changed, ...incorrect, base: 7 } }]);
    expect(await stored()).toEqual(before);
    expect(await totals()).toEqual(["1", null]);
    expect(await store.pendingRecomputes(guildId)).toEqual([]);
  });

  it("doesn't restore a deleted answer", async () => {
    await redis.hdel(keys.answers(guildId, post.slotId), userId);
    await store.replaceAnswers(post, [{ before, after: { ...before, ...incorrect } }]);
    expect(await createAnswerStore(redis).list(guildId, post.slotId)).toEqual([]);
  });

  it("keeps the sequence, time and day of a credit", async () => {
    await redis.flushdb();
    await createPostStore(redis).claim(post, undefined);
    await answer(redis, post, other, "again", { withheld: true });
    const withheld = await stored();
    const field = `${other}:${post.slotId}`;
    const credit = { sequence: 5, points: 21, at: 1_795_000_000_123, day: "2026-11-21", topic: "http" };
    await redis.hset(keys.credits(guildId, "ever"), field, JSON.stringify(credit));

    await store.replaceAnswers(post, [{ before: withheld, after: { ...withheld, ...incorrect } }]);
    const text = await redis.hget(keys.credits(guildId, "ever"), field);
    expect(JSON.parse(text ?? "")).toEqual({ ...credit, points: 0 });
    expect(await store.pendingRecomputes(guildId)).toMatchObject([{ userId: other, at: credit.at, day: credit.day }]);
  });

  it("does nothing if there are no changes", async () => {
    await store.replaceAnswers(post, []);
    expect(await stored()).toEqual(before);
  });
});

describe("removePendingRecomputes", () => {
  it("keeps requests that were added in the meantime", async () => {
    const after = { ...before, ...incorrect };
    await store.replaceAnswers(post, [{ before, after }]);
    const pending = await store.pendingRecomputes(guildId);
    await store.replaceAnswers(post, [{ before: after, after: before }]);
    await store.removePendingRecomputes(guildId, pending);
    expect(await store.pendingRecomputes(guildId)).toHaveLength(1);
  });
});

describe("outdatedPosts", () => {
  it("returns posts of the question with an earlier revision", async () => {
    const posts = createPostStore(redis);
    await posts.claim(postOn(1), post.claimedAt);
    await posts.claim({ ...postOn(2), questionId: "http.other" }, undefined);
    await posts.claim({ ...postOn(3), rev: 2 }, postOn(1).claimedAt);
    const slots = async (rev: number) =>
      (await store.outdatedPosts(guildId, { id: post.questionId, rev })).map(({ slotId }) => slotId);
    expect(await slots(2)).toEqual([post.slotId, postOn(1).slotId]);
    expect(await slots(1)).toEqual([]);

    await store.markRescored(post, 2);
    expect(await slots(2)).toEqual([postOn(1).slotId]);
    expect(await slots(3)).toHaveLength(3);
  });
});

describe("revisions", () => {
  it("are saved by question", async () => {
    expect(await store.revisions()).toEqual(new Map());
    await store.saveRevisions([
      { id: "a", rev: 1 },
      { id: "b", rev: 3 },
    ]);
    await store.saveRevisions([]);
    expect(await store.revisions()).toEqual(
      new Map([
        ["a", 1],
        ["b", 3],
      ]),
    );
    expect([await store.revisionOf("b"), await store.revisionOf("c")]).toEqual([3, undefined]);
  });
});

describe("guildsWithPosts", () => {
  it("returns the guilds that were asked the questions, and which ones", async () => {
    await redis.zadd(keys.lastPosted("42"), 1, "a", 2, "b");
    await redis.zadd(keys.lastPosted("43"), 1, "c");
    const found: unknown[] = [];
    for await (const guild of store.guildsWithPosts(["a", "b", "d"])) found.push(guild);
    expect(found).toEqual([{ guildId: "42", questionIds: ["a", "b"] }]);
  });
});

import { beforeEach, expect, it } from "vitest";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { createBankStore } from "../../../src/features/questions/bank-store.ts";
import { createScheduleStore } from "../../../src/features/schedules/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { postWith } from "../../support/posts.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
let redis: Redis;

beforeEach(async () => {
  redis = await testRedis();
});

const post = postWith();

it("a post keeps the question of its first claim", async () => {
  const store = createPostStore(redis);
  const claims = await Promise.all(
    ["a", "b", "c"].map((name) => store.claim({ ...post, questionId: `http.${name}` }, undefined)),
  );
  expect(claims.map(({ outcome }) => outcome)).toEqual(["claimed", "resumed", "resumed"]);
  expect((await store.find(guildId, post.slotId))?.questionId).toBe("http.a");
});

it("a claimed post can be redirected and remembers its previous channels", async () => {
  const store = createPostStore(redis);
  await store.claim(post, undefined);
  const renewed = await store.redirect(post, { channelId: "99", closesAt: 200_000 });
  expect(renewed).toMatchObject({ channelId: "99", closesAt: 200_000, previousChannelIds: [post.channelId] });
  await store.markSent(renewed, { channelId: "99", messageId: "500" });
  expect(await store.redirect(post, { channelId: "7", closesAt: 1 })).toMatchObject({
    channelId: "99",
    state: "sent",
  });
});

it("a claim is refused if another slot asked the question in the meantime", async () => {
  const store = createPostStore(redis);
  await store.claim(post, undefined);
  const other = { ...post, slotId: "2-2026-11-22" };
  expect(await store.claim(other, undefined)).toEqual({ outcome: "stale" });
  expect(await store.claim(other, post.claimedAt)).toMatchObject({ outcome: "claimed" });
});

it("a claim is refused if another slot asked an enemy of the question in the meantime", async () => {
  const store = createPostStore(redis);
  await store.claim(post, undefined);
  const other = { ...post, slotId: "2-2026-11-22", questionId: "http.enemy" };
  const enemies = (lastAsked?: number) => [
    { id: "http.never", lastAsked: undefined },
    { id: post.questionId, lastAsked },
  ];
  expect(await store.claim(other, undefined, enemies())).toEqual({ outcome: "stale" });
  expect(await store.claim(other, undefined, enemies(post.claimedAt))).toMatchObject({ outcome: "claimed" });
  expect(await store.find(guildId, other.slotId)).toMatchObject({ questionId: "http.enemy", state: "claimed" });
});

it("a post never returns to an earlier state", async () => {
  const store = createPostStore(redis);
  await store.claim(post, undefined);
  await store.markSent(post, { channelId: post.channelId, messageId: "500" });
  await store.markSent(post, { channelId: post.channelId, messageId: "501" });
  await store.markSkipped(post);
  expect(await store.find(guildId, post.slotId)).toMatchObject({ state: "sent", messageId: "500" });

  await store.markRevealed(post);
  await store.markSent(post, { channelId: post.channelId, messageId: "502" });
  expect(await store.find(guildId, post.slotId)).toMatchObject({ state: "revealed", messageId: "500" });
  expect(await store.claim(post, undefined)).toMatchObject({ outcome: "done" });
});

it("a skipped slot can't be claimed", async () => {
  const store = createPostStore(redis);
  await store.markSkipped(post);
  expect(await store.claim(post, undefined)).toEqual({ outcome: "skipped" });
  expect(await createScheduleStore(redis).lastRuns(guildId)).toEqual(
    new Map([["daily", { outcome: "skipped", at: 1_000 }]]),
  );
});

it("pickContext returns the questions asked, the open ones and the guild's bank", async () => {
  const store = createPostStore(redis);
  const untouched = { version: 0, mix: "both" };
  expect(await store.pickContext(guildId, 2_000)).toEqual({ lastAsked: new Map(), open: new Set(), bank: untouched });

  await store.claim(post, undefined);
  await store.markSent(post, { channelId: post.channelId, messageId: "500" });
  await createBankStore(redis).retireBuiltIn(guildId, "http.other", "2026-11-22");
  await createSettingsStore(redis).change(guildId, { bankMix: "own" });
  expect(await store.pickContext(guildId, 2_000)).toEqual({
    lastAsked: new Map([[post.questionId, post.claimedAt]]),
    open: new Set([post.questionId]),
    bank: { version: 1, mix: "own" },
  });
  expect((await store.pickContext(guildId, 100_000)).open).toEqual(new Set());
});

it("built-in questions that are open in any guild are listed", async () => {
  const store = createPostStore(redis);
  await store.claim(post, undefined);
  await store.claim({ ...post, slotId: "2-2026-11-22", questionId: "own.a.question" }, undefined);
  await store.claim({ ...post, guildId: "410000000000000001", closesAt: 50_000 }, undefined);
  expect(await store.openAnywhere(99_999)).toEqual(new Set([post.questionId]));
  expect(await store.openAnywhere(100_000)).toEqual(new Set());
  await store.redirect(post, { channelId: "99", closesAt: 200_000 });
  expect(await store.openAnywhere(100_000)).toEqual(new Set([post.questionId]));
});

it("a post is listed as open from when it is sent until it closes or is revealed", async () => {
  const store = createPostStore(redis);
  await store.claim(post, undefined);
  expect(await store.open(guildId, 2_000)).toEqual([]);
  await store.markSent(post, { channelId: post.channelId, messageId: "500" });
  expect((await store.open(guildId, 2_000)).map(({ slotId }) => slotId)).toEqual([post.slotId]);
  expect(await store.open(guildId, 100_000)).toEqual([]);
  await store.markRevealed(post);
  expect(await store.open(guildId, 2_000)).toEqual([]);
});

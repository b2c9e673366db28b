import { beforeEach, describe, expect, it } from "vitest";
import { createAuditLogStore } from "../../../src/features/audit-log/store.ts";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { ledgerErrors } from "../../../src/features/boards/ledger-rules.ts";
import { dailyPoints } from "../../../src/features/boards/points-rules.ts";
import { createRecomputeService } from "../../../src/features/boards/recompute-service.ts";
import { createRecomputeStore } from "../../../src/features/boards/recompute-store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { createWithheldCredits } from "../../../src/features/daily/reveal-service.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import { advanceStreak } from "../../../src/features/daily/streak-rules.ts";
import { createHiddenMemberStore } from "../../../src/features/privacy/hidden-store.ts";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";
import { createRescoringService } from "../../../src/features/rescoring/service.ts";
import type { RescoreStore } from "../../../src/features/rescoring/store.ts";
import { createRescoreStore } from "../../../src/features/rescoring/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { RetryLaterError } from "../../../src/platform/discord/delivery-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { DAY } from "../../../src/platform/time.ts";
import { banksOn } from "../../support/banks.ts";
import { readLedger } from "../../support/ledger.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const members = Array.from({ length: 8 }, (_, index) => `51000000000000000${index}`);
const start = Date.parse("2026-11-20T09:00:00Z");

const before = questions.single();
const options = {
  again: { text: "Send the same PUT again", why: "It was taken for right once." },
  post: { key: true, text: "Send the body as a POST", why: "It is right by the corrected key." },
  stop: { text: "Assume the update failed", why: "The server may have applied it." },
};
const corrected = questions.single({ rev: 2, difficulty: 3, options });
const other = questions.multi({ topic: "sql" });

let redis: Redis;
beforeEach(async () => {
  redis = await testRedis();
});

function postOn(index: number, { id, topic } = before): Post {
  const at = start + index * DAY;
  return {
    state: "claimed",
    guildId,
    slotId: `1-${dayOf(at)}`,
    scheduleId: "daily",
    channelId: "410000000000000101",
    topic,
    questionId: id,
    rev: 1,
    slotAt: at,
    claimedAt: at,
    closesAt: at + DAY,
    previousChannelIds: [],
    thread: false,
    threadOpened: false,
  };
}

/** As a worker does: tries again if members earn faster than their entries are recomputed. */
async function rescoreUntilDone(): Promise<void> {
  try {
    await create().rescore(guildId, before.id);
  } catch (error) {
    if (!(error instanceof RetryLaterError)) throw error;
    await rescoreUntilDone();
  }
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

async function answer(post: Post, userId: string, option: string, over: { correct?: boolean; withheld?: true } = {}) {
  const answers = createAnswerStore(redis);
  const at = post.slotAt + 1_000;
  const { streak: streakBefore } = await answers.member(guildId, userId);
  const streakAfter = advanceStreak(streakBefore, dayOf(at));
  const right = over.correct ?? option === "again";
  const withheld = over.withheld && { withheld: over.withheld };
  const points = dailyPoints(right, 2, streakAfter.length);
  const given = {
    userId,
    response: [option],
    correct: right,
    ...points,
    at,
    day: dayOf(at),
    streakBefore,
    streakAfter,
    ...withheld,
  };
  return answers.record(post, given, DEFAULT_CALENDAR);
}

/** What a reveal does for these answers, or for those that are recorded now. */
async function creditAtReveal(post: Post, given?: readonly Answer[]): Promise<void> {
  const needs = { credits: createCreditStore(redis), settings: createSettingsStore(redis), clock: () => post.closesAt };
  await createWithheldCredits(needs)(post, given ?? (await createAnswerStore(redis).list(guildId, post.slotId)));
}

/** The question on two days with another between and after; members choose in turn; some earn in quizzes too. */
async function play(): Promise<Post[]> {
  const posts = [postOn(0), postOn(1, other), postOn(2), postOn(3, other)];
  for (const [index, post] of posts.entries()) {
    await createPostStore(redis).claim(
      post,
      index === 2 ? posts[0]?.claimedAt : index === 3 ? posts[1]?.claimedAt : undefined,
    );
    for (const [place, userId] of members.entries()) {
      const option = ["again", "post", "stop"][(place + index) % 3] ?? "";
      await answer(post, userId, option, { correct: option === "again" });
      const credit = { userId, reason: `http.c${index}`, points: 4, at: post.slotAt + 2_000, day: dayOf(post.slotAt) };
      if (place % 3 === index % 3) await createCreditStore(redis).credit(guildId, [{ ...credit, topic: "http" }]);
    }
  }
  return posts;
}

function create(over: { rescores?: RescoreStore; asked?: typeof corrected } = {}) {
  const clock = () => start + 5 * DAY;
  const settings = createSettingsStore(redis);
  const agenda = createAgenda(redis);
  const recompute = createRecomputeService({ recomputes: createRecomputeStore(redis), settings, clock });
  return createRescoringService({
    rescores: over.rescores ?? createRescoreStore(redis),
    posts: createPostStore(redis),
    answers: createAnswerStore(redis),
    creditWithheld: createWithheldCredits({ credits: createCreditStore(redis), settings, clock }),
    recompute,
    settings,
    banks: banksOn(redis, [over.asked ?? corrected, other]),
    auditLog: {
      recordAndNotify: async (_, by, change) =>
        void (await createAuditLogStore(redis).add(guildId, { by, at: clock(), change })),
    },
    agenda,
    clock,
  });
}

const ledger = () => readLedger(redis, guildId);
const audit = async () => ledgerErrors(await ledger());

describe("a corrected key", () => {
  it("judges its answers again, once: boards, counts and points follow, streaks stay", async () => {
    await play();
    const was = await ledger();
    const { rescore } = create();
    await rescore(guildId, before.id);

    const is = await ledger();
    expect(await audit()).toEqual([]);
    expect(is.streaks).toEqual(was.streaks);
    const first = is.answers.filter(({ day }) => day === "2026-11-20");
    expect(first.map(({ response, correct: right }) => right === (response[0] === "post"))).not.toContain(false);
    expect(first.find(({ correct: right }) => right)).toMatchObject({ base: 30, bonus: 1 });
    expect(is.answers.find(({ day, correct: right }) => right && day === "2026-11-22")).toMatchObject({
      base: 30,
      bonus: 3,
    });
    expect(is.boards.get("all")).not.toEqual(was.boards.get("all"));
    expect(is.answers.filter(({ day }) => day === "2026-11-21")).toEqual(
      was.answers.filter(({ day }) => day === "2026-11-21"),
    );

    await rescore(guildId, before.id);
    expect(await ledger()).toEqual(is);
    const { entries } = await createAuditLogStore(redis).page(guildId, 0, 9);
    expect(entries.map(({ change }) => change)).toEqual([{ kind: "key-corrected", questionId: before.id, rev: 2 }]);
    const due = await createAgenda(redis).due("rate-limited", Number.MAX_SAFE_INTEGER, 99);
    expect(due.map(({ entry }) => entry.split(":")[0])).toEqual(["refresh", "refresh"]);
  });

  it("is known to the agenda before it is written, where it was asked", async () => {
    await play();
    const agenda = createAgenda(redis);
    const due = async () => {
      const all = await agenda.due("immediate", Number.MAX_SAFE_INTEGER, 99);
      return all.map(({ entry, dueAt }) => [entry, dueAt - (start + 5 * DAY)]);
    };
    const entry = `rescore:${guildId}:${before.id}`;
    const write = async () => {
      expect(await due()).toEqual([[entry, 60_000]]);
      return "done";
    };
    expect(await create().revise(guildId, [before.id, "own.never.asked"], write)).toBe("done");
    expect(await due()).toEqual([[entry, 3_000]]);
  });

  it("is put back exactly where a second correction says the first was wrong", async () => {
    await play();
    const was = await ledger();
    await create().rescore(guildId, before.id);
    await create({ asked: questions.single({ rev: 3 }) }).rescore(guildId, before.id);
    const is = await ledger();
    expect([is.answers, is.boards, is.totals]).toEqual([was.answers, was.boards, was.totals]);
  });

  it("reaches hidden members and keeps them hidden", async () => {
    await play();
    const [hidden = ""] = members;
    await createHiddenMemberStore(redis).add(guildId, hidden);
    for (const name of (await ledger()).boards.keys()) await redis.zrem(`{g:${guildId}}:leaderboard:${name}`, hidden);
    await create().rescore(guildId, before.id);
    expect(await audit()).toEqual([]);
  });

  it("moves points that were held until the reveal, and their credit", async () => {
    const post = postOn(0);
    await createPostStore(redis).claim(post, undefined);
    const [one = "", two = ""] = members;
    await answer(post, one, "again", { withheld: true });
    await answer(post, two, "post", { withheld: true });
    await createPostStore(redis).markRevealed(post);
    await creditAtReveal(post);
    expect(await audit()).toEqual([]);

    await create().rescore(guildId, before.id);
    expect(await audit()).toEqual([]);
    const { credits, boards } = await ledger();
    expect(new Map(credits.map(({ userId, points }) => [userId, points]))).toEqual(
      new Map([
        [one, 0],
        [two, 31],
      ]),
    );
    expect(boards.get("all")?.map(({ points }) => points)).toEqual([31, 0]);

    await create({ asked: questions.single({ rev: 3 }) }).rescore(guildId, before.id);
    expect(await audit()).toEqual([]);
    expect((await ledger()).boards.get("all")).toMatchObject([
      { userId: one, points: 21 },
      { userId: two, points: 0 },
    ]);
  });

  it("goes on after a crash at any step", async () => {
    const steps = [
      "outdatedPosts",
      "replaceAnswers",
      "markRescored",
      "pendingRecomputes",
      "removePendingRecomputes",
    ] as const;
    for (const step of steps) {
      for (const when of ["before", "after"] as const) {
        await redis.flushdb();
        await play();
        const real = createRescoreStore(redis);
        const dying = {
          ...real,
          [step]: async (...args: unknown[]) => {
            if (when === "after") await Reflect.apply(real[step], real, args);
            throw new Error("killed");
          },
        };
        await expect(create({ rescores: dying }).rescore(guildId, before.id)).rejects.toThrow("killed");
        await create().rescore(guildId, before.id);
        expect(await audit(), `${when} ${step}`).toEqual([]);
        const { answers } = await ledger();
        const again = answers.filter(({ day, response }) => day === "2026-11-20" && response[0] === "post");
        expect(again.every(({ correct: right, base }) => right && base === 30)).toBe(true);
      }
    }
  });

  it("is exact though answers come in all the while, and though two processes see to it", async () => {
    await play();
    const posts = Array.from({ length: 20 }, (_, index) => postOn(10 + index, other));
    for (const post of posts)
      await redis.del(`{g:${guildId}}:last-posted`).then(() => createPostStore(redis).claim(post, undefined));
    const answering = (async () => {
      for (const post of posts) for (const userId of members) await answer(post, userId, "again");
    })();
    await Promise.all([rescoreUntilDone(), rescoreUntilDone(), answering]);
    expect(await audit()).toEqual([]);
  });

  it("is noticed at the next start, in the guilds that were asked the question and nowhere else", async () => {
    await play();
    await redis.zadd("{g:42}:last-posted", 1, other.id);
    await create().catchUp([before, other]);
    const due = () => createAgenda(redis).due("immediate", Number.MAX_SAFE_INTEGER, 99);
    expect(await due()).toEqual([]);
    await create().catchUp([corrected, other]);
    expect((await due()).map(({ entry }) => entry)).toEqual([`rescore:${guildId}:${before.id}`]);
    await redis.del(...(await redis.keys("{a:*")));
    await create().catchUp([corrected, other]);
    expect(await due()).toEqual([]);
  });

  it("credits what was held though the reveal comes while it is judged again", async () => {
    const post = postOn(0);
    const posts = createPostStore(redis);
    await posts.claim(post, undefined);
    const [one = "", two = ""] = members;
    await answer(post, one, "again", { withheld: true });
    await answer(post, two, "post", { withheld: true });
    const real = createRescoreStore(redis);
    const revealedMeanwhile: RescoreStore = {
      ...real,
      async outdatedPosts(...asked) {
        const found = await real.outdatedPosts(...asked);
        await posts.markRevealed(post);
        await creditAtReveal(post);
        return found;
      },
    };
    await create({ rescores: revealedMeanwhile }).rescore(guildId, before.id);
    expect(await audit()).toEqual([]);
    const { credits } = await ledger();
    expect(new Map(credits.map(({ userId, points }) => [userId, points]))).toEqual(
      new Map([
        [one, 0],
        [two, 31],
      ]),
    );
  });

  it("leaves no credit for what its reveal had read before it was judged again", async () => {
    const post = postOn(0);
    await createPostStore(redis).claim(post, undefined);
    const [one = "", two = ""] = members;
    await answer(post, one, "again", { withheld: true });
    await answer(post, two, "post", { withheld: true });
    await createPostStore(redis).markRevealed(post);
    const asRead = await createAnswerStore(redis).list(guildId, post.slotId);

    await create().rescore(guildId, before.id);
    await creditAtReveal(post, asRead);
    await creditAtReveal(post);
    expect(await audit()).toEqual([]);
    const { credits, boards } = await ledger();
    expect(credits.map(({ userId, points }) => [userId, points])).toEqual([[two, 31]]);
    expect(boards.get("all")?.find(({ userId }) => userId === one)?.points).toBe(0);
  });

  it("is left by a worker of the version before to one that knows the key", async () => {
    await play();
    const worker = create();
    await worker.catchUp([before, other]);
    await worker.catchUp([corrected, other]);
    await redis.del(...(await redis.keys("{a:*")));
    await create({ asked: before }).rescore(guildId, before.id);
    const due = await createAgenda(redis).due("immediate", Number.MAX_SAFE_INTEGER, 99);
    expect(due.map(({ entry }) => entry)).toEqual([`rescore:${guildId}:${before.id}`]);

    await worker.rescore(guildId, before.id);
    expect(
      (await ledger()).answers.filter(({ correct: right, response }) => right && response[0] === "post"),
    ).not.toEqual([]);
  });

  it("is noted before the version before can take up its tasks", async () => {
    await play();
    await create().catchUp([before, other]);
    await create().catchUp([corrected, other]);
    expect(await createAgenda(redis).due("immediate", start + 5 * DAY, 99)).toEqual([]);
  });
});

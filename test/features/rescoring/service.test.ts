import { beforeEach, describe, expect, it } from "vitest";
import { createAuditLogStore } from "../../../src/features/audit-log/store.ts";
import { createHiddenMemberStore } from "../../../src/features/boards/store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { createRescoreStore, type RescoreStore } from "../../../src/features/rescoring/store.ts";
import { RetryLaterError } from "../../../src/platform/discord/discord-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { MINUTE, SECOND } from "../../../src/platform/time.ts";
import { checkLedger, readLedger } from "../../support/ledger.ts";
import { testRedis } from "../../support/redis.ts";
import {
  answer,
  corrected,
  creditWithheld,
  guildId,
  members,
  NOW,
  original,
  otherQuestion,
  play,
  postOn,
  rescoringOn,
  restored,
} from "./fixtures.ts";

const [one = "", two = ""] = members;
const ENTRY = `rescore:${guildId}:${original.id}`;

let redis: Redis;
beforeEach(async () => {
  redis = await testRedis();
});

const ledger = () => readLedger(redis, guildId);
const errors = () => checkLedger(redis, guildId);

/** Retries like a worker. */
async function rescoreUntilDone(): Promise<void> {
  try {
    await rescoringOn(redis).rescore(guildId, original.id);
  } catch (error) {
    if (!(error instanceof RetryLaterError)) throw error;
    await rescoreUntilDone();
  }
}

/** Agenda entries with how long after now they are due. */
async function scheduled(pace: "immediate" | "update" = "immediate"): Promise<[string, number][]> {
  const due = await createAgenda(redis).due(pace, Number.MAX_SAFE_INTEGER, 99);
  return due.map(({ entry, dueAt }) => [entry, dueAt - NOW]);
}

async function clearAgenda(): Promise<void> {
  await redis.del(...(await redis.keys("rootine:{a:*")));
}

async function pointsOf(board: string): Promise<[string, number][] | undefined> {
  return (await ledger()).boards.get(board)?.map(({ userId, points }) => [userId, points]);
}

async function creditedPoints(): Promise<[string, number][]> {
  return (await ledger()).credits.map(({ userId, points }): [string, number] => [userId, points]).sort();
}

/** A post with one answer by the old key and one by the new key. Their points are withheld. */
async function playWithheld() {
  const post = postOn(0);
  await createPostStore(redis).claim(post, undefined);
  await answer(redis, post, one, "again", { withheld: true });
  await answer(redis, post, two, "post", { withheld: true });
  return post;
}

describe("rescoring", () => {
  it("corrects answers, points, counts and leaderboards, but not streaks", async () => {
    await play(redis);
    const before = await ledger();
    await rescoringOn(redis).rescore(guildId, original.id);

    expect(await errors()).toEqual([]);
    const after = await ledger();
    expect(after.streaks).toEqual(before.streaks);
    for (const { day, response, correct, base, bonus, streak } of after.answers) {
      if (day !== "2026-11-20" && day !== "2026-11-22") continue;
      expect(correct).toBe(response[0] === "post");
      expect([base, bonus]).toEqual(correct ? [30, streak] : [0, 0]);
    }
    expect(after.boards.get("all")).not.toEqual(before.boards.get("all"));
    const others = ({ day }: { day: string }) => day === "2026-11-21" || day === "2026-11-23";
    expect(after.answers.filter(others)).toEqual(before.answers.filter(others));
  });

  it("changes nothing the second time", async () => {
    await play(redis);
    await rescoringOn(redis).rescore(guildId, original.id);
    const after = await ledger();
    await rescoringOn(redis).rescore(guildId, original.id);
    expect(await ledger()).toEqual(after);
    const { entries } = await createAuditLogStore(redis).page(guildId, 0, 9);
    expect(entries.map(({ by, change }) => [by, change])).toEqual([
      ["rootine", { kind: "key-corrected", questionId: original.id, rev: 2 }],
    ]);
  });

  it("updates the messages of posts that asked the question", async () => {
    await play(redis);
    await rescoringOn(redis).rescore(guildId, original.id);
    const entries = (await scheduled("update")).map(([entry]) => entry);
    expect(entries.sort()).toEqual([`refresh:${guildId}:1-2026-11-20`, `refresh:${guildId}:1-2026-11-22`]);
  });

  it("restores everything exactly when a second correction reverts the first", async () => {
    await play(redis);
    const before = await ledger();
    await rescoringOn(redis).rescore(guildId, original.id);
    await rescoringOn(redis, { question: restored }).rescore(guildId, original.id);
    const after = await ledger();
    expect([after.answers, after.boards, after.totals]).toEqual([before.answers, before.boards, before.totals]);
  });

  it("corrects the answers of hidden members and keeps them hidden", async () => {
    await play(redis);
    await createHiddenMemberStore(redis).add(guildId, one);
    for (const name of (await ledger()).boards.keys()) await redis.zrem(keys.leaderboard(guildId, name), one);
    await rescoringOn(redis).rescore(guildId, original.id);
    expect(await errors()).toEqual([]);
  });

  it("does nothing for a question that isn't in the bank", async () => {
    await play(redis);
    const before = await ledger();
    await rescoringOn(redis).rescore(guildId, "http.unknown");
    expect(await ledger()).toEqual(before);
  });

  it("is left to a process with the latest revision", async () => {
    await play(redis);
    const upgraded = rescoringOn(redis);
    await upgraded.catchUp([original, otherQuestion]);
    await upgraded.catchUp([corrected, otherQuestion]);
    await clearAgenda();
    const before = await ledger();
    await rescoringOn(redis, { question: original }).rescore(guildId, original.id);
    expect(await scheduled()).toEqual([[ENTRY, MINUTE]]);
    expect(await ledger()).toEqual(before);

    await upgraded.rescore(guildId, original.id);
    expect(await ledger()).not.toEqual(before);
    expect(await errors()).toEqual([]);
  });

  it.each(["outdatedPosts", "replaceAnswers", "markRescored", "pendingRecomputes", "removePendingRecomputes"] as const)(
    "completes after a crash at %s",
    async (step) => {
      for (const when of ["before", "after"] as const) {
        await redis.flushdb();
        await play(redis);
        const store = createRescoreStore(redis);
        const crashing = {
          ...store,
          [step]: async (...args: unknown[]) => {
            if (when === "after") await Reflect.apply(store[step], store, args);
            throw new Error("crash");
          },
        };
        await expect(rescoringOn(redis, { rescores: crashing }).rescore(guildId, original.id)).rejects.toThrow("crash");
        await rescoringOn(redis).rescore(guildId, original.id);
        expect(await errors(), `${when} ${step}`).toEqual([]);
        const { answers } = await ledger();
        const correct = answers.filter(({ day, response }) => day === "2026-11-20" && response[0] === "post");
        expect(correct.every((one) => one.correct && one.base === 30)).toBe(true);
      }
    },
  );

  it("is exact while members answer and two processes run it", async () => {
    await play(redis);
    const posts = Array.from({ length: 20 }, (_, index) => postOn(10 + index, otherQuestion));
    for (const post of posts) {
      await redis.del(keys.lastPosted(guildId));
      await createPostStore(redis).claim(post, undefined);
    }
    const answering = (async () => {
      for (const post of posts) for (const userId of members) await answer(redis, post, userId, "again");
    })();
    await Promise.all([rescoreUntilDone(), rescoreUntilDone(), answering]);
    expect(await errors()).toEqual([]);
  });
});

describe("rescoring with withheld points", () => {
  it("moves the points of the credits", async () => {
    const post = await playWithheld();
    await createPostStore(redis).markRevealed(post);
    await creditWithheld(redis, post);
    expect(await creditedPoints()).toEqual([[one, 21]]);

    await rescoringOn(redis).rescore(guildId, original.id);
    expect(await errors()).toEqual([]);
    expect(await creditedPoints()).toEqual([
      [one, 0],
      [two, 31],
    ]);
    expect(await pointsOf("all")).toEqual([
      [two, 31],
      [one, 0],
    ]);

    await rescoringOn(redis, { question: restored }).rescore(guildId, original.id);
    expect(await errors()).toEqual([]);
    expect(await pointsOf("all")).toEqual([
      [one, 21],
      [two, 0],
    ]);
  });

  it("credits nothing before the reveal", async () => {
    await playWithheld();
    await rescoringOn(redis).rescore(guildId, original.id);
    expect(await creditedPoints()).toEqual([]);
    expect(await errors()).toEqual([]);
  });

  it("credits what a simultaneous reveal couldn't", async () => {
    const post = await playWithheld();
    const store = createRescoreStore(redis);
    const revealedMeanwhile: RescoreStore = {
      ...store,
      async outdatedPosts(...args) {
        const found = await store.outdatedPosts(...args);
        await createPostStore(redis).markRevealed(post);
        await creditWithheld(redis, post);
        return found;
      },
    };
    await rescoringOn(redis, { rescores: revealedMeanwhile }).rescore(guildId, original.id);
    expect(await errors()).toEqual([]);
    expect(await creditedPoints()).toEqual([
      [one, 0],
      [two, 31],
    ]);
  });

  it("leaves no credit for answers that a reveal read earlier", async () => {
    const post = await playWithheld();
    await createPostStore(redis).markRevealed(post);
    const answersBefore = await createAnswerStore(redis).list(guildId, post.slotId);

    await rescoringOn(redis).rescore(guildId, original.id);
    await creditWithheld(redis, post, answersBefore);
    await creditWithheld(redis, post);
    expect(await errors()).toEqual([]);
    expect(await creditedPoints()).toEqual([[two, 31]]);
    expect(await pointsOf("all")).toEqual([
      [two, 31],
      [one, 0],
    ]);
  });
});

describe("revising a question", () => {
  it("schedules rescoring before and after the revision is saved, if the question was posted", async () => {
    await play(redis);
    const save = async () => {
      expect(await scheduled()).toEqual([[ENTRY, MINUTE]]);
      return "saved";
    };
    expect(await rescoringOn(redis).revise(guildId, [original.id, "own.never-posted"], save)).toBe("saved");
    expect(await scheduled()).toEqual([[ENTRY, 3 * SECOND]]);
  });

  it("leaves rescoring scheduled if saving fails", async () => {
    await play(redis);
    const failing = rescoringOn(redis).revise(guildId, [original.id], () => Promise.reject(new Error("full")));
    await expect(failing).rejects.toThrow("full");
    expect(await scheduled()).toEqual([[ENTRY, MINUTE]]);
  });
});

describe("catchUp", () => {
  it("schedules rescoring where a question with a new revision was posted", async () => {
    await play(redis);
    await redis.zadd(keys.lastPosted("42"), 1, otherQuestion.id);
    await rescoringOn(redis).catchUp([original, otherQuestion]);
    expect(await scheduled()).toEqual([]);
    await rescoringOn(redis).catchUp([corrected, otherQuestion]);
    expect(await scheduled()).toEqual([[ENTRY, MINUTE]]);
  });

  it("schedules rescoring once for each revision", async () => {
    await play(redis);
    await rescoringOn(redis).catchUp([original]);
    await rescoringOn(redis).catchUp([corrected]);
    await clearAgenda();
    await rescoringOn(redis).catchUp([corrected]);
    expect(await scheduled()).toEqual([]);
    await rescoringOn(redis).catchUp([restored]);
    expect(await scheduled()).toEqual([[ENTRY, MINUTE]]);
  });

  it("ignores a revision that decreased", async () => {
    await play(redis);
    await rescoringOn(redis).catchUp([corrected]);
    await rescoringOn(redis).catchUp([original]);
    expect(await scheduled()).toEqual([]);
    expect(await createRescoreStore(redis).revisionOf(original.id)).toBe(1);
  });
});

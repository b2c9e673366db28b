import { beforeEach, describe, expect, it } from "vitest";
import { createAuditLogStore } from "../../../src/features/audit-log/store.ts";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { endSeasonJob } from "../../../src/features/boards/jobs.ts";
import { createRecomputeService } from "../../../src/features/boards/recompute-service.ts";
import { createRecomputeStore } from "../../../src/features/boards/recompute-store.ts";
import { createHiddenMemberStore } from "../../../src/features/boards/store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { advanceStreak, type Post } from "../../../src/features/daily/rules.ts";
import { finishExamJob } from "../../../src/features/exams/jobs.ts";
import { createLearnerGuildStore, createLearnerStore } from "../../../src/features/learning/store.ts";
import { createPreferenceStore } from "../../../src/features/preferences/store.ts";
import { deleteLearnerJob, recomputeJob } from "../../../src/features/privacy/jobs.ts";
import { DELETED_USER_ID, exportSchema } from "../../../src/features/privacy/rules.ts";
import { createPrivacyService } from "../../../src/features/privacy/service.ts";
import { createLearnerDataStore, type LearnerDataStore } from "../../../src/features/privacy/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { type Agenda, createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { PACES } from "../../../src/platform/jobs/define-job.ts";
import { createErasureLog } from "../../../src/platform/ops/erasures.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { seeded } from "../../../src/platform/seed.ts";
import { DAY } from "../../../src/platform/time.ts";
import { tracesOf } from "../../support/every-trace.ts";
import { checkLedger, readLedger } from "../../support/ledger.ts";
import { postWith } from "../../support/posts.ts";
import { testRedis } from "../../support/redis.ts";

const guilds = ["410000000000000000", "420000000000000000"] as const;
const members = ["510000000000000001", "510000000000000002", "510000000000000003"] as const;
const [learner, other] = members;
const start = Date.parse("2026-11-20T09:00:00Z");

let redis: Redis;
beforeEach(async () => {
  redis = await testRedis();
  for (const userId of members)
    for (const guildId of guilds) await createLearnerGuildStore(redis).add(userId, guildId, start);
});

function postOn(guildId: string, index: number): Post {
  const at = start + index * DAY;
  const day = new Date(at).toISOString().slice(0, 10);
  return postWith({
    guildId,
    slotId: `1-${day}`,
    topic: index % 2 === 0 ? "http" : "sql",
    questionId: `http.q${index}`,
    slotAt: at,
    claimedAt: at,
    closesAt: at + DAY,
  });
}

async function answerPost(post: Post, userId: string, correct: boolean) {
  const answers = createAnswerStore(redis);
  const at = post.slotAt + 1_000;
  const day = new Date(at).toISOString().slice(0, 10);
  const { streak: streakBefore } = await answers.member(post.guildId, userId);
  const streakAfter = advanceStreak(streakBefore, day);
  const points = correct ? { base: 20, bonus: Math.min(streakAfter.length, 10) } : { base: 0, bonus: 0 };
  return answers.record(
    post,
    { userId, response: ["again"], correct, ...points, at, day, streakBefore, streakAfter },
    DEFAULT_CALENDAR,
  );
}

/** Five days in both guilds: all members answer, and some earn credits. */
async function simulateDays(): Promise<void> {
  const random = seeded("play");
  for (const guildId of guilds) {
    for (let index = 0; index < 5; index += 1) {
      const post = postOn(guildId, index);
      await createPostStore(redis).claim(post, undefined);
      for (const userId of members) {
        await answerPost(post, userId, random() < 0.7);
        if (random() < 0.5) {
          const day = new Date(post.slotAt).toISOString().slice(0, 10);
          const credit = { userId, reason: `http.c${index}`, points: 4, at: post.slotAt + 2_000, day, dailyCap: 60 };
          await createCreditStore(redis).credit(guildId, [{ ...credit, topic: "http" }]);
        }
      }
    }
  }
}

function create(over: Partial<{ learnerData: LearnerDataStore; agenda: Agenda; clock: () => number }> = {}) {
  const clock = over.clock ?? (() => start + 5 * DAY);
  const agenda = over.agenda ?? createAgenda(redis);
  const recompute = createRecomputeService({
    recomputes: createRecomputeStore(redis),
    settings: createSettingsStore(redis),
    clock,
  });
  const learnerData = over.learnerData ?? createLearnerDataStore(redis);
  const privacy = createPrivacyService({
    learnerData,
    hidden: createHiddenMemberStore(redis),
    agenda,
    erasures: createErasureLog(redis, undefined),
    clock,
  });
  /** Also acts as the job. */
  async function setHidden(guildId: string, userId: string, isHidden: boolean): Promise<void> {
    await privacy.setHidden(guildId, userId, isHidden);
    await recompute.entries(guildId, [userId]);
  }
  return { privacy, setHidden };
}

const ledgerErrors = async () =>
  (await Promise.all(guilds.map(async (guildId) => await checkLedger(redis, guildId)))).flat();

async function allDue() {
  const each = await Promise.all(PACES.map((pace) => createAgenda(redis).due(pace, Number.MAX_SAFE_INTEGER, 100)));
  return each.flat();
}

/** Other data with a user id: audit log, suggestions, drafts, sets, agenda entries, waiting jobs, learner data. */
async function storeEverywhere(userId: string): Promise<void> {
  const [guildId] = guilds;
  await createAuditLogStore(redis).add(guildId, {
    by: userId,
    at: start,
    change: { kind: "schedule", action: "added", scheduleId: "daily" },
  });
  await redis.hset(keys.reviewQueue(guildId), `s-${userId.at(-1)}`, JSON.stringify({ by: userId }));
  await redis.set(keys.draft(guildId, userId), "a draft", "EX", 900);
  await redis.zadd(keys.liveQuizzes(guildId), start, "quiz");
  await redis.sadd(keys.liveQuizPlayers(guildId, "quiz"), userId, "7");
  await redis.hset(
    `rootine:{immediate}:immediate:${userId.at(-1)}`,
    "data",
    JSON.stringify({ entry: `finish-exam:${userId}:a`, dueAt: start }),
  );
  await redis.lpush("rootine:{immediate}:immediate:wait", userId.at(-1) ?? "");
  const history = { rev: 1, first: { correct: true, at: start, mode: "daily" as const }, lastAt: start, attempts: 1 };
  const changes = { history: new Map([["http.q1", history]]), mastery: new Map(), ratingChanges: [] };
  await createLearnerStore(redis).commit(userId, { history: new Map(), mastery: new Map() }, changes);
  await redis.hset(keys.reminder(userId), "time", "09:00");
  await createPreferenceStore(redis).setLanguages(userId, ["go"]);
  await createAgenda(redis).set(finishExamJob, { userId, attemptId: "a" }, start);
  const season = { guildId, season: 1, closedBy: userId, channelId: "410000000000000101" };
  await createAgenda(redis).set(endSeasonJob, season, start);
}

describe("deleting a learner's data", () => {
  it("removes the id from every key and keeps the data of others", async () => {
    await simulateDays();
    for (const userId of [learner, other]) await storeEverywhere(userId);
    const before = await tracesOf(redis, other);
    expect((await tracesOf(redis, learner)).length).toBeGreaterThan(30);

    expect(await create().privacy.deleteData({ userId: learner })).toBe(true);

    expect(await tracesOf(redis, learner)).toEqual([]);
    expect(await tracesOf(redis, other)).toEqual(before);
    expect(await ledgerErrors()).toEqual([]);
    const seasons = (await allDue()).flatMap(({ entry }) =>
      entry.startsWith("end-season:") ? [entry.split(":")[3]] : [],
    );
    expect(seasons.sort(), "a season end they requested stays planned").toEqual([DELETED_USER_ID, other]);
    expect((await createAuditLogStore(redis).page(guilds[0], 0, 5)).entries.map(({ by }) => by)).toEqual([
      other,
      DELETED_USER_ID,
    ]);
  });

  it("keeps a question whose id contains its author's id", async () => {
    const question = { id: `own.a.${learner}`, stem: `<@${learner}> asks what this is.` };
    await redis.hset(keys.ownQuestions(guilds[0]), question.id, JSON.stringify(question));
    await redis.hset(keys.ownQuestions(guilds[0]), "own.a.b", JSON.stringify({ ...question, id: "own.a.b" }));
    await create().privacy.deleteData({ userId: learner });
    const stored = await redis.hgetall(keys.ownQuestions(guilds[0]));
    expect(stored[question.id]).toBe(JSON.stringify(question));
    expect(stored["own.a.b"]).toBe(JSON.stringify({ id: "own.a.b", stem: `<@${DELETED_USER_ID}> asks what this is.` }));
  });

  it("reads only the learner's keys and those of guilds where they used the bot", async () => {
    await simulateDays();
    await storeEverywhere(learner);
    const unscannable = new Proxy(redis, {
      get: (target, name) =>
        name === "scanStream" ? expect.fail("A scan reads every key.") : Reflect.get(target, name),
    });
    const privacy = create({ learnerData: createLearnerDataStore(unscannable) }).privacy;
    await privacy.exportData(learner);
    await privacy.deleteData({ userId: learner });
    expect(await tracesOf(redis, learner)).toEqual([]);
  });

  it("doesn't change another program's keys", async () => {
    await redis.hset(`shop:${learner}`, "owner", learner);
    const { privacy } = create();
    expect(JSON.stringify(await privacy.exportData(learner))).not.toContain("owner");
    await privacy.deleteData({ userId: learner });
    expect(await redis.hgetall(`shop:${learner}`)).toEqual({ owner: learner });
  });

  it("doesn't change a longer id that contains the learner's id", async () => {
    const longerId = `9${learner}`;
    const key = keys.reviewQueue(guilds[0]);
    await redis.hset(key, { [longerId]: longerId, theirs: `<@${learner}> and <@${longerId}>` });
    await create().privacy.deleteData({ userId: learner });
    expect(await redis.hgetall(key)).toEqual({
      [longerId]: longerId,
      theirs: `<@${DELETED_USER_ID}> and <@${longerId}>`,
    });
  });

  it("never decreases the sequence", async () => {
    await simulateDays();
    const { privacy } = create();
    await privacy.deleteData({ userId: learner });
    const next = postOn(guilds[0], 5);
    await createPostStore(redis).claim(next, undefined);
    const recorded = await answerPost(next, members[2], true);
    const { answers, credits } = await readLedger(redis, guilds[0]);
    const others = [...answers, ...credits].filter(({ at }) => at < next.slotAt).map(({ sequence }) => sequence);
    expect(recorded).toMatchObject({ outcome: "recorded" });
    expect(recorded.outcome === "recorded" && recorded.sequence).toBeGreaterThan(Math.max(...others));
    expect(await ledgerErrors()).toEqual([]);
  });

  it("is completed by the agenda after a crash at any step", async () => {
    const crashes = ["read", "delete", "delete", "delete", "remove"] as const;
    await simulateDays();
    await storeEverywhere(learner);
    await createAgenda(redis).set(deleteLearnerJob, { userId: learner }, start);
    for (const [step, crash] of crashes.entries()) {
      const real = { learnerData: createLearnerDataStore(redis), agenda: createAgenda(redis) };
      let deletions = 0;
      const die = () => Promise.reject(new Error("killed"));
      const learnerData: LearnerDataStore = {
        ...real.learnerData,
        read: (userId) => (crash === "read" ? die() : real.learnerData.read(userId)),
        async delete(...args) {
          deletions += 1;
          if (crash !== "delete") return real.learnerData.delete(...args);
          if (step === 1) return die();
          await real.learnerData.delete(...args);
          return deletions === step - 1 ? die() : 1;
        },
      };
      const agenda: Agenda = {
        ...real.agenda,
        remove: (job, data) => (crash === "remove" ? die() : real.agenda.remove(job, data)),
      };
      await expect(create({ learnerData, agenda }).privacy.deleteData({ userId: learner })).rejects.toThrow("killed");

      const due = await allDue();
      expect(due.map(({ entry }) => entry)).toContain(`delete-learner:${learner}`);
    }
    await create().privacy.deleteData({ userId: learner });
    expect(await tracesOf(redis, learner)).toEqual([]);
    expect(await ledgerErrors()).toEqual([]);
  });

  it("stays consistent when the learner answers at the same time", async () => {
    await simulateDays();
    const posts = Array.from({ length: 40 }, (_, index) => postOn(guilds[index % 2 === 0 ? 0 : 1], 6 + index));
    for (const post of posts) await createPostStore(redis).claim(post, undefined);

    let left = false;
    const leaving = create()
      .privacy.deleteData({ userId: learner })
      .finally(() => {
        left = true;
      });
    for (const post of posts) {
      if (left) break;
      await answerPost(post, learner, true);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await leaving;
    expect(await ledgerErrors()).toEqual([]);
    const { answers, streaks } = await readLedger(redis, guilds[0]);
    expect(answers.some(({ userId }) => userId === learner)).toBe(streaks.has(learner));
  });
});

describe("exporting a learner's data", () => {
  it("returns everything about the learner and nothing about others", async () => {
    await simulateDays();
    await storeEverywhere(learner);
    const all = await create().privacy.exportData(learner);
    expect(exportSchema.parse(JSON.parse(JSON.stringify(all)))).toEqual(all);
    expect(JSON.stringify(all)).not.toContain(other);

    expect(all.guilds.map(({ guildId }) => guildId).sort()).toEqual(guilds);
    for (const guild of all.guilds) {
      const ledger = await readLedger(redis, guild.guildId);
      const own = ledger.answers.filter(({ userId }) => userId === learner);
      expect(guild.answers.map(({ sequence }) => sequence)).toEqual(
        own.map(({ sequence }) => sequence).sort((a, b) => a - b),
      );
      expect(guild.answers[0]?.questionId).toMatch(/^http\.q\d$/);
      expect(guild.credits).toHaveLength(ledger.credits.filter(({ userId }) => userId === learner).length);
      expect(guild.streak?.length).toBe(5);
      const board = ledger.boards.get("all") ?? [];
      const index = board.findIndex(({ userId }) => userId === learner);
      expect(guild.boards).toContainEqual({ board: "all", points: board[index]?.points, rank: index + 1 });
    }
    expect(all.questions.map(({ questionId }) => questionId)).toEqual(["http.q1"]);
    expect(all.preferences).toEqual({ languages: ["go"] });
    expect(all.other.map(({ key }) => key.replace(/^rootine:\{[^}]*\}:/, "")).sort()).toEqual([
      "audit-log",
      `draft:${learner}`,
      "guilds",
      "guilds",
      "live-quiz-players:quiz",
      "reminder",
      "review-queue",
    ]);
  });

  it("leaves out what others wrote about the learner", async () => {
    const [guildId] = guilds;
    const reason = `<@${learner}> leaked the key, I saw it`;
    const report = { kind: "report", id: "r", version: 1, by: other, at: start, questionId: "http.q1", reason };
    await redis.hset(keys.reviewQueue(guildId), {
      r: JSON.stringify(report),
      [`${learner}-s`]: JSON.stringify(report),
    });
    const change = { kind: "question", action: "denied", questionId: "own.a.b", reason } as const;
    await createAuditLogStore(redis).add(guildId, { by: other, at: start, change });
    await redis.hset(keys.ownQuestions(guildId), "own.a.b", JSON.stringify({ stem: reason }));
    const exported = JSON.stringify(await create().privacy.exportData(learner));
    expect(exported).not.toContain("leaked");
    expect(exported).not.toContain(other);
  });
});

describe("hiding a member", () => {
  it("removes them from leaderboards, and undoing it restores their rank", async () => {
    await simulateDays();
    const [guildId] = guilds;
    const before = (await readLedger(redis, guildId)).boards;
    const { setHidden } = create();

    await setHidden(guildId, learner, true);
    const hidden = await readLedger(redis, guildId);
    expect([...hidden.boards.values()].flat().some(({ userId }) => userId === learner)).toBe(false);
    expect(hidden.boards.size).toBe(before.size);
    expect(await ledgerErrors()).toEqual([]);

    await setHidden(guildId, learner, false);
    expect((await readLedger(redis, guildId)).boards).toEqual(before);
    expect(await ledgerErrors()).toEqual([]);
    expect((await allDue()).map(({ entry }) => entry)).toEqual([recomputeJob.encode({ userId: learner, guildId })]);
  });

  it("stays consistent when they answer at the same time", async () => {
    await simulateDays();
    const [guildId] = guilds;
    const { setHidden } = create();
    await setHidden(guildId, learner, true);
    const posts = Array.from({ length: 20 }, (_, index) => postOn(guildId, 6 + index));
    for (const post of posts) await createPostStore(redis).claim(post, undefined);
    for (const post of posts.slice(0, 5)) await answerPost(post, learner, true);
    const answering = (async () => {
      for (const [index, post] of posts.slice(5).entries()) await answerPost(post, learner, index % 2 === 0);
    })();
    await Promise.all([setHidden(guildId, learner, false), answering]);
    expect(await ledgerErrors()).toEqual([]);
  });

  it("deletes leaderboards that only they were on, and undoing it recreates all but expired ones", async () => {
    const [guildId] = guilds;
    const post = postOn(guildId, 0);
    await createPostStore(redis).claim(post, undefined);
    await answerPost(post, learner, true);
    await create().setHidden(guildId, learner, true);
    expect((await readLedger(redis, guildId)).boards.size).toBe(0);

    await create({ clock: () => start + 45 * DAY }).setHidden(guildId, learner, false);
    const { boards } = await readLedger(redis, guildId);
    expect([...boards.keys()].filter((name) => !name.includes(":")).sort()).toEqual([
      "2026-11",
      "S1",
      "W2026-11-16",
      "all",
    ]);
    expect(await redis.ttl(`rootine:{g:${guildId}}:leaderboard:W2026-11-16`)).toBeGreaterThan(0);
    expect(await ledgerErrors()).toEqual([]);
  });
});

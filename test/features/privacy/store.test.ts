import { beforeEach, describe, expect, it } from "vitest";
import { createAuditLog } from "../../../src/features/audit-log/store.ts";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { createRecomputeService } from "../../../src/features/boards/recompute-service.ts";
import { createRecomputeStore } from "../../../src/features/boards/recompute-store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import { advanceStreak } from "../../../src/features/daily/streak-rules.ts";
import { finishExamJob } from "../../../src/features/exams/jobs.ts";
import { createLearnerStore } from "../../../src/features/learning/store.ts";
import { createHiddenMembers } from "../../../src/features/privacy/hidden-store.ts";
import { NOBODY } from "../../../src/features/privacy/person-rules.ts";
import type { PersonalData } from "../../../src/features/privacy/ports.ts";
import { exportSchema } from "../../../src/features/privacy/rules.ts";
import { createPrivacy } from "../../../src/features/privacy/service.ts";
import { createPersonalData } from "../../../src/features/privacy/store.ts";
import { endSeasonJob } from "../../../src/features/seasons/jobs.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { type Agenda, createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { PACES } from "../../../src/platform/jobs/define-job.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { seeded } from "../../../src/platform/seed.ts";
import { DAY } from "../../../src/platform/time.ts";
import { tracesOf } from "../../support/every-trace.ts";
import { checkLedger, readLedger } from "../../support/ledger.ts";
import { testRedis } from "../../support/redis.ts";

const guilds = ["410000000000000000", "420000000000000000"] as const;
const members = ["510000000000000001", "510000000000000002", "510000000000000003"] as const;
const [leaver, stayer] = members;
const start = Date.parse("2026-11-20T09:00:00Z");

let redis: Redis;
beforeEach(async () => {
  redis = await testRedis();
});

function postOn(guildId: string, index: number): Post {
  const at = start + index * DAY;
  const day = new Date(at).toISOString().slice(0, 10);
  return {
    state: "claimed",
    guildId,
    slotId: `1-${day}`,
    scheduleId: "daily",
    channelId: "410000000000000101",
    topic: index % 2 === 0 ? "http" : "sql",
    questionId: `http.q${index}`,
    rev: 1,
    slotAt: at,
    claimedAt: at,
    closesAt: at + DAY,
    previousChannelIds: [],
    thread: false,
    threadOpened: false,
  };
}

/** One answers a post, rightly or not; gives what was recorded. */
async function answerPost(post: Post, userId: string, right: boolean) {
  const answers = createAnswerStore(redis);
  const at = post.slotAt + 1_000;
  const day = new Date(at).toISOString().slice(0, 10);
  const { streak: streakBefore } = await answers.member(post.guildId, userId);
  const streakAfter = advanceStreak(streakBefore, day);
  const points = right ? { base: 20, bonus: Math.min(streakAfter.length, 10) } : { base: 0, bonus: 0 };
  return answers.record(
    post,
    { userId, response: ["again"], correct: right, ...points, at, day, streakBefore, streakAfter },
    DEFAULT_CALENDAR,
  );
}

/** Five days in both guilds, in which everybody answers and some earn points otherwise. */
async function play(): Promise<void> {
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

function createOwn(over: Partial<{ personal: PersonalData; agenda: Agenda; clock: () => number }> = {}) {
  const clock = over.clock ?? (() => start + 5 * DAY);
  const agenda = over.agenda ?? createAgenda(redis);
  const recompute = createRecomputeService({
    recomputes: createRecomputeStore(redis),
    settings: createSettingsStore(redis),
    clock,
  });
  const personal = over.personal ?? createPersonalData(redis);
  const privacy = createPrivacy({ personal, hidden: createHiddenMembers(redis), recompute, agenda, clock });
  return { privacy, recompute, agenda };
}

const audits = async () => (await Promise.all(guilds.map(async (guildId) => await checkLedger(redis, guildId)))).flat();

async function allDue() {
  const each = await Promise.all(PACES.map((pace) => createAgenda(redis).due(pace, Number.MAX_SAFE_INTEGER, 100)));
  return each.flat();
}

/** What else may name a person: a change as a moderator, a suggestion, a list, an agenda entry, a task that waits. */
async function nameEverywhere(userId: string): Promise<void> {
  const [guildId] = guilds;
  await createAuditLog(redis).note(guildId, {
    by: userId,
    at: start,
    change: { kind: "schedule", deed: "added", scheduleId: "daily" },
  });
  await redis.hset(`{g:${guildId}}:review-queue`, `s-${userId.at(-1)}`, JSON.stringify({ author: userId }));
  await redis.set(`{g:${guildId}}:draft:${userId}`, "a draft", "EX", 900);
  await redis.sadd(`{g:${guildId}}:live-quiz:players`, userId, "7");
  await redis.zadd(`{l:1}:scores`, 3, userId);
  await redis.hset(
    "{immediate}:immediate:x",
    "data",
    JSON.stringify({ entry: `finish-exam:${userId}:a`, dueAt: start }),
  );
  const seen = { rev: 1, first: { right: true, at: start, mode: "daily" as const }, lastAt: start, times: 1 };
  const learnt = { seen: new Map([["http.q1", seen]]), mastery: new Map(), moves: [] };
  await createLearnerStore(redis).commit(userId, { seen: new Map(), mastery: new Map() }, learnt);
  await redis.set(`{u:${userId}}:remind`, "09:00");
  await createAgenda(redis).set(finishExamJob, { userId, attemptId: "a" }, start);
  const season = { guildId, season: 1, closedBy: userId, channelId: "410000000000000101" };
  await createAgenda(redis).set(endSeasonJob, season, start);
}

describe("a learner who wants everything deleted", () => {
  it("leaves no trace in any key, and a ledger that is right for all others", async () => {
    await play();
    for (const userId of [leaver, stayer]) await nameEverywhere(userId);
    const before = await tracesOf(redis, stayer);
    expect((await tracesOf(redis, leaver)).length).toBeGreaterThan(30);

    expect(await createOwn().privacy.forget(leaver)).toBe(true);

    expect(await tracesOf(redis, leaver)).toEqual([]);
    expect(await tracesOf(redis, stayer)).toEqual(before);
    expect(await audits()).toEqual([]);
    const seasons = (await allDue()).flatMap(({ entry }) =>
      entry.startsWith("end-season:") ? [entry.split(":")[3]] : [],
    );
    expect(seasons.sort(), "a season they closed is closed all the same").toEqual([NOBODY, stayer]);
    expect((await createAuditLog(redis).page(guilds[0], 0, 5)).entries.map(({ by }) => by)).toEqual([stayer, NOBODY]);
  });

  it("is not taken for somebody whose id contains theirs", async () => {
    const other = `9${leaver}`;
    await redis.hset("{x}:names", { [other]: other, theirs: `<@${leaver}> and <@${other}>` });
    await createOwn().privacy.forget(leaver);
    expect(await redis.hgetall("{x}:names")).toEqual({ [other]: other, theirs: `<@${NOBODY}> and <@${other}>` });
  });

  it("gives the sequence no gap to fill: who comes later stands later", async () => {
    await play();
    const { privacy } = createOwn();
    await privacy.forget(leaver);
    const next = postOn(guilds[0], 5);
    await createPostStore(redis).claim(next, undefined);
    const recorded = await answerPost(next, members[2], true);
    const { answers, credits } = await readLedger(redis, guilds[0]);
    const others = [...answers, ...credits].filter(({ at }) => at < next.slotAt).map(({ sequence }) => sequence);
    expect(recorded).toMatchObject({ outcome: "recorded" });
    expect(recorded.outcome === "recorded" && recorded.sequence).toBeGreaterThan(Math.max(...others));
    expect(await audits()).toEqual([]);
  });

  it("is gone after a crash at any step, once the agenda has come back to it", async () => {
    const deaths = ["read", "forget", "forget", "forget", "remove"] as const;
    await play();
    await nameEverywhere(leaver);
    for (const [step, death] of deaths.entries()) {
      const real = { personal: createPersonalData(redis), agenda: createAgenda(redis) };
      let forgotten = 0;
      const die = () => Promise.reject(new Error("killed"));
      const personal: PersonalData = {
        read: (userId) => (death === "read" ? die() : real.personal.read(userId)),
        async forget(...args) {
          forgotten += 1;
          if (death !== "forget") return real.personal.forget(...args);
          if (step === 1) return die();
          await real.personal.forget(...args);
          return forgotten === step - 1 ? die() : 1;
        },
      };
      const agenda: Agenda = {
        ...real.agenda,
        remove: (job, data) => (death === "remove" ? die() : real.agenda.remove(job, data)),
      };
      await expect(createOwn({ personal, agenda }).privacy.forget(leaver)).rejects.toThrow("killed");

      const due = await allDue();
      expect(due.map(({ entry }) => entry)).toContain(`delete-learner:${leaver}`);
    }
    await createOwn().privacy.forget(leaver);
    expect(await tracesOf(redis, leaver)).toEqual([]);
    expect(await audits()).toEqual([]);
  });

  it("is not half there again though they answer all the while", async () => {
    await play();
    const posts = Array.from({ length: 40 }, (_, index) => postOn(guilds[index % 2 === 0 ? 0 : 1], 6 + index));
    for (const post of posts) await createPostStore(redis).claim(post, undefined);

    let left = false;
    const leaving = createOwn()
      .privacy.forget(leaver)
      .finally(() => {
        left = true;
      });
    for (const post of posts) {
      if (left) break;
      await answerPost(post, leaver, true);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await leaving;
    expect(await audits()).toEqual([]);
    const { answers, streaks } = await readLedger(redis, guilds[0]);
    expect(answers.some(({ userId }) => userId === leaver)).toBe(streaks.has(leaver));
  });

  it("has posts of late drawn again", async () => {
    await play();
    const { privacy, agenda } = createOwn();
    await privacy.forget(leaver);
    const due = await allDue();
    expect(due.filter(({ entry }) => entry.startsWith("refresh:"))).toHaveLength(10);
    expect(agenda).toBeDefined();
  });
});

describe("an export", () => {
  it("tells everything of a learner, by its schema, and nothing of another", async () => {
    await play();
    await nameEverywhere(leaver);
    const all = await createOwn().privacy.takeOut(leaver);
    expect(exportSchema.parse(JSON.parse(JSON.stringify(all)))).toEqual(all);
    expect(JSON.stringify(all)).not.toContain(stayer);

    expect(all.guilds.map(({ guildId }) => guildId).sort()).toEqual(guilds);
    for (const guild of all.guilds) {
      const ledger = await readLedger(redis, guild.guildId);
      const own = ledger.answers.filter(({ userId }) => userId === leaver);
      expect(guild.answers.map(({ sequence }) => sequence)).toEqual(
        own.map(({ sequence }) => sequence).sort((a, b) => a - b),
      );
      expect(guild.answers[0]?.questionId).toMatch(/^http\.q\d$/);
      expect(guild.credits).toHaveLength(ledger.credits.filter(({ userId }) => userId === leaver).length);
      expect(guild.streak?.length).toBe(5);
      const board = ledger.boards.get("all") ?? [];
      const place = board.findIndex(({ userId }) => userId === leaver);
      expect(guild.boards).toContainEqual({ board: "all", points: board[place]?.points, place: place + 1 });
    }
    expect(all.questions.map(({ questionId }) => questionId)).toEqual(["http.q1"]);
    expect(all.other.map(({ place }) => place.replace(/\{[^}]*\}/, "")).sort()).toEqual([
      ":audit-log",
      `:draft:${leaver}`,
      ":immediate",
      ":immediate",
      ":immediate:x",
      ":live-quiz:players",
      ":remind",
      ":review-queue",
      ":scores",
    ]);
  });
});

describe("a hidden member", () => {
  it("is on no board, comes back exactly where the answers put them, and the check knows of it", async () => {
    await play();
    const [guildId] = guilds;
    const before = (await readLedger(redis, guildId)).boards;
    const { privacy } = createOwn();

    await privacy.hide(guildId, leaver);
    const hidden = await readLedger(redis, guildId);
    expect([...hidden.boards.values()].flat().some(({ userId }) => userId === leaver)).toBe(false);
    expect(hidden.boards.size).toBe(before.size);
    expect(await audits()).toEqual([]);

    await privacy.show(guildId, leaver);
    expect((await readLedger(redis, guildId)).boards).toEqual(before);
    expect(await audits()).toEqual([]);
    expect(await allDue()).toEqual([]);
  });

  it("answers meanwhile, comes back while answering, and is exact all the same", async () => {
    await play();
    const [guildId] = guilds;
    const { privacy } = createOwn();
    await privacy.hide(guildId, leaver);
    const posts = Array.from({ length: 20 }, (_, index) => postOn(guildId, 6 + index));
    for (const post of posts) await createPostStore(redis).claim(post, undefined);
    for (const post of posts.slice(0, 5)) await answerPost(post, leaver, true);
    const answering = (async () => {
      for (const [index, post] of posts.slice(5).entries()) await answerPost(post, leaver, index % 2 === 0);
    })();
    await Promise.all([privacy.show(guildId, leaver), answering]);
    expect(await audits()).toEqual([]);
  });

  it("leaves a board whose time is over gone, and makes one anew that only they played on", async () => {
    const [guildId] = guilds;
    const post = postOn(guildId, 0);
    await createPostStore(redis).claim(post, undefined);
    await answerPost(post, leaver, true);
    await createOwn().privacy.hide(guildId, leaver);
    expect((await readLedger(redis, guildId)).boards.size).toBe(0);

    await createOwn({ clock: () => start + 45 * DAY }).privacy.show(guildId, leaver);
    const { boards } = await readLedger(redis, guildId);
    expect([...boards.keys()].filter((name) => !name.includes(":")).sort()).toEqual([
      "2026-11",
      "S1",
      "W2026-11-16",
      "all",
    ]);
    expect(await redis.ttl(`{g:${guildId}}:leaderboard:W2026-11-16`)).toBeGreaterThan(0);
    expect(await audits()).toEqual([]);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { dailyPoints } from "../../../src/features/boards/rules.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { advanceStreak } from "../../../src/features/daily/rules.ts";
import { createItemAnalysisService } from "../../../src/features/item-analysis/service.ts";
import { createItemAnalysisStore } from "../../../src/features/item-analysis/store.ts";
import { createBankStore } from "../../../src/features/questions/bank-store.ts";
import { type Agenda, createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { DAY } from "../../../src/platform/time.ts";
import { UserError } from "../../../src/text/user-errors.ts";
import { banksOn } from "../../support/banks.ts";
import { postWith } from "../../support/posts.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const start = Date.parse("2026-11-02T09:00:00Z");
const asked = ["single", "good", "better", "best", "easy"].map((name) =>
  questions.single({ id: `http.${name}`, stem: `What of ${name}?` }),
);
/** The 30 stronger members miss this question, and the 30 others answer it correctly. */
const misleading = "http.single";

let redis: Redis;
let now = start;
beforeEach(async () => {
  now = start + 5 * DAY;
  redis = await testRedis();
});

async function play(members = 60): Promise<void> {
  const [posts, answers] = [createPostStore(redis), createAnswerStore(redis)];
  for (const [index, { id }] of asked.entries()) {
    const at = start + index * DAY;
    const day = new Date(at).toISOString().slice(0, 10);
    const post = postWith({ slotId: `1-${day}`, questionId: id, slotAt: at, claimedAt: at, closesAt: at + DAY });
    await posts.claim(post, undefined);
    for (let member = 0; member < members; member += 1) {
      const userId = `5100000000000000${String(member).padStart(2, "0")}`;
      const knows = member % 2 === 0;
      const right = id === misleading ? !knows : id === "http.easy" || knows;
      const streakAfter = advanceStreak(undefined, day);
      const { streak: streakBefore } = await answers.member(guildId, userId);
      const given = {
        userId,
        response: [right ? "again" : member % 3 === 0 ? "post" : "stop"],
        correct: right,
        ...dailyPoints(right, 2, 1),
      };
      await answers.record(post, { ...given, at: at + 1, day, streakBefore, streakAfter }, DEFAULT_CALENDAR);
    }
    await posts.markRevealed(post);
  }
}

function create(agenda: Agenda = createAgenda(redis), before = async (_id: string): Promise<void> => undefined) {
  const banks = banksOn(redis, asked);
  const own = createBankStore(redis);
  const auditActions: string[] = [];
  const set = (action: string, day?: string) => async (_: unknown, id: string, as?: string) => {
    await before(id);
    auditActions.push(`${as ?? action} ${id}`);
    await own.retireBuiltIn(guildId, id, day);
  };
  const reviewQueue = { retire: set("retired", "2026-11-07"), restore: set("restored") };
  return {
    itemAnalysis: createItemAnalysisService({
      store: createItemAnalysisStore(redis),
      banks,
      reviewQueue,
      agenda,
      clock: () => now,
    }),
    banks,
    auditActions,
  };
}

describe("item analysis", () => {
  it("pulls a question that stronger members miss until a moderator confirms its key", async () => {
    await play();
    const { itemAnalysis, banks, auditActions } = create();
    const { analyzed, items } = await itemAnalysis.view(guildId);
    expect(analyzed).toBe(5);
    expect(items.map(({ questionId, flags, pulled }) => [questionId, flags, pulled])).toEqual([
      [misleading, ["misleading"], true],
      ["http.easy", ["too-easy"], false],
    ]);
    expect(items[0]).toMatchObject({ attempts: 60, facility: 0.5, discrimination: -1 });
    expect(items.find(({ questionId }) => questionId === "http.easy")?.unchosen).toEqual(["post", "stop"]);
    expect((await banks.of(guildId)).pool({}).map(({ id }) => id)).not.toContain(misleading);

    const moderator = { guildId, userId: "1" };
    await expect(itemAnalysis.confirmKey(moderator, misleading, 2)).rejects.toMatchObject({ code: "question-revised" });
    await itemAnalysis.confirmKey(moderator, misleading, 1);
    now += 2 * DAY;
    await itemAnalysis.analyze(guildId);
    expect((await banks.of(guildId)).pool({}).map(({ id }) => id)).toContain(misleading);
    expect(auditActions.filter((action) => action.endsWith(misleading))).toEqual([
      `pulled ${misleading}`,
      `put-back ${misleading}`,
    ]);
  });

  it("confirms the key when a moderator restores a pulled question", async () => {
    await play();
    const { itemAnalysis, banks, auditActions } = create();
    await itemAnalysis.analyze(guildId);
    await itemAnalysis.restore({ guildId, userId: "1" }, misleading);
    await itemAnalysis.restore({ guildId, userId: "1" }, "http.easy");
    now += 2 * DAY;
    await itemAnalysis.analyze(guildId);
    expect((await banks.of(guildId)).pool({}).map(({ id }) => id)).toContain(misleading);
    expect(auditActions).toEqual([`pulled ${misleading}`, `put-back ${misleading}`, "restored http.easy"]);
  });

  it("runs once a day", async () => {
    const { itemAnalysis } = create();
    expect(await itemAnalysis.view(guildId)).toMatchObject({ analyzed: 0 });
    await play();
    expect(await itemAnalysis.view(guildId)).toMatchObject({ analyzed: 5 });
    await redis.del(`rootine:{g:${guildId}}:posts`);
    expect(await itemAnalysis.view(guildId)).toMatchObject({ analyzed: 5 });
    now += DAY;
    expect(await itemAnalysis.view(guildId)).toMatchObject({ analyzed: 0 });
  });

  it("doesn't judge questions with fewer than 50 answers", async () => {
    await play(49);
    const { itemAnalysis, auditActions } = create();
    const { early, ...rest } = await itemAnalysis.view(guildId);
    expect(rest).toMatchObject({ analyzed: 0, items: [] });
    expect(auditActions).toEqual([]);
    expect(early).toContainEqual({ questionId: "http.easy", attempts: 49, facility: 1 });
  });

  it("lists no early figures below 10 answers", async () => {
    await play(9);
    expect(await create().itemAnalysis.view(guildId)).toMatchObject({ analyzed: 0, early: [] });
  });

  it("samples the same 500 of 100,000 members without blocking the event loop", async () => {
    await play(2);
    const streaks = `rootine:{g:${guildId}}:streaks`;
    const members = Array.from({ length: 100_000 }, (_, index) => String(610_000_000_000_000_000n + BigInt(index)));
    for (let start = 0; start < members.length; start += 5_000) {
      await redis.hset(streaks, ...members.slice(start, start + 5_000).flatMap((userId) => [userId, "[1]"]));
    }
    const text = await redis.hget(`rootine:{g:${guildId}}:answers:1-2026-11-02`, "510000000000000000");
    const answered = members.flatMap((userId) => [userId, text ?? ""]);
    while (answered.length > 0)
      await redis.hset(`rootine:{g:${guildId}}:answers:1-2026-11-02`, ...answered.splice(0, 10_000));

    let [blocked, last] = [0, performance.now()];
    const beat = setInterval(() => {
      blocked = Math.max(blocked, performance.now() - last);
      last = performance.now();
    }, 1);
    const { attempts } = createItemAnalysisStore(redis);
    const found = await attempts(guildId);
    clearInterval(beat);
    console.log(`500 of 100,000 members: event loop blocked ${blocked.toFixed(0)} ms`);
    expect(blocked).toBeLessThan(300);

    const sampled = new Set(found.map(({ userId }) => userId));
    expect(sampled.size).toBe(500);
    expect(new Set((await attempts(guildId)).map(({ userId }) => userId))).toEqual(sampled);
  });

  it("still reports when a question was retired during the analysis", async () => {
    await play();
    const { itemAnalysis, auditActions } = create(createAgenda(redis), async (id) => {
      throw new UserError("already-retired", { id });
    });
    expect(await itemAnalysis.view(guildId)).toMatchObject({ analyzed: 5 });
    expect(auditActions).toEqual([]);
  });

  it("fails when a question can't be pulled for another reason", async () => {
    await play();
    const { itemAnalysis } = create(createAgenda(redis), () => Promise.reject(new TypeError("a bug")));
    await expect(itemAnalysis.view(guildId)).rejects.toThrow("a bug");
  });

  it("doesn't confirm the key of a question that wasn't pulled", async () => {
    await play();
    const { itemAnalysis } = create();
    await itemAnalysis.confirmKey({ guildId, userId: "1" }, "http.easy", 1);
    expect(await createItemAnalysisStore(redis).confirmedRevisions(guildId)).toEqual(new Map());
  });
});

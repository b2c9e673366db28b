import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CALENDAR } from "../../../src/features/boards/calendar-rules.ts";
import { dailyPoints } from "../../../src/features/boards/points-rules.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import type { Post } from "../../../src/features/daily/rules.ts";
import { advanceStreak } from "../../../src/features/daily/streak-rules.ts";
import { createHealth } from "../../../src/features/item-analysis/service.ts";
import { createHealthStore } from "../../../src/features/item-analysis/store.ts";
import { createOwnBankStore } from "../../../src/features/questions/own-store.ts";
import { type Agenda, createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { DAY } from "../../../src/platform/time.ts";
import { UserError } from "../../../src/text/user-errors.ts";
import { banksOn } from "../../support/banks.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const start = Date.parse("2026-11-02T09:00:00Z");
const asked = ["single", "good", "better", "best", "easy"].map((name) =>
  questions.single({ id: `http.${name}`, stem: `What of ${name}?` }),
);
/** Good members, of whom 30 there are, get this one wrong; the 30 others get it right. */
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
    const post: Post = {
      state: "claimed",
      guildId,
      slotId: `1-${day}`,
      scheduleId: "daily",
      channelId: "410000000000000101",
      topic: "http",
      questionId: id,
      rev: 1,
      slotAt: at,
      claimedAt: at,
      closesAt: at + DAY,
      previousChannelIds: [],
      thread: false,
      threadOpened: false,
    };
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
  const own = createOwnBankStore(redis);
  const deeds: string[] = [];
  const set = (deed: string, day?: string) => async (_: unknown, id: string, as?: string) => {
    await before(id);
    deeds.push(`${as ?? deed} ${id}`);
    await own.retireBuiltIn(guildId, id, day);
  };
  const desk = { retire: set("retired", "2026-11-07"), restore: set("restored") };
  return {
    health: createHealth({ store: createHealthStore(redis), banks, desk, agenda, clock: () => now }),
    banks,
    deeds,
  };
}

describe("the health of a bank", () => {
  it("pulls what the better members get wrong, until a moderator has checked it", async () => {
    await play();
    const { health, banks, deeds } = create();
    const { judged, items } = await health.view(guildId);
    expect(judged).toBe(5);
    expect(items.map(({ questionId, flags, pulled }) => [questionId, flags, pulled])).toEqual([
      [misleading, ["misleading"], true],
      ["http.easy", ["too-easy"], false],
    ]);
    expect(items[0]).toMatchObject({ attempts: 60, facility: 0.5, discrimination: -1 });
    expect(items.find(({ questionId }) => questionId === "http.easy")?.unchosen).toEqual(["post", "stop"]);
    expect((await banks.of(guildId)).pool({}).map(({ id }) => id)).not.toContain(misleading);

    const moderator = { guildId, userId: "1" };
    await expect(health.putBack(moderator, misleading, 2)).rejects.toMatchObject({ code: "question-revised" });
    await health.putBack(moderator, misleading, 1);
    now += 2 * DAY;
    await health.analyse(guildId);
    expect((await banks.of(guildId)).pool({}).map(({ id }) => id)).toContain(misleading);
    expect(deeds.filter((deed) => deed.endsWith(misleading))).toEqual([
      `pulled ${misleading}`,
      `put-back ${misleading}`,
    ]);
  });

  it("takes a pulled question that a moderator restores for checked, and any other for restored", async () => {
    await play();
    const { health, banks, deeds } = create();
    await health.analyse(guildId);
    await health.restore({ guildId, userId: "1" }, misleading);
    await health.restore({ guildId, userId: "1" }, "http.easy");
    now += 2 * DAY;
    await health.analyse(guildId);
    expect((await banks.of(guildId)).pool({}).map(({ id }) => id)).toContain(misleading);
    expect(deeds).toEqual([`pulled ${misleading}`, `put-back ${misleading}`, "restored http.easy"]);
  });

  it("is reckoned once a day", async () => {
    const { health } = create();
    expect(await health.view(guildId)).toMatchObject({ judged: 0 });
    await play();
    expect(await health.view(guildId)).toMatchObject({ judged: 5 });
    await redis.del(`{g:${guildId}}:posts`);
    expect(await health.view(guildId)).toMatchObject({ judged: 5 });
    now += DAY;
    expect(await health.view(guildId)).toMatchObject({ judged: 0 });
  });

  it("says nothing of what fewer than fifty have answered", async () => {
    await play(49);
    const { health, deeds } = create();
    const { early, ...rest } = await health.view(guildId);
    expect(rest).toMatchObject({ judged: 0, items: [] });
    expect(deeds).toEqual([]);
    expect(early).toContainEqual({ questionId: "http.easy", attempts: 49, facility: 1 });
  });

  it("has no hint to give before ten have answered", async () => {
    await play(9);
    expect(await create().health.view(guildId)).toMatchObject({ judged: 0, early: [] });
  });

  it("looks at 500 members of a hundred thousand, the same every time, and holds nobody up", async () => {
    await play(2);
    const streaks = `{g:${guildId}}:streaks`;
    const everybody = Array.from({ length: 100_000 }, (_, index) => String(610_000_000_000_000_000n + BigInt(index)));
    for (let start = 0; start < everybody.length; start += 5_000) {
      await redis.hset(streaks, ...everybody.slice(start, start + 5_000).flatMap((userId) => [userId, "[1]"]));
    }
    const text = await redis.hget(`{g:${guildId}}:answers:1-2026-11-02`, "510000000000000000");
    const answered = everybody.flatMap((userId) => [userId, text ?? ""]);
    while (answered.length > 0) await redis.hset(`{g:${guildId}}:answers:1-2026-11-02`, ...answered.splice(0, 10_000));

    let [held, last] = [0, performance.now()];
    const beat = setInterval(() => {
      held = Math.max(held, performance.now() - last);
      last = performance.now();
    }, 1);
    const { attempts } = createHealthStore(redis);
    const found = await attempts(guildId);
    clearInterval(beat);
    console.log(`500 of 100,000 members: event loop held ${held.toFixed(0)} ms`);
    expect(held).toBeLessThan(300);

    const members = new Set(found.map(({ userId }) => userId));
    expect(members.size).toBe(500);
    expect(new Set((await attempts(guildId)).map(({ userId }) => userId))).toEqual(members);
  });

  it("is told though somebody retires a question at the moment it would be pulled", async () => {
    await play();
    const { health, deeds } = create(createAgenda(redis), async (id) => {
      throw new UserError("already-retired", { id });
    });
    expect(await health.view(guildId)).toMatchObject({ judged: 5 });
    expect(deeds).toEqual([]);
  });

  it("is tried again where pulling fails for any other reason", async () => {
    await play();
    const { health } = create(createAgenda(redis), () => Promise.reject(new TypeError("a bug")));
    await expect(health.view(guildId)).rejects.toThrow("a bug");
  });

  it("takes no key for checked that was not pulled", async () => {
    await play();
    const { health } = create();
    await health.putBack({ guildId, userId: "1" }, "http.easy", 1);
    expect(await createHealthStore(redis).checked(guildId)).toEqual(new Map());
  });
});

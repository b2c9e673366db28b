import { describe, expect, it } from "vitest";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import { applyOutcomes } from "../../../src/features/learning/rules.ts";
import { createLearnerGuildStore, createLearnerStore } from "../../../src/features/learning/store.ts";
import type { DirectMessageDelivery } from "../../../src/features/notifications/delivery.ts";
import { createReminderService } from "../../../src/features/reminders/service.ts";
import { createReminderStore } from "../../../src/features/reminders/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { DirectMessagesClosedError, RetryLaterError } from "../../../src/platform/discord/discord-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { DAY, HOUR, MINUTE } from "../../../src/platform/time.ts";
import { banksOn } from "../../support/banks.ts";
import { Death, life } from "../../support/mortal.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000007";
const NOON = Date.UTC(2026, 10, 22, 12);
const NONCE_KNOWN = 3 * MINUTE;

/** Like Discord: within minutes, a message is found by its nonce; later, only by searching for it. */
function createLetterBox(clock: () => number) {
  const letters: { name: string; at: number }[] = [];
  let closed: Error | undefined;
  const directMessages: DirectMessageDelivery = {
    async send(_, __, name, triedAt) {
      if (closed) throw closed;
      const known = letters.some(
        (one) => one.name === name && (triedAt !== undefined || one.at + NONCE_KNOWN > clock()),
      );
      if (!known) letters.push({ name, at: clock() });
    },
  };
  const refuse = (error: Error | undefined) => {
    closed = error;
  };
  return { letters, directMessages, refuse };
}

async function setUp() {
  const redis = await testRedis();
  let now = NOON;
  const clock = () => now;
  const box = createLetterBox(clock);
  const learners = createLearnerStore(redis);
  const stores = { reminders: createReminderStore(redis), agenda: createAgenda(redis) };
  const others = {
    learners,
    learnerGuilds: createLearnerGuildStore(redis),
    posts: createPostStore(redis),
    answers: createAnswerStore(redis),
    settings: createSettingsStore(redis),
    banks: banksOn(redis, [questions.single()]),
  };
  const born = (mortal: <Port extends object>(port: Port) => Port) =>
    createReminderService({
      ...others,
      reminders: mortal(stores.reminders),
      agenda: mortal(stores.agenda),
      directMessages: mortal(box.directMessages),
      clock,
    });

  const known = { history: new Map(), mastery: new Map() };
  const missed = { question: questions.single(), correct: false, at: NOON - 9 * DAY, mode: "quiz" } as const;
  await learners.commit(userId, known, applyOutcomes(known, [missed], seedRating));
  return {
    ...box,
    ...stores,
    born,
    bot: born((port) => port),
    moveTo: (to: number) => {
      now = to;
    },
    /** When the learner is due, according to the agenda. */
    due: async () => (await stores.agenda.due("reminder", NOON + 99 * DAY, 9)).map(({ dueAt }) => dueAt),
  };
}

/** Runs three days of reminders. The bot dies at a moment of the first day, and the interrupted job is retried later. */
async function threeDays(dieAt: number | undefined, retryAfter: number) {
  const { born, bot, letters, moveTo, due } = await setUp();
  await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
  const first = life(dieAt);
  for (let day = 0; day < 3; day += 1) {
    const [at = 0] = await due();
    moveTo(at);
    try {
      await (day === 0 ? born(first.mortal) : bot).remind({ userId });
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      moveTo(at + retryAfter);
      await bot.remind({ userId });
    }
    // The queue may run it twice.
    await bot.remind({ userId });
  }
  return { letters, moments: first.moments() };
}

describe("a reminder when the bot is killed", () => {
  it("is sent once a day, whenever the bot dies and however late the retry", async () => {
    const { moments } = await threeDays(undefined, 0);
    expect(moments).toBeGreaterThanOrEqual(10);
    for (let moment = 1; moment <= moments; moment += 1) {
      for (const retryAfter of [MINUTE, HOUR]) {
        const { letters } = await threeDays(moment, retryAfter);
        expect([moment, letters.map(({ at }) => new Date(at).getUTCDate())]).toEqual([moment, [22, 23, 24]]);
      }
    }
  });

  it("is lost for at most one day when there is no retry that day", async () => {
    const { moments } = await threeDays(undefined, 0);
    for (let moment = 1; moment <= moments; moment += 1) {
      const { letters } = await threeDays(moment, 7 * HOUR);
      const days = letters.map(({ name }) => name);
      expect(new Set(days).size).toBe(days.length);
      expect(days.length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe("a reminder", () => {
  it("is retried within the day after a temporary error, and sent once", async () => {
    const { bot, letters, moveTo, refuse } = await setUp();
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    refuse(new RetryLaterError("502"));
    for (const minutes of [0, 1, 60]) {
      moveTo(NOON + 6 * HOUR + minutes * MINUTE);
      await expect(bot.remind({ userId })).rejects.toThrow("502");
    }
    refuse(undefined);
    moveTo(NOON + 9 * HOUR);
    for (const _ of [1, 2]) await bot.remind({ userId });
    expect(letters).toHaveLength(1);
  });

  it("turns off when direct messages are closed, and reports it once", async () => {
    const { bot, letters, moveTo, refuse, due } = await setUp();
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    moveTo(NOON + 6 * HOUR);
    refuse(new DirectMessagesClosedError("closed"));
    await bot.remind({ userId });
    expect(await due()).toEqual([]);

    const told: string[] = [];
    const failing = bot.notifyIfClosed(userId, async () => Promise.reject(new Error("10062")));
    await expect(failing).rejects.toThrow("10062");
    for (const time of ["first", "second"]) await bot.notifyIfClosed(userId, async () => told.push(time));
    expect(told).toEqual(["first"]);
    expect(await bot.turnOff(userId)).toBe(false);

    refuse(undefined);
    await bot.turnOn({ userId, time: "18:00" });
    expect(await due()).toEqual([NOON + 30 * HOUR]);
    expect(letters).toEqual([]);
  });

  it("reports no closed direct messages after it is turned on again", async () => {
    const { bot, reminders } = await setUp();
    await reminders.close(userId);
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    await bot.notifyIfClosed(userId, () => expect.unreachable());
  });

  it("isn't sent twice on a day when it is turned off and on, or moved", async () => {
    const { bot, letters, moveTo, due } = await setUp();
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    moveTo(NOON + 6 * HOUR);
    await bot.remind({ userId });
    expect(await bot.turnOff(userId)).toBe(true);
    expect(await due()).toEqual([]);
    expect((await bot.turnOn({ userId, time: "20:00", zone: "UTC" })).next).toBe(NOON + 32 * HOUR);
    moveTo(NOON + 8 * HOUR);
    await bot.remind({ userId });
    expect(letters).toHaveLength(1);
  });

  it("isn't sent after it was turned off, or when nothing is due", async () => {
    const { bot, letters, moveTo } = await setUp();
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    await bot.turnOff(userId);
    moveTo(NOON + 7 * HOUR);
    await bot.remind({ userId });
    await bot.turnOn({ userId: "410000000000000008", time: "18:00", zone: "UTC" });
    moveTo(NOON + 31 * HOUR);
    await bot.remind({ userId: "410000000000000008" });
    expect(letters).toEqual([]);
  });

  it("explains input that it can't parse", async () => {
    const { bot } = await setUp();
    await expect(bot.turnOn({ userId, time: "8 o'clock" })).rejects.toMatchObject({ code: "time-unreadable" });
    await expect(bot.turnOn({ userId, time: "8:00", zone: "Moon" })).rejects.toMatchObject({ code: "zone-unknown" });
  });
});

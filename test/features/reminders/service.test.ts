import { describe, expect, it } from "vitest";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { seedRating } from "../../../src/features/learning/mastery-rules.ts";
import { applyOutcomes } from "../../../src/features/learning/rules.ts";
import { createLearnerGuildStore, createLearnerStore } from "../../../src/features/learning/store.ts";
import type { DirectMessageDelivery } from "../../../src/features/notifications/delivery.ts";
import { createPreferenceStore } from "../../../src/features/preferences/store.ts";
import { createReminderService } from "../../../src/features/reminders/service.ts";
import { createReminderStore } from "../../../src/features/reminders/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { DirectMessagesClosedError, RetryLaterError } from "../../../src/platform/discord/discord-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { DAY, HOUR, MINUTE } from "../../../src/platform/time.ts";
import { banksOn } from "../../support/banks.ts";
import { Crash, createCrasher } from "../../support/crash.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000007";
const NOON = Date.UTC(2026, 10, 22, 12);
const NONCE_KNOWN = 3 * MINUTE;

/** Like Discord: within minutes, a message is found by its nonce; later, only by searching for it. */
function createDelivery(clock: () => number) {
  const delivered: { name: string; at: number }[] = [];
  let closed: Error | undefined;
  const directMessages: DirectMessageDelivery = {
    async send(_, __, name, triedAt) {
      if (closed) throw closed;
      const known = delivered.some(
        (one) => one.name === name && (triedAt !== undefined || one.at + NONCE_KNOWN > clock()),
      );
      if (!known) delivered.push({ name, at: clock() });
    },
  };
  const refuse = (error: Error | undefined) => {
    closed = error;
  };
  return { delivered, directMessages, refuse };
}

async function setUp() {
  const redis = await testRedis();
  let now = NOON;
  const clock = () => now;
  const delivery = createDelivery(clock);
  const learners = createLearnerStore(redis);
  const stores = { reminders: createReminderStore(redis), agenda: createAgenda(redis) };
  const others = {
    learners,
    learnerGuilds: createLearnerGuildStore(redis),
    posts: createPostStore(redis),
    answers: createAnswerStore(redis),
    settings: createSettingsStore(redis),
    preferences: createPreferenceStore(redis),
    banks: banksOn(redis, [questions.single({ language: "php" })]),
  };
  const startBot = (crashable: <Store extends object>(store: Store) => Store) =>
    createReminderService({
      ...others,
      reminders: crashable(stores.reminders),
      agenda: crashable(stores.agenda),
      directMessages: crashable(delivery.directMessages),
      clock,
    });

  const known = { history: new Map(), mastery: new Map() };
  const missed = { question: questions.single(), correct: false, at: NOON - 9 * DAY, mode: "quiz" } as const;
  await learners.commit(userId, known, applyOutcomes(known, [missed], seedRating));
  return {
    ...delivery,
    ...stores,
    preferences: others.preferences,
    startBot,
    bot: startBot((store) => store),
    moveTo: (to: number) => {
      now = to;
    },
    /** When the learner's reminder is due, according to the agenda. */
    due: async () => (await stores.agenda.due("reminder", NOON + 99 * DAY, 9)).map(({ dueAt }) => dueAt),
  };
}

/** Runs three days of reminders. The bot crashes at a step of the first day, and the interrupted job is retried later. */
async function threeDays(crashAt: number | undefined, retryAfter: number) {
  const { startBot, bot, delivered, moveTo, due } = await setUp();
  await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
  const first = createCrasher(crashAt);
  for (let day = 0; day < 3; day += 1) {
    const [at = 0] = await due();
    moveTo(at);
    try {
      await (day === 0 ? startBot(first.crashable) : bot).remind({ userId });
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      moveTo(at + retryAfter);
      await bot.remind({ userId });
    }
    // The queue may run it twice.
    await bot.remind({ userId });
  }
  return { delivered, steps: first.steps() };
}

describe("a reminder from a bot that crashes", () => {
  it("is sent once a day, even if the retry is late", async () => {
    const { steps } = await threeDays(undefined, 0);
    expect(steps).toBeGreaterThanOrEqual(10);
    for (let step = 1; step <= steps; step += 1) {
      for (const retryAfter of [MINUTE, HOUR]) {
        const { delivered } = await threeDays(step, retryAfter);
        expect([step, delivered.map(({ at }) => new Date(at).getUTCDate())]).toEqual([step, [22, 23, 24]]);
      }
    }
  });

  it("is lost for at most one day if it isn't retried that day", async () => {
    const { steps } = await threeDays(undefined, 0);
    for (let step = 1; step <= steps; step += 1) {
      const { delivered } = await threeDays(step, 7 * HOUR);
      const days = delivered.map(({ name }) => name);
      expect(new Set(days).size).toBe(days.length);
      expect(days.length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe("a reminder", () => {
  it("is retried within the day after a temporary error, and sent once", async () => {
    const { bot, delivered, moveTo, refuse } = await setUp();
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    refuse(new RetryLaterError("502"));
    for (const minutes of [0, 1, 60]) {
      moveTo(NOON + 6 * HOUR + minutes * MINUTE);
      await expect(bot.remind({ userId })).rejects.toThrow("502");
    }
    refuse(undefined);
    moveTo(NOON + 9 * HOUR);
    for (const _ of [1, 2]) await bot.remind({ userId });
    expect(delivered).toHaveLength(1);
  });

  it("turns off when direct messages are closed, and reports it once", async () => {
    const { bot, delivered, moveTo, refuse, due } = await setUp();
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    moveTo(NOON + 6 * HOUR);
    refuse(new DirectMessagesClosedError("closed"));
    await bot.remind({ userId });
    expect(await due()).toEqual([]);

    const notified: string[] = [];
    const failing = bot.notifyIfClosed(userId, async () => Promise.reject(new Error("10062")));
    await expect(failing).rejects.toThrow("10062");
    for (const time of ["first", "second"]) await bot.notifyIfClosed(userId, async () => notified.push(time));
    expect(notified).toEqual(["first"]);
    expect(await bot.turnOff(userId)).toBe(false);

    refuse(undefined);
    await bot.turnOn({ userId, time: "18:00" });
    expect(await due()).toEqual([NOON + 30 * HOUR]);
    expect(delivered).toEqual([]);
  });

  it("reports no closed direct messages once it is turned on again", async () => {
    const { bot, reminders } = await setUp();
    await reminders.close(userId);
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    await bot.notifyIfClosed(userId, () => expect.unreachable());
  });

  it("isn't sent twice on a day if it is turned off and on, or moved", async () => {
    const { bot, delivered, moveTo, due } = await setUp();
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    moveTo(NOON + 6 * HOUR);
    await bot.remind({ userId });
    expect(await bot.turnOff(userId)).toBe(true);
    expect(await due()).toEqual([]);
    expect((await bot.turnOn({ userId, time: "20:00", zone: "UTC" })).next).toBe(NOON + 32 * HOUR);
    moveTo(NOON + 8 * HOUR);
    await bot.remind({ userId });
    expect(delivered).toHaveLength(1);
  });

  it("isn't sent after it was turned off, or when nothing is due", async () => {
    const { bot, delivered, moveTo } = await setUp();
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    await bot.turnOff(userId);
    moveTo(NOON + 7 * HOUR);
    await bot.remind({ userId });
    await bot.turnOn({ userId: "410000000000000008", time: "18:00", zone: "UTC" });
    moveTo(NOON + 31 * HOUR);
    await bot.remind({ userId: "410000000000000008" });
    expect(delivered).toEqual([]);
  });

  it("isn't sent if the only due cards are in languages the learner excluded", async () => {
    const { bot, delivered, moveTo, preferences } = await setUp();
    await preferences.setLanguages(userId, ["go"]);
    await bot.turnOn({ userId, time: "18:00", zone: "UTC" });
    moveTo(NOON + 6 * HOUR);
    await bot.remind({ userId });
    expect(delivered).toEqual([]);
    await preferences.setLanguages(userId, ["go", "php"]);
    moveTo(NOON + 30 * HOUR);
    await bot.remind({ userId });
    expect(delivered).toHaveLength(1);
  });

  it("explains input that it can't parse", async () => {
    const { bot } = await setUp();
    await expect(bot.turnOn({ userId, time: "8 o'clock" })).rejects.toMatchObject({ code: "time-unreadable" });
    await expect(bot.turnOn({ userId, time: "8:00", zone: "Moon" })).rejects.toMatchObject({ code: "zone-unknown" });
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import type { PostDelivery } from "../../../src/features/daily/delivery.ts";
import { createPostService, type PostTask } from "../../../src/features/daily/post-service.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { createRevealService, createWithheldCredits } from "../../../src/features/daily/reveal-service.ts";
import type { ScheduleNotificationService } from "../../../src/features/notifications/schedule-notification-service.ts";
import { createHiddenMemberStore } from "../../../src/features/privacy/hidden-store.ts";
import { createActivityStore } from "../../../src/features/profile/activity-store.ts";
import { createOwnBankStore } from "../../../src/features/questions/own-store.ts";
import { createPlacesStore } from "../../../src/features/reminders/places-store.ts";
import type { Schedule } from "../../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../../src/features/schedules/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { ChannelError, RetryLaterError } from "../../../src/platform/discord/delivery-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { HOUR } from "../../../src/platform/time.ts";
import { banksOn } from "../../support/banks.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const slotAt = Date.parse("2026-11-22T09:00:00Z");
const task: PostTask = { guildId, scheduleId: "daily", slotId: "1-2026-11-22", slotAt };
const daily: Schedule = {
  id: "daily",
  serial: 1,
  version: 0,
  channelId: "1",
  time: "09:00",
  days: ["sun"],
  zone: "UTC",
  revealAfterHours: 6,
  thread: false,
};

/** A Discord of a few arrays: what stands in each channel, and what goes wrong next. */
function createDiscord() {
  const shown = new Map<string, string[]>();
  const drawn: string[] = [];
  let trouble: (() => void) | undefined;
  let lookTrouble: (() => void) | undefined;
  let hasThreads = true;

  const delivery: PostDelivery = {
    async send({ channelId, slotId }) {
      trouble?.();
      const messages = shown.get(channelId) ?? [];
      shown.set(channelId, [...messages, slotId]);
      return `${channelId}-${messages.length + 1}`;
    },
    async find({ channelId, previousChannelIds: tried, slotId }) {
      lookTrouble?.();
      for (const channel of [...tried, channelId]) {
        const place = (shown.get(channel) ?? []).indexOf(slotId);
        if (place >= 0) return { channelId: channel, messageId: `${channel}-${place + 1}` };
      }
      return undefined;
    },
    async update({ channelId, messageId, state, threadOpened }) {
      drawn.push(`${channelId}/${messageId} ${state}${threadOpened ? " with thread" : ""}`);
    },
    openThread: async () => hasThreads,
  };
  return {
    delivery,
    shown,
    drawn,
    /** What sending does until told otherwise. */
    failSending: (fail?: () => void) => {
      trouble = fail;
    },
    failLooking: (fail?: () => void) => {
      lookTrouble = fail;
    },
    refuseThreads: () => {
      hasThreads = false;
    },
  };
}

let now = slotAt;
let stage: Awaited<ReturnType<typeof setUp>>;

async function setUp() {
  const redis = await testRedis();
  const discord = createDiscord();
  const [schedules, posts, agenda] = [createScheduleStore(redis), createPostStore(redis), createAgenda(redis)];
  const banks = banksOn(redis, [questions.single()]);
  const own = createOwnBankStore(redis);
  const retire = (day?: string) => own.retireBuiltIn(guildId, "http.single", day);
  const { delivery } = discord;
  const notified: string[] = [];
  const scheduleNotifications: ScheduleNotificationService = {
    notifyPaused: async (_, { id, pause }) => void notified.push(`${id} ${pause?.by}`),
    notifyManualPostFailed: async (_, { id }, slotId, trouble) => void notified.push(`${id} ${slotId} ${trouble}`),
    notifyPoolLow: async (_, { id }, left) => void notified.push(`${id} ${left} left`),
    notifyPoolEmpty: async (_, { id }, at) => void notified.push(`${id} empty at ${at - slotAt}`),
  };
  const posting = createPostService({
    schedules,
    posts,
    agenda,
    banks,
    delivery,
    scheduleNotifications,
    clock: () => now,
  });
  const reveals = createRevealService({
    posts,
    answers: createAnswerStore(redis),
    hidden: createHiddenMemberStore(redis),
    creditWithheld: createWithheldCredits({
      credits: createCreditStore(redis),
      settings: createSettingsStore(redis),
      clock: () => now,
    }),
    learning: { record: async () => undefined },
    activity: createActivityStore(redis),
    places: createPlacesStore(redis),
    banks,
    delivery,
  });
  await schedules.add(guildId, daily, 25);
  return { discord, schedules, posts, agenda, posting, reveals, notified, retire };
}

beforeEach(async () => {
  now = slotAt;
  stage = await setUp();
});

const change = async (over: Partial<Schedule>) => {
  const before = (await stage.schedules.find(guildId, "daily")) ?? daily;
  expect(await stage.schedules.replace(guildId, before, { ...before, ...over })).toBe(true);
};
const dueReveals = async () =>
  (await stage.agenda.due("rate-limited", Number.MAX_SAFE_INTEGER, 10)).filter(({ entry }) =>
    entry.startsWith("reveal:"),
  ).length;
/** Sends the message and dies before anything can be noted. */
const dieAfterSending = async () => {
  const { posts } = stage;
  const { markSent } = posts;
  posts.markSent = () => Promise.reject(new Error("killed"));
  await expect(stage.posting.post(task)).rejects.toThrow("killed");
  posts.markSent = markSent;
};
const everywhere = () => [...stage.discord.shown.values()].flat();

describe("a slot", () => {
  it("becomes one post however often its task is run", async () => {
    for (let time = 0; time < 3; time += 1) expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted" });
    expect(everywhere()).toEqual([task.slotId]);
    expect(await dueReveals()).toBe(1);
    expect(stage.notified).toEqual(["daily 0 left"]);
  });

  it("is found again after a crash behind the send, and not sent twice", async () => {
    await dieAfterSending();
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted", post: { messageId: "1-1" } });
    expect(everywhere()).toEqual([task.slotId]);
  });

  it("closes when its members were told, though it was found again much later", async () => {
    await dieAfterSending();
    now = slotAt + 2 * HOUR;
    expect(await stage.posting.post(task)).toMatchObject({ post: { closesAt: slotAt + 6 * HOUR } });
  });

  it("is found in the channel it was sent to, though another was chosen since and looking failed at first", async () => {
    await dieAfterSending();
    await change({ channelId: "2" });
    stage.discord.failLooking(() => {
      throw new RetryLaterError("502");
    });
    await expect(stage.posting.post(task)).rejects.toThrow("502");
    stage.discord.failLooking();

    await stage.posting.post(task);
    expect(everywhere()).toEqual([task.slotId]);
    expect(await stage.posts.find(guildId, task.slotId)).toMatchObject({
      channelId: "1",
      messageId: "1-1",
      state: "sent",
    });
    await stage.reveals.reveal(task);
    expect(stage.discord.drawn).toEqual(["1/1-1 revealed"]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["paused", () => change({ pause: { by: "moderator" } })],
    ["removed", () => stage.schedules.remove(guildId, "daily")],
  ])(
    "that was sent is noted and will be revealed, though its schedule was %s before the retry",
    async (_, interfere) => {
      await dieAfterSending();
      await interfere();
      await stage.posting.post(task);
      expect(await stage.posts.find(guildId, task.slotId)).toMatchObject({ state: "sent", messageId: "1-1" });
      expect(await dueReveals()).toBe(1);
    },
  );

  it("begins nothing for a schedule that rests, is gone, or came later under the same name", async () => {
    await change({ pause: { by: "moderator" } });
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    await change({ serial: 2 });
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    await stage.schedules.remove(guildId, "daily");
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    expect(everywhere()).toEqual([]);
  });

  it("lets its schedule rest where the channel refuses, and goes elsewhere with the same question", async () => {
    stage.discord.failSending(() => {
      throw new ChannelError("deleted");
    });
    expect(await stage.posting.post(task)).toEqual({ outcome: "refused", trouble: "deleted" });
    const rested = await stage.schedules.find(guildId, "daily");
    expect(rested?.pause).toEqual({ by: "channel", reason: "deleted", slotAt });
    expect(stage.notified).toEqual(["daily channel"]);
    await stage.posting.post(task);
    expect(stage.notified, "said again by who follows, for the first may have died before").toHaveLength(2);
    await stage.posting.post({ ...task, slotId: "1-2026-11-23", slotAt: slotAt + 24 * HOUR });
    expect(stage.notified, "of another slot there is nothing to say").toHaveLength(2);

    stage.discord.failSending();
    if (rested) await stage.schedules.replace(guildId, rested, { ...daily, channelId: "2" });
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted", post: { channelId: "2" } });
    expect(stage.discord.shown.get("2")).toEqual([task.slotId]);
  });

  it("does not forget the slot that waits for its turn when a question wished for by hand is refused", async () => {
    stage.discord.failSending(() => {
      throw new ChannelError("deleted");
    });
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "refused" });
    const rested = await stage.schedules.find(guildId, "daily");
    if (rested) await stage.schedules.replace(guildId, rested, daily);
    const wish = { ...task, slotId: "1-now-7", slotAt: slotAt + HOUR };
    expect(await stage.posting.post(wish)).toMatchObject({ outcome: "refused" });
    expect(stage.notified.at(-1)).toBe("daily 1-now-7 deleted");
    const told = { outcome: "refused", at: wish.slotAt, channelId: "1", trouble: "deleted" };
    expect((await stage.schedules.lastRuns(guildId)).get("daily")).toEqual(told);
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "refused" });
    expect((await stage.schedules.find(guildId, "daily"))?.pause).toEqual({ by: "channel", reason: "deleted", slotAt });
  });

  it("is tried again where the schedule changed while its channel refused", async () => {
    stage.discord.failSending(() => {
      throw new ChannelError("deleted");
    });
    const { find } = stage.schedules;
    stage.schedules.find = async (...args) => {
      const seen = await find(...args);
      stage.schedules.find = find;
      await change({ channelId: "2" });
      return seen;
    };
    await expect(stage.posting.post(task)).rejects.toThrow(RetryLaterError);
    stage.discord.failSending();
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted", post: { channelId: "2" } });
  });

  it("is skipped where there is nothing to ask, which is told, and the next one goes on", async () => {
    await stage.retire("2026-11-21");
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    expect((await stage.schedules.lastRuns(guildId)).get("daily")).toEqual({
      outcome: "skipped",
      at: slotAt,
      reason: "pool-empty",
    });
    expect(stage.notified).toEqual(["daily empty at 0"]);
    const wish = { ...task, slotId: "1-now-1" };
    await expect(stage.posting.post(wish)).rejects.toThrow("pool-empty");

    await stage.retire();
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    expect(await stage.posting.post({ ...task, slotId: "1-2026-11-29" })).toMatchObject({ outcome: "posted" });
    expect(everywhere()).toEqual(["1-2026-11-29"]);
  });

  it("is what an earlier try made it, though nothing is left to ask", async () => {
    await dieAfterSending();
    await stage.retire("2026-11-22");
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted" });
    expect(everywhere()).toEqual([task.slotId]);
  });

  it("is skipped once its grace is over, unless it had been sent", async () => {
    now = slotAt + 7 * HOUR;
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    expect(await stage.posts.exists(guildId, task.slotId)).toBe(true);
    expect((await stage.schedules.lastRuns(guildId)).get("daily")?.outcome).toBe("skipped");
  });

  it("that had been sent is noted even after its grace", async () => {
    await dieAfterSending();
    now = slotAt + 7 * HOUR;
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted", post: { messageId: "1-1" } });
    expect(everywhere()).toEqual([task.slotId]);
  });
});

describe("a reveal", () => {
  it("shows the answer, then the thread", async () => {
    await change({ thread: true });
    await stage.posting.post(task);
    await stage.reveals.reveal(task);
    expect(stage.discord.drawn).toEqual(["1/1-1 revealed", "1/1-1 revealed with thread"]);
  });

  it("shows the answer even where no thread can be opened", async () => {
    stage.discord.refuseThreads();
    await change({ thread: true });
    await stage.posting.post(task);
    await stage.reveals.reveal(task);
    expect(stage.discord.drawn).toEqual(["1/1-1 revealed"]);
  });

  it("is not painted over by a refresh that was on its way", async () => {
    await stage.posting.post(task);
    const { update: draw } = stage.discord.delivery;
    stage.discord.delivery.update = async (...args) => {
      stage.discord.delivery.update = draw;
      await stage.reveals.reveal(task);
      await draw(...args);
    };
    await stage.reveals.refresh(task);
    expect(stage.discord.drawn).toEqual(["1/1-1 revealed", "1/1-1 sent", "1/1-1 revealed"]);
  });
});

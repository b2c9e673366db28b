import { beforeEach, describe, expect, it } from "vitest";
import { createCreditStore } from "../../../src/features/boards/credit-store.ts";
import { createHiddenMemberStore } from "../../../src/features/boards/store.ts";
import { createAnswerStore } from "../../../src/features/daily/answer-store.ts";
import type { PostDelivery } from "../../../src/features/daily/delivery.ts";
import { REFRESH_EVERY, refreshJob } from "../../../src/features/daily/jobs.ts";
import { createPostService, type PostTask } from "../../../src/features/daily/post-service.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { createRevealService, createWithheldCredits } from "../../../src/features/daily/reveal-service.ts";
import { postDate } from "../../../src/features/daily/rules.ts";
import type { ScheduleNotificationService } from "../../../src/features/notifications/schedule-notification-service.ts";
import { createActivityStore } from "../../../src/features/profile/store.ts";
import { createBankStore } from "../../../src/features/questions/bank-store.ts";
import type { Schedule } from "../../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../../src/features/schedules/store.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { ChannelError, RetryLaterError, UnknownRefusalError } from "../../../src/platform/discord/discord-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import { DAY, HOUR } from "../../../src/platform/time.ts";
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

/** A fake Discord: the posts in each channel, and the next failure. */
function createDiscord() {
  const shown = new Map<string, string[]>();
  const drawn: string[] = [];
  let failure: (() => void) | undefined;
  let searchFailure: (() => void) | undefined;
  let hasThreads = true;
  let isInGuild = true;

  const delivery: PostDelivery = {
    async send({ channelId, slotId }) {
      failure?.();
      const messages = shown.get(channelId) ?? [];
      shown.set(channelId, [...messages, slotId]);
      return `${channelId}-${messages.length + 1}`;
    },
    async find({ channelId, previousChannelIds: tried, slotId }) {
      searchFailure?.();
      for (const channel of [...tried, channelId]) {
        const place = (shown.get(channel) ?? []).indexOf(slotId);
        if (place >= 0) return { channelId: channel, messageId: `${channel}-${place + 1}` };
      }
      return undefined;
    },
    async updateCount({ channelId, messageId }, _, answered) {
      drawn.push(`${channelId}/${messageId} ${answered} answered`);
    },
    async updateResults({ channelId, messageId, threadOpened }) {
      drawn.push(`${channelId}/${messageId} revealed${threadOpened ? " with thread" : ""}`);
    },
    openThread: async () => hasThreads,
    isInGuild: async () => isInGuild,
  };
  return {
    delivery,
    shown,
    drawn,
    /** Makes every send fail this way until the next call. */
    failSending: (fail?: () => void) => {
      failure = fail;
    },
    failSearching: (fail?: () => void) => {
      searchFailure = fail;
    },
    leaveGuild: () => {
      isInGuild = false;
    },
    refuseThreads: () => {
      hasThreads = false;
    },
  };
}

let now = slotAt;
let stage: Awaited<ReturnType<typeof setUp>>;

async function setUp(bank = [questions.single()]) {
  const redis = await testRedis();
  const discord = createDiscord();
  const [schedules, posts, agenda] = [createScheduleStore(redis), createPostStore(redis), createAgenda(redis)];
  const banks = banksOn(redis, bank);
  const own = createBankStore(redis);
  const retire = (day?: string) => own.retireBuiltIn(guildId, "http.single", day);
  const { delivery } = discord;
  const notified: string[] = [];
  const scheduleNotifications: ScheduleNotificationService = {
    notifyPaused: async (_, { id, pause }) => void notified.push(`${id} ${pause?.by}`),
    notifyResumed: async () => undefined,
    notifyManualPostFailed: async (_, { id }, slotId, problem) => void notified.push(`${id} ${slotId} ${problem}`),
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
    banks,
    delivery,
    agenda,
    clock: () => now,
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
  (await stage.agenda.due("background", Number.MAX_SAFE_INTEGER, 10)).filter(({ entry }) => entry.startsWith("reveal:"))
    .length;
/** Sends the message and crashes before recording it. */
const dieAfterSending = async () => {
  const { posts } = stage;
  const { markSent } = posts;
  posts.markSent = () => Promise.reject(new Error("killed"));
  await expect(stage.posting.post(task)).rejects.toThrow("killed");
  posts.markSent = markSent;
};
const everywhere = () => [...stage.discord.shown.values()].flat();

describe("a slot", () => {
  it("becomes exactly one post, even if its job runs repeatedly", async () => {
    for (let time = 0; time < 3; time += 1) expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted" });
    expect(everywhere()).toEqual([task.slotId]);
    expect(await dueReveals()).toBe(1);
    expect(stage.notified).toEqual(["daily 0 left"]);
  });

  it("gets a question that can't be predicted from its guild and id", async () => {
    const bank = Array.from({ length: 20 }, (_, index) => questions.single({ id: `http.${index}` }));
    const picked = new Set<string>();
    for (let time = 0; time < 8; time += 1) {
      const { posting, posts } = await setUp(bank);
      await posting.post(task);
      picked.add((await posts.find(guildId, task.slotId))?.questionId ?? "");
    }
    expect(picked.size).toBeGreaterThan(1);
  });

  it("gets no enemy of a question asked within a week", async () => {
    const one = questions.single({ id: "http.one", enemies: ["http.two"] });
    const { posting, posts } = await setUp([one, questions.single({ id: "http.two" })]);
    const askAfter = async (time: number) => {
      now += time;
      await posting.post({ ...task, slotId: `1-${now}`, slotAt: now });
      return (await posts.find(guildId, `1-${now}`))?.questionId;
    };
    const first = await askAfter(0);
    const other = first === "http.one" ? "http.two" : "http.one";
    expect(await askAfter(7 * DAY - 1)).toBe(first);
    expect(await askAfter(7 * DAY)).toBe(other);
    expect(await askAfter(DAY)).toBe(other);
  });

  it("gets no enemy of a question that another slot gets at the same time", async () => {
    const pair = ["http.one", "http.two"];
    const { posting, posts } = await setUp(
      pair.map((id) => questions.single({ id, enemies: pair.filter((one) => one !== id) })),
    );
    const slotIds = Array.from({ length: 6 }, (_, index) => `1-${index}`);
    await Promise.all(slotIds.map((slotId) => posting.post({ ...task, slotId })));
    const asked = await Promise.all(slotIds.map((slotId) => posts.find(guildId, slotId)));
    expect(new Set(asked.map((post) => post?.questionId)).size).toBe(1);
  });

  it("isn't sent twice when a crash follows the send", async () => {
    await dieAfterSending();
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted", post: { messageId: "1-1" } });
    expect(everywhere()).toEqual([task.slotId]);
  });

  it("closes at the announced time even when it is found much later", async () => {
    await dieAfterSending();
    now = slotAt + 2 * HOUR;
    expect(await stage.posting.post(task)).toMatchObject({ post: { closesAt: slotAt + 6 * HOUR } });
  });

  it("is found in its original channel after the channel changed and the first search failed", async () => {
    await dieAfterSending();
    await change({ channelId: "2" });
    stage.discord.failSearching(() => {
      throw new RetryLaterError("502");
    });
    await expect(stage.posting.post(task)).rejects.toThrow("502");
    stage.discord.failSearching();

    await stage.posting.post(task);
    expect(everywhere()).toEqual([task.slotId]);
    expect(await stage.posts.find(guildId, task.slotId)).toMatchObject({
      channelId: "1",
      messageId: "1-1",
      state: "sent",
    });
    await stage.reveals.showAnswer(task);
    expect(stage.discord.drawn).toEqual(["1/1-1 0 answered"]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["paused", () => change({ pause: { by: "moderator" } })],
    ["removed", () => stage.schedules.remove(guildId, "daily")],
  ])("that was sent is recorded and revealed even if its schedule was %s before the retry", async (_, interfere) => {
    await dieAfterSending();
    await interfere();
    await stage.posting.post(task);
    expect(await stage.posts.find(guildId, task.slotId)).toMatchObject({ state: "sent", messageId: "1-1" });
    expect(await dueReveals()).toBe(1);
  });

  it("isn't posted when its schedule is paused, deleted or replaced by another with the same id", async () => {
    await change({ pause: { by: "moderator" } });
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    await change({ serial: 2 });
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    await stage.schedules.remove(guildId, "daily");
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    expect(everywhere()).toEqual([]);
  });

  it("pauses its schedule when the channel refuses it, and keeps its question in the next channel", async () => {
    stage.discord.failSending(() => {
      throw new ChannelError("deleted");
    });
    expect(await stage.posting.post(task)).toEqual({ outcome: "refused", problem: "deleted" });
    const paused = await stage.schedules.find(guildId, "daily");
    expect(paused?.pause).toEqual({ by: "channel", reason: "deleted", slotAt });
    expect(stage.notified).toEqual(["daily channel"]);
    await stage.posting.post(task);
    expect(
      stage.notified,
      "a retry notifies again, because the first attempt may have crashed before it did",
    ).toHaveLength(2);
    await stage.posting.post({ ...task, slotId: "1-2026-11-23", slotAt: slotAt + 24 * HOUR });
    expect(stage.notified, "another slot doesn't notify").toHaveLength(2);

    stage.discord.failSending();
    if (paused) await stage.schedules.replace(guildId, paused, { ...daily, channelId: "2" });
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted", post: { channelId: "2" } });
    expect(stage.discord.shown.get("2")).toEqual([task.slotId]);
  });

  it("is retried for an hour when Discord refuses it for an unknown reason, then pauses its schedule", async () => {
    stage.discord.failSending(() => {
      throw new UnknownRefusalError("403");
    });
    now = slotAt + HOUR - 1;
    await expect(stage.posting.post(task)).rejects.toThrow("403");
    expect(stage.notified).toEqual([]);
    now = slotAt + HOUR;
    expect(await stage.posting.post(task)).toEqual({ outcome: "refused", problem: "refused" });
    expect((await stage.schedules.find(guildId, "daily"))?.pause).toEqual({ by: "channel", reason: "refused", slotAt });
    expect(stage.notified).toEqual(["daily channel"]);
  });

  it.each(["deleted", "no-access"] as const)(
    "pauses its schedule until the bot returns to a guild it left (%s)",
    async (problem) => {
      stage.discord.leaveGuild();
      stage.discord.failSending(() => {
        throw new ChannelError(problem);
      });
      expect(await stage.posting.post(task)).toEqual({ outcome: "refused", problem: "absent" });
      expect((await stage.schedules.find(guildId, "daily"))?.pause).toMatchObject({ reason: "absent" });
    },
  );

  it("can still be retried after a manual post was refused", async () => {
    stage.discord.failSending(() => {
      throw new ChannelError("deleted");
    });
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "refused" });
    const paused = await stage.schedules.find(guildId, "daily");
    if (paused) await stage.schedules.replace(guildId, paused, daily);
    const manualPost = { ...task, slotId: "1-now-7", slotAt: slotAt + HOUR };
    expect(await stage.posting.post(manualPost)).toMatchObject({ outcome: "refused" });
    expect(stage.notified.at(-1)).toBe("daily 1-now-7 deleted");
    const lastRun = { outcome: "refused", at: manualPost.slotAt, channelId: "1", problem: "deleted" };
    expect((await stage.schedules.lastRuns(guildId)).get("daily")).toEqual(lastRun);
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "refused" });
    expect((await stage.schedules.find(guildId, "daily"))?.pause).toEqual({ by: "channel", reason: "deleted", slotAt });
  });

  it("is retried when the schedule changed while its channel refused it", async () => {
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

  it("is skipped with a notification when no question is left, and the next slot is posted", async () => {
    await stage.retire("2026-11-21");
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    expect((await stage.schedules.lastRuns(guildId)).get("daily")).toEqual({
      outcome: "skipped",
      at: slotAt,
      reason: "pool-empty",
    });
    expect(stage.notified).toEqual(["daily empty at 0"]);
    const manualPost = { ...task, slotId: "1-now-1" };
    await expect(stage.posting.post(manualPost)).rejects.toThrow("pool-empty");

    await stage.retire();
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    expect(await stage.posting.post({ ...task, slotId: "1-2026-11-29" })).toMatchObject({ outcome: "posted" });
    expect(everywhere()).toEqual(["1-2026-11-29"]);
  });

  it("that a moderator requested is dated in its schedule's time zone", async () => {
    await change({ zone: "Pacific/Auckland" });
    now = Date.parse("2026-11-22T12:30:00Z");
    await stage.posting.post({ ...task, slotId: "1-now-7", slotAt: now });
    const post = await stage.posts.find(guildId, "1-now-7");
    expect(post && postDate(post)).toBe("2026-11-23");
    await stage.posting.post(task);
    const scheduled = await stage.posts.find(guildId, task.slotId);
    expect(scheduled && [scheduled.date, postDate(scheduled)]).toEqual([undefined, "2026-11-22"]);
  });

  it.each<[string, (() => void) | undefined, boolean]>([
    ["stops waiting when it is posted", undefined, false],
    ["stops waiting when it is refused", () => Promise.reject(new ChannelError("deleted")), false],
    ["keeps waiting when it has to be retried", () => Promise.reject(new RetryLaterError("503")), true],
  ])("that a moderator requested %s", async (_, fail, isWaiting) => {
    const { schedules, discord, posting } = stage;
    const send = discord.delivery.send;
    discord.delivery.send = async (...args) => {
      await fail?.();
      return send(...args);
    };
    for (const id of ["7", "8", "9", "10", "11"]) await schedules.addWaitingPost(guildId, `1-now-${id}`, now);
    await posting.post({ ...task, slotId: "1-now-7" }).catch(() => undefined);
    expect(await schedules.addWaitingPost(guildId, "1-now-12", now)).toBe(!isWaiting);
  });

  it("keeps the question of an earlier attempt even if none is left now", async () => {
    await dieAfterSending();
    await stage.retire("2026-11-22");
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted" });
    expect(everywhere()).toEqual([task.slotId]);
  });

  it("is skipped after its grace period", async () => {
    now = slotAt + 7 * HOUR;
    expect(await stage.posting.post(task)).toEqual({ outcome: "nothing" });
    expect(await stage.posts.exists(guildId, task.slotId)).toBe(true);
    expect((await stage.schedules.lastRuns(guildId)).get("daily")?.outcome).toBe("skipped");
  });

  it("that was sent is recorded even after its grace period", async () => {
    await dieAfterSending();
    now = slotAt + 7 * HOUR;
    expect(await stage.posting.post(task)).toMatchObject({ outcome: "posted", post: { messageId: "1-1" } });
    expect(everywhere()).toEqual([task.slotId]);
  });
});

describe("revealing a post", () => {
  const reveal = async () => {
    await stage.reveals.reveal(task);
    await stage.reveals.showAnswer(task);
  };

  it("shows the answer, then the thread", async () => {
    await change({ thread: true });
    await stage.posting.post(task);
    await reveal();
    await stage.reveals.showAnswer(task);
    expect(stage.discord.drawn).toEqual(["1/1-1 revealed", "1/1-1 revealed with thread", "1/1-1 revealed with thread"]);
  });

  it("shows the answer even when no thread can be opened", async () => {
    stage.discord.refuseThreads();
    await change({ thread: true });
    await stage.posting.post(task);
    await reveal();
    expect(stage.discord.drawn).toEqual(["1/1-1 revealed"]);
  });

  it("isn't overwritten by a concurrent refresh", async () => {
    await stage.posting.post(task);
    const { delivery } = stage.discord;
    const { updateCount } = delivery;
    delivery.updateCount = async (...args) => {
      delivery.updateCount = updateCount;
      await reveal();
      await updateCount(...args);
    };
    await stage.reveals.refresh(task, now);
    expect(stage.discord.drawn).toEqual(["1/1-1 revealed", "1/1-1 0 answered", "1/1-1 revealed"]);
  });
});

describe("refreshing a post", () => {
  it("is scheduled again for an answer that arrives during the refresh", async () => {
    await stage.posting.post(task);
    const { agenda, discord } = stage;
    const slot = { guildId, slotId: task.slotId };
    await agenda.setIfAbsent(refreshJob, slot, now);
    const due = await agenda.due("update", now, 1);
    discord.delivery.updateCount = async () => {
      expect(await agenda.setIfAbsent(refreshJob, slot, now + REFRESH_EVERY)).toBe(true);
    };
    await stage.reveals.refresh(slot, now);
    await agenda.settle(due);
    expect(await agenda.due("update", now + REFRESH_EVERY, 1)).toMatchObject([{ dueAt: now + REFRESH_EVERY }]);
  });
});

import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { PostService } from "../../../src/features/daily/post-service.ts";
import { createPostStore } from "../../../src/features/daily/post-store.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import type { ChannelProblem } from "../../../src/features/schedules/rules.ts";
import { createScheduleService, NO_ROLE, type ScheduleInput } from "../../../src/features/schedules/service.ts";
import { createScheduleStore, type ScheduleStore } from "../../../src/features/schedules/store.ts";
import { createUpcomingService } from "../../../src/features/schedules/upcoming-service.ts";
import { createSettingsStore } from "../../../src/features/settings/store.ts";
import { ChannelError, RetryLaterError } from "../../../src/platform/discord/discord-errors.ts";
import { createAgenda } from "../../../src/platform/jobs/agenda.ts";
import type { connectRedis } from "../../../src/platform/redis/connection.ts";
import { DAY, HOUR } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";
import { testRedis } from "../../support/redis.ts";

const guildId = "410000000000000000";
const input = { channelId: "1", time: "09:00" };
const bank = createBank([questions.single()]);
let now: number;
let notified: string[][];
let checked: object[];
let redis: ReturnType<typeof connectRedis>;

beforeEach(async () => {
  [notified, checked] = [[], []];
  now = Date.parse("2026-11-22T08:00:00Z");
  redis = await testRedis();
});

function create({ store, post }: { store?: Partial<ScheduleStore>; post?: PostService["post"] } = {}) {
  const schedules = { ...createScheduleStore(redis), ...store };
  const clock = () => now;
  const service = createScheduleService({
    schedules,
    upcoming: createUpcomingService({ schedules, posts: createPostStore(redis), clock }),
    settings: createSettingsStore(redis),
    agenda: createAgenda(redis),
    banks: { of: async () => bank },
    posting: { post: post ?? (async () => ({ outcome: "nothing" })) },
    scheduleNotifications: { notifyResumed: async (_, resumed) => void notified.push(resumed.map(({ id }) => id)) },
    checkChannel: async (_, target) => void checked.push(target),
    plan: async () => undefined,
    clock,
  });
  const add = (guild: string, given: typeof input & ScheduleInput, requestId: string = randomUUID()) =>
    service.add(guild, given, { requestId });
  return { ...service, add };
}

describe("a schedule", () => {
  it("gets another id when a concurrent request uses the first", async () => {
    const real = createScheduleStore(redis);
    let tries = 0;
    const add: ScheduleStore["add"] = async (guild, schedule, limit) => {
      tries += 1;
      if (tries === 1) await real.add(guild, { ...schedule, serial: 99 }, limit);
      return real.add(guild, schedule, limit);
    };
    const { schedule } = await create({ store: { add } }).add(guildId, input);
    expect(schedule.id).toBe("daily-2");
  });

  it("is added once when the same request is repeated, even at the same time", async () => {
    const [first, second] = await Promise.all([1, 2].map(() => create().add(guildId, input, "request")));
    const third = await create().add(guildId, { ...input, time: "10:00" }, "request");
    expect(new Set([first, second, third].map((preview) => preview?.schedule.serial)).size).toBe(1);
    expect(await create().list(guildId)).toHaveLength(1);
    await create().add(guildId, input, "another request");
    expect(await create().list(guildId)).toHaveLength(2);
  });

  it("is checked against a delegate's permissions only if they chose the channel or role", async () => {
    const { add, edit } = create();
    await add(guildId, input);
    const delegate = { userId: "7", roleIds: [] };
    checked = [];
    for (const given of [{ time: "10:00" }, { roleId: NO_ROLE }, { channelId: "2" }, { roleId: "8" }] as const)
      await edit(guildId, "daily", given, { delegate });
    expect(checked).toEqual([
      { channelId: "1", thread: false, roleId: undefined, delegate: undefined },
      { channelId: "1", thread: false, roleId: undefined, delegate: undefined },
      { channelId: "2", thread: false, roleId: undefined, delegate },
      { channelId: "2", thread: false, roleId: "8", delegate },
    ]);
  });

  it("can't be edited when another moderator saved an edit first", async () => {
    await create().add(guildId, input);
    const late = create({ store: { replace: async () => false } });
    await expect(late.edit(guildId, "daily", { time: "10:00" })).rejects.toMatchObject({ code: "schedule-changed" });
    expect((await create().preview(guildId, "daily", 1)).schedule.time).toBe("09:00");
  });

  it("can't be edited without changes or so that no question is left", async () => {
    const { add, edit } = create();
    const empty = { topic: "sql", difficulty: 3 } as const;
    await expect(add(guildId, { ...input, ...empty })).rejects.toMatchObject({ code: "pool-empty", values: empty });
    await add(guildId, input);
    await expect(edit(guildId, "daily", {})).rejects.toMatchObject({ code: "edit-empty" });
    expect((await edit(guildId, "daily", { revealAfter: "3h" })).schedule.revealAfterHours).toBe(3);
  });

  it("can be paused and resumed, and repeating that has no effect", async () => {
    const { add, pause, resume } = create();
    await add(guildId, input);
    await pause(guildId, "daily");
    expect(await pause(guildId, "daily")).toMatchObject({ pause: { by: "moderator" } });
    await resume(guildId, "daily");
    const again = await resume(guildId, "daily");
    expect([again.schedule.pause, again.slots.length]).toEqual([undefined, 3]);
  });

  it("isn't removed when a newer one has the same id", async () => {
    const { add, remove, list } = create();
    const { schedule: first } = await add(guildId, input);
    await remove(guildId, first.id, first.serial);
    const { schedule: second } = await add(guildId, input);
    expect(second.id).toBe(first.id);
    await expect(remove(guildId, first.id, first.serial)).rejects.toMatchObject({ code: "schedule-replaced" });
    expect(await list(guildId)).toHaveLength(1);
  });

  it("shows a clock change in its preview only if it comes before the last slot", async () => {
    const { add, preview } = create();
    await add(guildId, { ...input, zone: "Europe/Berlin" });
    expect(await preview(guildId, "daily", 5)).not.toHaveProperty("clockChange");
    now = Date.parse("2027-03-26T08:00:00Z");
    expect(await preview(guildId, "daily", 5)).toMatchObject({ clockChange: Date.parse("2027-03-28T01:00:00Z") });
    now += 7 * DAY;
    expect(await preview(guildId, "daily", 5)).not.toHaveProperty("clockChange");
  });
});

describe("the bot's return to a guild", () => {
  const pauseAll = async (reason: ChannelProblem) => {
    const store = createScheduleStore(redis);
    for (const schedule of await store.list(guildId))
      await store.replace(guildId, schedule, { ...schedule, pause: { by: "channel", reason, slotAt: now - DAY } });
  };

  it("resumes what was paused by its absence and notifies moderators once", async () => {
    const { add, pause, resumeAfterAbsence, list } = create();
    await add(guildId, input);
    await pauseAll("absent");
    await add(guildId, { ...input, topic: "http" });
    await pause(guildId, "daily-http");

    await resumeAfterAbsence("410000000000000001");
    expect(notified).toEqual([]);
    for (const _ of [1, 2]) await resumeAfterAbsence(guildId);
    expect(notified).toEqual([["daily"]]);
    expect((await list(guildId)).map(({ schedule }) => schedule.pause)).toEqual([undefined, { by: "moderator" }]);
    const due = await createAgenda(redis).due("rate-limited", now + DAY, 10);
    expect(due.map(({ entry, dueAt }) => [entry, dueAt])).toContainEqual([
      `slot:${guildId}:daily`,
      Date.parse("2026-11-22T09:00:00Z"),
    ]);
  });

  it("resumes a schedule that is paused while another one resumes", async () => {
    const real = createScheduleStore(redis);
    const replace: ScheduleStore["replace"] = async (guild, before, after) => {
      const second = await real.find(guild, "daily-http");
      const pause = { by: "channel", reason: "absent", slotAt: now } as const;
      if (second) await real.replace(guild, second, { ...second, pause });
      return real.replace(guild, before, after);
    };
    await create().add(guildId, input);
    await pauseAll("absent");
    await create().add(guildId, { ...input, topic: "http" });
    await create({ store: { replace } }).resumeAfterAbsence(guildId);
    await create().resumeAfterAbsence(guildId);
    expect(notified).toEqual([["daily"], ["daily-http"]]);
  });

  it("keeps pauses that have another reason", async () => {
    const { add, resumeAfterAbsence, list } = create();
    await add(guildId, input);
    await pauseAll("deleted");
    await resumeAfterAbsence(guildId);
    expect((await list(guildId))[0]?.schedule.pause).toMatchObject({ reason: "deleted" });
  });
});

describe("a manual post", () => {
  it("waits with at most four others of its guild until they are posted or abandoned", async () => {
    const slow = create({ post: async () => Promise.reject(new RetryLaterError("slow")) });
    await slow.add(guildId, input);
    const post = (requestId: string) => slow.postNow(guildId, "daily", requestId);
    for (const id of ["1", "2", "3", "4", "5", "1"])
      await expect(post(id)).rejects.toMatchObject({ code: "post-delayed" });
    await expect(post("6")).rejects.toMatchObject({ code: "manual-posts-full", values: { limit: 5 } });
    const store = createScheduleStore(redis);
    expect(await store.addWaitingPost("410000000000000001", "1-now-1", now)).toBe(true);

    await store.removeWaitingPost(guildId, "1-now-2");
    await expect(post("6")).rejects.toMatchObject({ code: "post-delayed" });
    await expect(post("7")).rejects.toMatchObject({ code: "manual-posts-full" });
    now += 7 * HOUR;
    await expect(post("7")).rejects.toMatchObject({ code: "post-delayed" });
  });

  it.each<[string, PostService["post"], object]>([
    ["its channel refused it", async () => ({ outcome: "refused", problem: "deleted" }), { code: "post-failed" }],
    ["its schedule was deleted", async () => ({ outcome: "nothing" }), { code: "schedule-unknown" }],
    ["Discord is slow", async () => Promise.reject(new RetryLaterError("slow")), { code: "post-delayed" }],
    ["another error occurs", async () => Promise.reject(new ChannelError("deleted")), { problem: "deleted" }],
  ])("is refused when %s", async (_, post, error) => {
    const { add, postNow } = create({ post });
    await add(guildId, input);
    await expect(postNow(guildId, "daily", "1")).rejects.toMatchObject(error);
  });
});

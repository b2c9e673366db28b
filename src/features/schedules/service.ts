import type { ChannelCheck, Delegate } from "../../platform/discord/channel-check.ts";
import { RetryLaterError } from "../../platform/discord/discord-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, clockChangeBetween, DEFAULT_ZONE, type Instant, SECOND, type Zone } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { PostService } from "../daily/post-service.ts";
import type { Post } from "../daily/rules.ts";
import type { ScheduleNotificationService } from "../notifications/schedule-notification-service.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Difficulty } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { postJob, slotJob } from "./jobs.ts";
import {
  DEFAULT_REVEAL_AFTER_HOURS,
  firstSlot,
  generateScheduleId,
  type LastRun,
  MAX_SCHEDULES,
  MAX_WAITING_POSTS,
  manualSlotId,
  missedSlotAt,
  parseDays,
  parseRevealAfter,
  parseTime,
  parseZone,
  type Schedule,
  type Slot,
} from "./rules.ts";
import type { ScheduleStore } from "./store.ts";
import type { UpcomingService } from "./upcoming-service.ts";

/** A moderator's unparsed input. When editing, missing fields keep their value. */
export type ScheduleInput = {
  channelId?: string | undefined;
  time?: string | undefined;
  days?: string | undefined;
  zone?: string | undefined;
  topic?: Topic | typeof ANY | undefined;
  difficulty?: Difficulty | typeof ANY | undefined;
  revealAfter?: string | undefined;
  roleId?: string | typeof NO_ROLE | undefined;
  thread?: boolean | undefined;
};

/** All topics, or all difficulties. */
export const ANY = "any";
/** Removes the role to mention. */
export const NO_ROLE = "none";

/** `guildZone` is the time zone of streaks and leaderboards. Present only once a schedule has been added. */
export type Preview = { schedule: Schedule; slots: Slot[]; clockChange?: Instant; guildZone?: Zone };
export type ScheduleStatus = { schedule: Schedule; next?: Instant; last?: LastRun };

/** When a job takes over a manual post that hasn't been sent. */
const MANUAL_POST_TIMEOUT = 30 * SECOND;
const PREVIEWED_SLOTS = 3;

/**
 * Manages schedules. A schedule and its agenda entry are separate writes. To ensure that a crash in between loses no
 * slot, the entry is first moved to an earlier time if necessary. Then the schedule is saved, and the entry is set to
 * the exact time. The entry of a paused or removed schedule stays until the dispatcher drops it. Removing it here could
 * remove an entry that was just set.
 */
export function createScheduleService({
  schedules,
  upcoming,
  settings,
  agenda,
  banks,
  posting,
  scheduleNotifications,
  checkChannel,
  plan,
  clock,
}: {
  schedules: ScheduleStore;
  upcoming: UpcomingService;
  settings: Pick<SettingsStore, "zone" | "setZoneIfUnset">;
  agenda: Pick<Agenda, "set" | "setNoLater" | "setIfAbsent" | "remove">;
  banks: Pick<BankService, "of">;
  posting: Pick<PostService, "post">;
  scheduleNotifications: Pick<ScheduleNotificationService, "notifyResumed">;
  checkChannel: ChannelCheck;
  /** Updates the guild's planned season end and weekly summary. Both depend on its schedules. */
  plan(guildId: string): Promise<void>;
  clock: Clock;
}) {
  /** Adds a schedule. Idempotent per `requestId`. */
  async function add(
    guildId: string,
    input: ScheduleInput & { channelId: string; time: string },
    { requestId, delegate }: { requestId: string; delegate?: Delegate | undefined },
  ): Promise<Preview> {
    const zone = input.zone ? parseZone(input.zone) : ((await settings.zone(guildId)) ?? DEFAULT_ZONE);
    const schedule = {
      ...optionsOf(input),
      channelId: input.channelId,
      time: parseTime(input.time),
      days: parseDays(input.days ?? "daily"),
      zone,
      thread: input.thread ?? false,
      revealAfterHours: input.revealAfter ? parseRevealAfter(input.revealAfter) : DEFAULT_REVEAL_AFTER_HOURS,
    };
    await validate(guildId, schedule, { roleId: optionsOf(input).roleId, delegate });

    const serial = await schedules.serialFor(guildId, requestId);
    const earlier = (await schedules.list(guildId)).find((one) => one.serial === serial);
    const { id } = earlier ?? (await addWithFreeId(guildId, { ...schedule, serial, version: 0 }));
    if (input.zone) await settings.setZoneIfUnset(guildId, zone);
    await plan(guildId);
    return { ...(await preview(guildId, id)), guildZone: (await settings.zone(guildId)) ?? DEFAULT_ZONE };
  }

  async function addWithFreeId(guildId: string, schedule: Omit<Schedule, "id">): Promise<Schedule> {
    for (;;) {
      const inUse = new Set((await schedules.list(guildId)).map(({ id }) => id));
      const added = { ...schedule, id: generateScheduleId(schedule.days, schedule.topic, inUse) };
      const entry = { guildId, scheduleId: added.id };
      const next = firstSlot(added, clock()).at;
      await agenda.setNoLater(slotJob, entry, next);
      const outcome = await schedules.add(guildId, added, MAX_SCHEDULES);
      if (outcome === "full") throw new UserError("schedules-full", { limit: MAX_SCHEDULES });
      if (outcome === "id-in-use") continue;
      // Set again, because the dispatcher drops an entry that is due before its schedule exists.
      await agenda.setNoLater(slotJob, entry, next);
      return added;
    }
  }

  /** Edits a schedule. `serial` protects a newer schedule with the same id. */
  async function edit(
    guildId: string,
    id: string,
    input: ScheduleInput,
    { serial, delegate }: { serial?: number | undefined; delegate?: Delegate | undefined } = {},
  ): Promise<Preview> {
    if (Object.values(input).every((value) => value === undefined)) throw new UserError("edit-empty", { id });

    const before = await find(guildId, id, serial);
    const { topic: _, difficulty: __, roleId: ___, ...rest } = before;
    const after: Schedule = {
      ...rest,
      ...optionsOf(input, before),
      channelId: input.channelId ?? before.channelId,
      time: input.time ? parseTime(input.time) : before.time,
      days: input.days ? parseDays(input.days) : before.days,
      zone: input.zone ? parseZone(input.zone) : before.zone,
      thread: input.thread ?? before.thread,
      revealAfterHours: input.revealAfter ? parseRevealAfter(input.revealAfter) : before.revealAfterHours,
    };
    const roleId = input.roleId === NO_ROLE ? undefined : input.roleId;
    const chooses = input.channelId !== undefined || roleId !== undefined;
    await validate(guildId, after, { roleId, delegate: chooses ? delegate : undefined });

    // A new channel resumes a schedule that was paused because of its old channel.
    const resumes = before.pause?.by === "channel" && input.channelId !== undefined;
    if (resumes) await save(guildId, before, withoutPause(after), missedSlotAt(before, clock()));
    else await save(guildId, before, after);
    if (input.time) await plan(guildId);
    return preview(guildId, id);
  }

  async function list(guildId: string): Promise<ScheduleStatus[]> {
    const [all, lastRuns] = await Promise.all([schedules.list(guildId), schedules.lastRuns(guildId)]);
    return Promise.all(
      all.map(async (schedule) => {
        const [last, next] = [lastRuns.get(schedule.id), await upcoming.nextOf(guildId, schedule)];
        return { schedule, ...(next !== undefined && { next }), ...(last && { last }) };
      }),
    );
  }

  /** Returns the next slots, and the first clock change before the last of them. */
  async function preview(guildId: string, id: string, count = PREVIEWED_SLOTS): Promise<Preview> {
    const schedule = await find(guildId, id);
    const slots = await upcoming.slotsOf(guildId, schedule, count);
    const last = slots.at(-1);
    const clockChange = last && clockChangeBetween(clock(), last.at, schedule.zone);
    return { schedule, slots, ...(clockChange !== undefined && { clockChange }) };
  }

  async function pause(guildId: string, id: string): Promise<Schedule> {
    const before = await find(guildId, id);
    if (before.pause) return before;
    const after = { ...before, pause: { by: "moderator" } } as const;
    await save(guildId, before, after);
    return after;
  }

  /** Resumes a schedule. A slot that couldn't be posted in its channel is still posted within its grace period. */
  async function resume(guildId: string, id: string, serial?: number): Promise<Preview> {
    const before = await find(guildId, id, serial);
    if (before.pause) {
      await validate(guildId, before);
      await save(guildId, before, withoutPause(before), missedSlotAt(before, clock()));
    }
    return preview(guildId, id);
  }

  /** Resumes schedules that were paused because the bot wasn't in the guild. */
  async function resumeAfterAbsence(guildId: string): Promise<void> {
    const all = await schedules.list(guildId);
    const paused = all.filter(({ pause }) => pause?.by === "channel" && pause.reason === "absent");
    for (const schedule of paused)
      await save(guildId, schedule, withoutPause(schedule), missedSlotAt(schedule, clock()));
    if (paused.length > 0) await scheduleNotifications.notifyResumed(guildId, paused);
  }

  async function remove(guildId: string, id: string, serial: number): Promise<void> {
    await find(guildId, id, serial);
    await schedules.remove(guildId, id);
    await plan(guildId);
  }

  /** Posts a question now. Idempotent per `requestId`. */
  async function postNow(guildId: string, id: string, requestId: string): Promise<Post> {
    const schedule = await find(guildId, id);
    if (schedule.pause) throw new UserError("schedule-paused", { id });
    await validate(guildId, schedule);

    const slot = { guildId, scheduleId: id, slotId: manualSlotId(schedule.serial, requestId) };
    if (!(await schedules.addWaitingPost(guildId, slot.slotId, clock())))
      throw new UserError("manual-posts-full", { limit: MAX_WAITING_POSTS });
    await agenda.setIfAbsent(postJob, slot, clock() + MANUAL_POST_TIMEOUT);
    const result = await posting.post({ ...slot, slotAt: clock() }).catch(explainDelay);
    await agenda.remove(postJob, slot);
    if (result.outcome === "posted") return result.post;
    if (result.outcome === "refused") throw new UserError("post-failed", { channelId: schedule.channelId });
    throw new UserError("schedule-unknown", { given: id });
  }

  async function find(guildId: string, id: string, serial?: number): Promise<Schedule> {
    const schedule = await schedules.find(guildId, id);
    if (!schedule) throw new UserError("schedule-unknown", { given: id });
    if (serial !== undefined && schedule.serial !== serial) throw new UserError("schedule-replaced", { id });
    return schedule;
  }

  /**
   * Checks that questions match and the bot can post in the channel. Checks roles and a delegate's permissions only for
   * changed values. Otherwise, a deleted role would block every later change.
   */
  async function validate(
    guildId: string,
    { topic, difficulty, channelId, thread }: Pick<Schedule, "topic" | "difficulty" | "channelId" | "thread">,
    chosen: { roleId?: string | undefined; delegate?: Delegate | undefined } = {},
  ): Promise<void> {
    const pool = { ...(topic && { topic }), ...(difficulty && { difficulty }) };
    const bank = await banks.of(guildId);
    if (bank.pool(pool).length === 0) throw new UserError("pool-empty", pool);
    await checkChannel(guildId, { channelId, thread, ...chosen });
  }

  /** Saves a change. Throws a UserError if the schedule has changed in the meantime. `missedSlot` is posted first. */
  async function save(guildId: string, before: Schedule, after: Schedule, missedSlot?: Instant): Promise<void> {
    const entry = { guildId, scheduleId: after.id };
    const next = after.pause ? undefined : (missedSlot ?? firstSlot(after, clock()).at);
    // One millisecond early: a dispatcher that is about to drop the paused schedule's entry then sees a different time.
    if (next !== undefined) await agenda.setNoLater(slotJob, entry, next - 1);
    if (!(await schedules.replace(guildId, before, after))) throw new UserError("schedule-changed", { id: after.id });
    if (next !== undefined) await agenda.set(slotJob, entry, next);
  }

  return { add, edit, list, preview, pause, resume, resumeAfterAbsence, remove, postNow };
}

export type ScheduleService = ReturnType<typeof createScheduleService>;

/** Explains that a manual post is delayed. It stays in the agenda and is sent as soon as Discord accepts it. */
function explainDelay(error: unknown): never {
  if (error instanceof RetryLaterError) throw new UserError("post-delayed", {});
  throw error;
}

function withoutPause({ pause: _, ...schedule }: Schedule): Schedule {
  return schedule;
}

function optionsOf(input: ScheduleInput, before?: Schedule): Pick<Schedule, "topic" | "difficulty" | "roleId"> {
  const topic = input.topic ?? before?.topic;
  const difficulty = input.difficulty ?? before?.difficulty;
  const roleId = input.roleId ?? before?.roleId;
  return {
    ...(topic && topic !== ANY && { topic }),
    ...(difficulty && difficulty !== ANY && { difficulty }),
    ...(roleId && roleId !== NO_ROLE && { roleId }),
  };
}

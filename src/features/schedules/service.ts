import type { ChannelCheck } from "../../platform/discord/channel-check.ts";
import { RetryLaterError } from "../../platform/discord/delivery-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import {
  type Clock,
  clockChangeBetween,
  DEFAULT_ZONE,
  type Instant,
  parseTime,
  parseZone,
  SECOND,
  type Zone,
} from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { PostService } from "../daily/post-service.ts";
import type { Post } from "../daily/rules.ts";
import type { Banks } from "../questions/ports.ts";
import type { Difficulty } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { parseDays, type Weekday } from "./days-rules.ts";
import { postJob, slotJob } from "./jobs.ts";
import type { LastRun, ScheduleStore } from "./ports.ts";
import {
  DEFAULT_REVEAL_AFTER_HOURS,
  firstSlot,
  GRACE,
  nameSchedule,
  parseRevealAfter,
  SCHEDULES_PER_GUILD,
  type Schedule,
  type Slot,
  wishedSlotId,
} from "./rules.ts";
import type { Upcoming } from "./upcoming-service.ts";

/** What a moderator typed, as typed; absent is not said. */
export type ScheduleInput = {
  channelId?: string | undefined;
  time?: string | undefined;
  days?: string | undefined;
  zone?: string | undefined;
  topic?: Topic | typeof ANY | undefined;
  difficulty?: Difficulty | typeof ANY | undefined;
  revealAfter?: string | undefined;
  /** "none" takes the role away. */
  roleId?: string | undefined;
  thread?: boolean | undefined;
};

/** Said for a topic or a difficulty: all of them. */
export const ANY = "any";
/** Said for a role: mention nobody. */
export const NO_ROLE = "none";

/** `guildZone`: whose days count for streaks and boards; told where it may be new. */
export type Preview = { schedule: Schedule; slots: Slot[]; clockChange?: Instant; guildZone?: Zone };
export type ScheduleStatus = { schedule: Schedule; next?: Instant; last?: LastRun };

type Needs = {
  schedules: ScheduleStore;
  upcoming: Upcoming;
  settings: SettingsStore;
  agenda: Pick<Agenda, "set" | "setNoLater" | "setIfAbsent" | "remove">;
  banks: Pick<Banks, "of">;
  posting: PostService;
  checkChannel: ChannelCheck;
  /** Plans anew what goes by a guild's schedules: its season and its summary. */
  plan(guildId: string): Promise<void>;
  clock: Clock;
};

/** How long a question wished for by hand may take before the agenda sees to it. */
const WISH_PATIENCE = 30 * SECOND;

/**
 * What moderators do with schedules. A schedule and its agenda entry are two writes: the entry is first set no later than
 * the truth, then the schedule is written, then the entry is set exactly, so that a crash in between loses no slot. The
 * entry of a schedule that rests or is gone is left to the dispatcher, which drops it when it is due: taking it away here
 * could take away one that somebody else has just set.
 */
export function createSchedules(needs: Needs) {
  const { schedules, upcoming, settings, agenda, banks, posting, checkChannel, plan, clock } = needs;

  async function add(guildId: string, input: ScheduleInput & { channelId: string; time: string }): Promise<Preview> {
    const zone = input.zone ? parseZone(input.zone) : ((await settings.zone(guildId)) ?? DEFAULT_ZONE);
    const days = parseDays(input.days ?? "daily");
    const asked = rule(input);
    const schedule = {
      ...asked,
      channelId: input.channelId,
      time: parseTime(input.time),
      days,
      zone,
      thread: input.thread ?? false,
      revealAfterHours: input.revealAfter ? parseRevealAfter(input.revealAfter) : DEFAULT_REVEAL_AFTER_HOURS,
      serial: 0,
    };
    await check(guildId, schedule, input.roleId);

    const added = await addUnderFreeName(
      guildId,
      { ...schedule, serial: await schedules.nextSerial(guildId) },
      days,
      asked.topic,
    );
    if (input.zone) await settings.setZoneIfUnset(guildId, zone);
    await plan(guildId);
    return { ...(await preview(guildId, added.id, 3)), guildZone: (await settings.zone(guildId)) ?? DEFAULT_ZONE };
  }

  async function addUnderFreeName(
    guildId: string,
    schedule: Omit<Schedule, "id">,
    days: readonly Weekday[],
    topic: Topic | undefined,
  ): Promise<Schedule> {
    for (;;) {
      const taken = new Set((await schedules.list(guildId)).map(({ id }) => id));
      const named = { ...schedule, id: nameSchedule(days, topic, taken) };
      const next = firstSlot(named, clock()).at;
      await agenda.setNoLater(slotJob, { guildId, scheduleId: named.id }, next);
      const outcome = await schedules.add(guildId, named, SCHEDULES_PER_GUILD);
      if (outcome === "full") throw new UserError("schedules-full", { limit: SCHEDULES_PER_GUILD });
      if (outcome === "taken") continue;
      // Once more: an entry due before its schedule was there would have been dropped.
      await agenda.setNoLater(slotJob, { guildId, scheduleId: named.id }, next);
      return named;
    }
  }

  /** `serial`, here and below: of the schedule that is meant, where by now another may bear its name. */
  async function edit(guildId: string, id: string, input: ScheduleInput, serial?: number): Promise<Preview> {
    if (Object.values(input).every((value) => value === undefined)) throw new UserError("edit-empty", { id });

    const before = await find(guildId, id, serial);
    const { topic: _, difficulty: __, roleId: ___, ...kept } = before;
    const after: Schedule = {
      ...kept,
      ...rule(input, before),
      channelId: input.channelId ?? before.channelId,
      time: input.time ? parseTime(input.time) : before.time,
      days: input.days ? parseDays(input.days) : before.days,
      zone: input.zone ? parseZone(input.zone) : before.zone,
      thread: input.thread ?? before.thread,
      revealAfterHours: input.revealAfter ? parseRevealAfter(input.revealAfter) : before.revealAfterHours,
    };
    await check(guildId, after, input.roleId);

    // A new channel is what a schedule that rests for its channel's sake was waiting for.
    const cured = before.pause?.by === "channel" && input.channelId !== undefined;
    await change(guildId, before, cured ? woken(after) : after, cured ? before : undefined);
    if (input.time) await plan(guildId);
    return preview(guildId, id, 3);
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

  /** The next `count` slots that will be posted, and the first change of the zone's clocks among them. */
  async function preview(guildId: string, id: string, count: number): Promise<Preview> {
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
    await change(guildId, before, after);
    return after;
  }

  /** Wakes a schedule; a slot its channel refused is posted after all while its grace lasts. */
  async function resume(guildId: string, id: string, serial?: number): Promise<Preview> {
    const before = await find(guildId, id, serial);
    if (before.pause) {
      await check(guildId, before);
      await change(guildId, before, woken(before), before);
    }
    return preview(guildId, id, 3);
  }

  async function remove(guildId: string, id: string, serial: number): Promise<void> {
    await find(guildId, id, serial);
    await schedules.remove(guildId, id);
    await plan(guildId);
  }

  /** Posts a question at once; `wish` names this wish, so that asking twice for the same one posts one question. */
  async function postNow(guildId: string, id: string, wish: string): Promise<Post> {
    const schedule = await find(guildId, id);
    if (schedule.pause) throw new UserError("schedule-paused", { id });
    await check(guildId, schedule);

    const slotId = wishedSlotId(schedule.serial, wish);
    const slot = { guildId, scheduleId: id, slotId };
    await agenda.setIfAbsent(postJob, slot, clock() + WISH_PATIENCE);
    const made = await posting.post({ ...slot, slotAt: clock() }).catch(later);
    await agenda.remove(postJob, slot);
    if (made.outcome === "posted") return made.post;
    if (made.outcome === "refused") throw new UserError("post-failed", { channelId: schedule.channelId });
    throw new UserError("schedule-unknown", { given: id });
  }

  async function find(guildId: string, id: string, serial?: number): Promise<Schedule> {
    const schedule = await schedules.find(guildId, id);
    if (!schedule) throw new UserError("schedule-unknown", { given: id });
    if (serial !== undefined && schedule.serial !== serial) throw new UserError("schedule-changed", { id });
    return schedule;
  }

  /** A role is looked at when it is chosen, and not each time, or one that was deleted would block every change. */
  async function check(guildId: string, schedule: Omit<Schedule, "id">, chosenRole?: string): Promise<void> {
    const { topic, difficulty } = schedule;
    const bank = await banks.of(guildId);
    if (bank.pool(schedule).length === 0) {
      throw new UserError("pool-empty", { ...(topic && { topic }), ...(difficulty && { difficulty }) });
    }
    const roleId = chosenRole === NO_ROLE ? undefined : chosenRole;
    await checkChannel(guildId, { channelId: schedule.channelId, thread: schedule.thread, ...(roleId && { roleId }) });
  }

  /** Writes a changed schedule; of two changes at once the later is refused. `refusedIn` may hold a slot to make up for. */
  async function change(guildId: string, before: Schedule, after: Schedule, refusedIn?: Schedule): Promise<void> {
    const entry = { guildId, scheduleId: after.id };
    const next = after.pause ? undefined : (makeUp(refusedIn, clock()) ?? firstSlot(after, clock()).at);
    // One earlier than meant: a dispatcher that is just dropping the entry of a resting schedule finds it changed.
    if (next !== undefined) await agenda.setNoLater(slotJob, entry, next - 1);
    if (!(await schedules.replace(guildId, before, after))) throw new UserError("schedule-changed", { id: after.id });
    if (next !== undefined) await agenda.set(slotJob, entry, next);
  }

  return { add, edit, list, preview, pause, resume, remove, postNow };
}

/** The wish stays in the agenda: the question comes as soon as Discord takes it, so nobody need ask again. */
function later(error: unknown): never {
  if (error instanceof RetryLaterError) throw new UserError("post-delayed", {});
  throw error;
}

export type ScheduleService = ReturnType<typeof createSchedules>;

function makeUp(schedule: Schedule | undefined, now: Instant): Instant | undefined {
  return schedule?.pause?.by === "channel" && schedule.pause.slotAt + GRACE > now ? schedule.pause.slotAt : undefined;
}

function woken({ pause: _, ...schedule }: Schedule): Schedule {
  return schedule;
}

/** What a rule asks and whom it mentions, after what was said is put in the place of what was. */
function rule(input: ScheduleInput, before?: Schedule): Pick<Schedule, "topic" | "difficulty" | "roleId"> {
  const topic = input.topic ?? before?.topic;
  const difficulty = input.difficulty ?? before?.difficulty;
  const roleId = input.roleId ?? before?.roleId;
  return {
    ...(topic && topic !== ANY && { topic }),
    ...(difficulty && difficulty !== ANY && { difficulty }),
    ...(roleId && roleId !== NO_ROLE && { roleId }),
  };
}

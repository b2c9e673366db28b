import type { Clock, Instant } from "../../platform/time.ts";
import { periodEnd } from "../boards/calendar-rules.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { LearnerStore } from "../learning/store.ts";
import type { SettingsStore } from "../settings/store.ts";
import { nextSlots, type Schedule, type Slot } from "./rules.ts";
import type { ScheduleStore } from "./store.ts";

/**
 * Looks up what will be posted next. Skips a slot that was already posted: after an edit, today's slot can be in the
 * future again.
 */
export function createUpcomingService({
  schedules,
  posts,
  clock,
}: {
  schedules: Pick<ScheduleStore, "list">;
  posts: Pick<PostStore, "exists">;
  clock: Clock;
}) {
  /** The next `count` slots of a schedule, as if it weren't paused. */
  async function slotsOf(guildId: string, schedule: Schedule, count: number): Promise<Slot[]> {
    const slots = nextSlots(schedule, clock(), count + 1);
    const [first] = slots;
    const isPosted = first !== undefined && (await posts.exists(guildId, first.id));
    return isPosted ? slots.slice(1) : slots.slice(0, count);
  }

  /** When a schedule posts next. Undefined if it is paused. */
  async function nextOf(guildId: string, schedule: Schedule): Promise<Instant | undefined> {
    if (schedule.pause) return undefined;
    const [slot] = await slotsOf(guildId, schedule, 1);
    return slot?.at;
  }

  /** When the guild's next question is due. Undefined if no schedule is active. */
  async function nextIn(guildId: string): Promise<Instant | undefined> {
    const all = await schedules.list(guildId);
    const times = await Promise.all(all.map((schedule) => nextOf(guildId, schedule)));
    return earliest(times.filter((time) => time !== undefined));
  }

  return { slotsOf, nextOf, nextIn };
}

export type UpcomingService = ReturnType<typeof createUpcomingService>;

/** The next events that a guild and one of its learners will see. */
export type NextEvents = { slot?: Instant; reveal?: Instant; review?: Instant; week?: Instant };

/** Used by the playground to move the clock to the next event. */
export function createNextEvents({
  upcoming,
  posts,
  learners,
  settings,
  clock,
}: {
  upcoming: Pick<UpcomingService, "nextIn">;
  posts: Pick<PostStore, "open">;
  learners: Pick<LearnerStore, "history">;
  settings: Pick<SettingsStore, "calendar">;
  clock: Clock;
}) {
  return async ({ guildId, userId }: { guildId: string; userId: string }): Promise<NextEvents> => {
    const now = clock();
    const [slot, open, history, calendar] = await Promise.all([
      upcoming.nextIn(guildId),
      posts.open(guildId, now),
      learners.history(userId),
      settings.calendar(guildId),
    ]);
    const reveal = earliest(open.map(({ closesAt }) => closesAt));
    const review = earliest([...history.values()].flatMap(({ card }) => (card && card.due > now ? card.due : [])));
    const week = periodEnd("week", calendar, now);
    return { ...(slot && { slot }), ...(reveal && { reveal }), ...(review && { review }), ...(week && { week }) };
  };
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

import type { Clock, Instant } from "../../platform/time.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { ScheduleStore } from "./ports.ts";
import { nextSlots, type Schedule, type Slot } from "./rules.ts";

type Needs = { schedules: ScheduleStore; posts: PostStore; clock: Clock };

/** What will be posted next. A day is posted once, so after an edit today's slot may lie ahead and yet be done. */
export function createUpcoming({ schedules, posts, clock }: Needs) {
  /** The next `count` slots of a schedule that will be posted, were it awake. */
  async function slotsOf(guildId: string, schedule: Schedule, count: number): Promise<Slot[]> {
    const coming = nextSlots(schedule, clock(), count + 1);
    const [first] = coming;
    const done = first !== undefined && (await posts.exists(guildId, first.id));
    return done ? coming.slice(1) : coming.slice(0, count);
  }

  /** When a schedule posts next; not at all while it rests. */
  async function nextOf(guildId: string, schedule: Schedule): Promise<Instant | undefined> {
    if (schedule.pause) return undefined;
    const [slot] = await slotsOf(guildId, schedule, 1);
    return slot?.at;
  }

  /** When the next question of a guild comes, if any is planned. */
  async function nextIn(guildId: string): Promise<Instant | undefined> {
    const all = await schedules.list(guildId);
    const times = await Promise.all(all.map((schedule) => nextOf(guildId, schedule)));
    const planned = times.filter((time) => time !== undefined);
    return planned.length > 0 ? Math.min(...planned) : undefined;
  }

  return { slotsOf, nextOf, nextIn };
}

export type Upcoming = ReturnType<typeof createUpcoming>;

import type { Clock, Instant } from "../../platform/time.ts";
import { periodEnd } from "../boards/calendar-rules.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { LearnerStore } from "../learning/ports.ts";
import type { SettingsStore } from "../settings/store.ts";
import type { Upcoming } from "./upcoming-service.ts";

type Needs = {
  upcoming: Upcoming;
  posts: Pick<PostStore, "open">;
  learners: Pick<LearnerStore, "seen">;
  settings: Pick<SettingsStore, "calendar">;
  clock: Clock;
};

/** What a guild and one of its learners will see next, and when. */
export type Foreseen = { slot?: Instant; reveal?: Instant; review?: Instant; week?: Instant };

export function createForesight({ upcoming, posts, learners, settings, clock }: Needs) {
  return async ({ guildId, userId }: { guildId: string; userId: string }): Promise<Foreseen> => {
    const now = clock();
    const [slot, open, seen, calendar] = await Promise.all([
      upcoming.nextIn(guildId),
      posts.open(guildId, now),
      learners.seen(userId),
      settings.calendar(guildId),
    ]);
    const reveal = earliest(open.map(({ closesAt }) => closesAt));
    const review = earliest([...seen.values()].flatMap(({ card }) => (card && card.due > now ? card.due : [])));
    const week = periodEnd("week", calendar, now);
    return { ...(slot && { slot }), ...(reveal && { reveal }), ...(review && { review }), ...(week && { week }) };
  };
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

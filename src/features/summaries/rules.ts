import { addDays, type Instant, instantOf, type LocalDate, type LocalTime, localDateAt } from "../../platform/time.ts";
import { type Calendar, firstDayOfWeek } from "../boards/calendar-rules.ts";
import type { Post } from "../daily/rules.ts";
import type { Answer } from "../questions/answer-rules.ts";

/** With fewer answers, the share of correct answers isn't meaningful. */
const MIN_ANSWERS = 3;

/** When the next summary after `now` is due: at this local time on the first day of a week. */
export function nextSummaryAt({ zone, weekStart }: Calendar, time: LocalTime, now: Instant): Instant {
  const first = firstDayOfWeek(localDateAt(now, zone), weekStart);
  const at = instantOf(first, time, zone);
  return at > now ? at : instantOf(addDays(first, 7), time, zone);
}

export type ScoredPost = { post: Post; answered: number; correct: number };

export function countCorrect(post: Post, answers: readonly Answer[]): ScoredPost {
  return { post, answered: answers.length, correct: answers.filter(({ correct }) => correct).length };
}

/** The post with the lowest share of correct answers, among posts with a message and at least one wrong answer. */
export function hardestPost(posts: readonly ScoredPost[]): ScoredPost | undefined {
  const [hardest] = posts
    .filter(({ answered, correct, post }) => answered >= MIN_ANSWERS && correct < answered && post.messageId)
    .sort((a, b) => a.correct / a.answered - b.correct / b.answered);
  return hardest;
}

/** The member whose points increased most since the previous week. Excludes members without points in that week. */
export function mostImproved(
  entries: readonly { userId: string; points: number }[],
  before: ReadonlyMap<string, number>,
): { userId: string; more: number } | undefined {
  const [improved] = entries
    .map(({ userId, points }) => ({ userId, more: points - (before.get(userId) ?? points) }))
    .filter(({ more }) => more > 0)
    .sort((a, b) => b.more - a.more);
  return improved;
}

/** The number of consecutive days with answers, ending with `last`. Stops counting at `max`. */
export function groupStreak(daysWithAnswers: ReadonlySet<LocalDate>, last: LocalDate, max: number): number {
  let length = 0;
  while (length < max && daysWithAnswers.has(addDays(last, -length))) length += 1;
  return length;
}

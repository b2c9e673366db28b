import { z } from "zod";
import { seeded } from "../../platform/seed.ts";
import { DAY, DEFAULT_ZONE, daysBetween, type Instant, type LocalDate, localDateAt } from "../../platform/time.ts";
import type { Answer } from "../questions/answer-rules.ts";
import { areEnemies } from "../questions/enemy-rules.ts";
import type { Question } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";

/** A post only moves forward: claimed → sent → revealed. `skipped` is final, like `revealed`. */
const POST_STATES = ["claimed", "sent", "revealed", "skipped"] as const;

const instant = z.coerce.number().int();
const flag = z.stringbool();

/** A post as stored in Redis: a hash of strings. */
export const postSchema = z.object({
  state: z.enum(POST_STATES),
  scheduleId: z.string(),
  channelId: z.string(),
  /** Channels that earlier attempts may have posted in, before the schedule moved to another channel. */
  previousChannelIds: z
    .string()
    .default("")
    .transform((ids) => ids.split(" ").filter(Boolean)),
  topic: topicSchema,
  questionId: z.string(),
  rev: z.coerce.number().int(),
  /** Seeds the order of the options. Random, so nothing public reveals their original order. */
  seed: z.string(),
  slotAt: instant,
  /** The local date of a manual post in the schedule's time zone. Other posts have it in their slot id. */
  date: z.string().optional(),
  claimedAt: instant,
  closesAt: instant,
  /** Whether the schedule opens a discussion thread, and whether it exists yet. */
  thread: flag,
  threadOpened: flag.default(false),
  roleId: z.string().optional(),
  messageId: z.string().optional(),
});
export type PostRecord = z.infer<typeof postSchema>;
export type Post = PostRecord & { guildId: string; slotId: string };

/** The local date of a post's slot. */
export function postDate({ slotId, slotAt, date }: Pick<Post, "slotId" | "slotAt" | "date">): LocalDate {
  return /^\d+-(\d{4}-\d{2}-\d{2})$/.exec(slotId)?.[1] ?? date ?? localDateAt(slotAt, DEFAULT_ZONE);
}

/** A week of posts never contains two enemies. */
export const ENEMY_DISTANCE = 7 * DAY;

type QuestionPool = {
  questions: readonly Question[];
  /** When this guild was last asked each question. Excludes questions it was never asked. */
  lastAsked: ReadonlyMap<string, Instant>;
  /** Questions with an open post. Picked only if nothing else is left. */
  open: ReadonlySet<string>;
  /** Questions asked recently. Their enemies are picked only if every other question is open. */
  recent?: readonly Pick<Question, "id" | "enemies">[];
  seed: string;
};

/** Picks a question this guild was never asked, or the one asked longest ago. Ties are broken by the seed. */
export function pickQuestion({ questions, lastAsked, open, recent = [], seed }: QuestionPool): Question | undefined {
  const closed = questions.filter(({ id }) => !open.has(id));
  const allowed = closed.filter((question) => !recent.some((other) => areEnemies(question, other)));
  const candidates = [allowed, closed].find(({ length }) => length > 0) ?? questions;
  const oldest = Math.min(...candidates.map(({ id }) => lastAsked.get(id) ?? 0));
  const ties = candidates.filter(({ id }) => (lastAsked.get(id) ?? 0) === oldest);
  return ties[Math.floor(seeded(seed)() * ties.length)];
}

/** The results of a post. While it is open, members see only `answered`. */
export type PostResults = {
  answered: number;
  correct: number;
  /** How many members chose each option, by option id. */
  chosen: ReadonlyMap<string, number>;
  /** The first three members who were correct, earliest first. */
  firstCorrect: readonly string[];
  /**
   * How the results compare with this group's usual results. Omitted if they are similar or there is too little data.
   */
  comparison?: "harder" | "easier";
};

const MIN_ANSWERS_TO_COMPARE = 5;
const MIN_DIFFERENCE = 0.15;

/**
 * Summarizes the answers to a post. Expects them in the order they were recorded. `group` holds the guild's totals.
 * Hidden members count but aren't named.
 */
export function summarizeAnswers(
  answers: readonly Answer[],
  group: { answered: number; correct: number },
  hidden: ReadonlySet<string> = new Set(),
): PostResults {
  const chosen = new Map<string, number>();
  for (const id of answers.flatMap(({ response }) => response)) chosen.set(id, (chosen.get(id) ?? 0) + 1);

  const correct = answers.filter((answer) => answer.correct);
  const comparison = compareWithGroup(answers.length, correct.length, group);
  return {
    answered: answers.length,
    correct: correct.length,
    chosen,
    firstCorrect: correct
      .map(({ userId }) => userId)
      .filter((userId) => !hidden.has(userId))
      .slice(0, 3),
    ...(comparison && { comparison }),
  };
}

function compareWithGroup(
  answered: number,
  correct: number,
  group: { answered: number; correct: number },
): PostResults["comparison"] {
  const answeredOtherPosts = group.answered - answered;
  if (answered < MIN_ANSWERS_TO_COMPARE || answeredOtherPosts < MIN_ANSWERS_TO_COMPARE) return undefined;

  const difference = correct / answered - (group.correct - correct) / answeredOtherPosts;
  if (Math.abs(difference) < MIN_DIFFERENCE) return undefined;
  return difference < 0 ? "harder" : "easier";
}

/** Consecutive days on which a member answered, in the guild's time zone. */
export type Streak = { length: number; lastDay: LocalDate; freezes: number };

const DAYS_PER_FREEZE = 7;
const MAX_FREEZES = 2;

/** The streak after an answer on `today`. Freezes cover missed days; if there are too few, the streak restarts at 1. */
export function advanceStreak(streak: Streak | undefined, today: LocalDate): Streak {
  if (!streak) return { length: 1, lastDay: today, freezes: 0 };

  const missed = daysBetween(streak.lastDay, today) - 1;
  if (missed < 0) return streak;

  const covered = missed <= streak.freezes;
  const length = covered ? streak.length + 1 : 1;
  return { length, lastDay: today, freezes: earnFreeze(length, covered ? streak.freezes - missed : 0) };
}

/** The streak's length on `today` before any answer: 0 if the freezes can't cover the days missed so far. */
export function currentStreak(streak: Streak | undefined, today: LocalDate): number {
  if (!streak) return 0;
  const missed = daysBetween(streak.lastDay, today) - 1;
  return missed <= streak.freezes ? streak.length : 0;
}

/** Freezes left on `today`, minus those needed for the days missed so far. */
export function freezesLeft(streak: Streak | undefined, today: LocalDate): number {
  if (!streak || currentStreak(streak, today) === 0) return 0;
  return streak.freezes - Math.max(daysBetween(streak.lastDay, today) - 1, 0);
}

function earnFreeze(length: number, freezes: number): number {
  return length % DAYS_PER_FREEZE === 0 ? Math.min(freezes + 1, MAX_FREEZES) : freezes;
}

import type { Instant, LocalDate } from "../../platform/time.ts";
import { advanceStreak, type Streak } from "../daily/streak-rules.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import { type Calendar, type Counted, countedOn, DEFAULT_CALENDAR } from "./calendar-rules.ts";
import { PERIODS, type Period, periodKey } from "./period-rules.ts";

/** A member's place on a board. Ties: the smaller `sequence`, that of the answer that reached these points, stands higher. */
export type Standing = { userId: string; points: number; sequence: number };

/** A board's name inside its guild: "2026-W47", or "2026-W47:http" for one topic. */
export function boardName(period: Period, counted: Counted, topic?: Topic): string {
  return topic ? `${periodKey(period, counted)}:${topic}` : periodKey(period, counted);
}

/** Every board that points, perhaps in a `topic`, count for, today's own first. */
export function boardsOf(counted: Counted, topic?: Topic): string[] {
  const kinds = topic ? [undefined, topic] : [undefined];
  return kinds.flatMap((only) => PERIODS.map((period) => boardName(period, counted, only)));
}

/**
 * Points a member earned by other means than the daily question, as they were credited: once a season for one reason.
 * Answers and credits of a guild share one sequence.
 */
export type Credit = {
  userId: string;
  /** What for: a question's id, or a name such as "exam". */
  reason: string;
  sequence: number;
  points: number;
  at: Instant;
  /** The day it counts for, in the guild's zone. */
  day: LocalDate;
  topic?: Topic;
};

export type Tally = { boards: Map<string, Standing[]>; streaks: Map<string, Streak> };

/**
 * All boards and streaks of a guild, told again from answers and credits: what the stores must equal at any time.
 * Members who are hidden keep all but their places.
 */
export function foldAnswers(
  answers: readonly (Answer & { topic: Topic })[],
  credits: readonly Omit<Credit, "reason">[] = [],
  { hidden, calendar = DEFAULT_CALENDAR }: { hidden?: ReadonlySet<string>; calendar?: Calendar } = {},
): Tally {
  const boards = new Map<string, Map<string, Standing>>();
  const streaks = new Map<string, Streak>();

  const earned = [
    ...answers.map((answer) => ({ ...answer, points: answer.withheld ? 0 : answer.base + answer.bonus })),
    ...credits,
  ].filter(({ userId }) => !hidden?.has(userId));
  for (const one of earned) {
    for (const name of boardsOf(countedOn(calendar, one.at, one.day), one.topic)) {
      const board = boards.get(name) ?? new Map<string, Standing>();
      boards.set(name, board.set(one.userId, raise(board.get(one.userId), one)));
    }
  }
  for (const answer of [...answers].sort((a, b) => a.sequence - b.sequence)) {
    streaks.set(answer.userId, advanceStreak(streaks.get(answer.userId), answer.day));
  }

  const ranked = [...boards].map(([name, board]) => [name, [...board.values()].sort(higherFirst)] as const);
  return { boards: new Map(ranked), streaks };
}

/**
 * A standing with one more answer or credit, told in any order: it was reached with the last that earned points, or,
 * where none did, with the first of all.
 */
export function raise(standing: Standing | undefined, { userId, points, sequence }: Standing): Standing {
  if (!standing) return { userId, points, sequence };
  if (points === 0 && standing.points > 0) return standing;
  if (points > 0 && standing.points === 0) return { userId, points, sequence };
  const reached = points > 0 ? Math.max(standing.sequence, sequence) : Math.min(standing.sequence, sequence);
  return { userId, points: standing.points + points, sequence: reached };
}

function higherFirst(a: Standing, b: Standing): number {
  return b.points - a.points || a.sequence - b.sequence;
}

import type { Answer } from "./answer.ts";
import { PERIODS, type Period, periodKey } from "./period.ts";
import { advanceStreak, type Streak } from "./streak.ts";
import type { LocalDate } from "./time.ts";
import type { Topic } from "./topic.ts";

/** A member's place on a board. Ties: the smaller `sequence`, that of the answer that reached these points, stands higher. */
export type Standing = { userId: string; points: number; sequence: number };

/** A board's name inside its guild: "2026-W47", or "2026-W47:http" for one topic. */
export function boardName(period: Period, day: LocalDate, topic?: Topic): string {
  return topic ? `${periodKey(period, day)}:${topic}` : periodKey(period, day);
}

/** Every board an answer on `day` to a question of `topic` counts for, today's own first. */
export function boardsOf(day: LocalDate, topic: Topic): string[] {
  return [undefined, topic].flatMap((only) => PERIODS.map((period) => boardName(period, day, only)));
}

export type Tally = { boards: Map<string, Standing[]>; streaks: Map<string, Streak> };

/** All boards and streaks of a guild, told again from its answers: what the stores must equal at any time. */
export function foldAnswers(answers: readonly (Answer & { topic: Topic })[]): Tally {
  const boards = new Map<string, Map<string, Standing>>();
  const streaks = new Map<string, Streak>();

  for (const answer of [...answers].sort((a, b) => a.sequence - b.sequence)) {
    for (const name of boardsOf(answer.day, answer.topic)) {
      const board = boards.get(name) ?? new Map<string, Standing>();
      boards.set(name, board.set(answer.userId, raise(board.get(answer.userId), answer)));
    }
    streaks.set(answer.userId, advanceStreak(streaks.get(answer.userId), answer.day));
  }

  const ranked = [...boards].map(([name, board]) => [name, [...board.values()].sort(higherFirst)] as const);
  return { boards: new Map(ranked), streaks };
}

function raise(standing: Standing | undefined, { userId, base, bonus, sequence }: Answer): Standing {
  const earned = base + bonus;
  if (standing && earned === 0) return standing;
  return { userId, points: (standing?.points ?? 0) + earned, sequence };
}

function higherFirst(a: Standing, b: Standing): number {
  return b.points - a.points || a.sequence - b.sequence;
}

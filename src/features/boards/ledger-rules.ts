import type { Streak } from "../daily/rules.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { Calendar } from "./calendar-rules.ts";
import { type Credit, computeLeaderboards, type LeaderboardEntry } from "./rules.ts";

/**
 * `deleted` counts answers and credits that members deleted. The last sequence number is answered + credited + deleted.
 * It never decreases.
 */
export type Totals = { answered: number; correct: number; credited: number; deleted: number };

/** A guild's answers and credits, and all stored data derived from them. */
export type Ledger = {
  answers: (Answer & { topic: Topic })[];
  credits: Credit[];
  calendar: Calendar;
  /** By name, highest entry first. Leaderboards past their retention may be missing. */
  boards: ReadonlyMap<string, LeaderboardEntry[]>;
  streaks: ReadonlyMap<string, Streak>;
  totals: Totals;
  hidden: ReadonlySet<string>;
};

/** Describes where the stored leaderboards, streaks and counts don't match the answers and credits. */
export function ledgerErrors({ answers, credits, calendar, boards, streaks, totals, hidden }: Ledger): string[] {
  const computed = computeLeaderboards(answers, credits, { hidden, calendar });
  const correct = answers.filter((answer) => answer.correct).length;
  return [
    ...[...boards].flatMap(([name, stored]) => compare(`leaderboard ${name}`, stored, computed.boards.get(name))),
    ...[...computed.boards.keys()].flatMap((name) =>
      boards.has(name) || !isPermanent(name) ? [] : [`leaderboard ${name} is missing`],
    ),
    ...[...computed.streaks].flatMap(([userId, streak]) => compare(`streak of ${userId}`, streaks.get(userId), streak)),
    ...compare("members with a streak", streaks.size, computed.streaks.size),
    ...compare("answers counted", totals.answered, answers.length),
    ...compare("correct answers counted", totals.correct, correct),
    ...compare("credits counted", totals.credited, credits.length),
  ];
}

/** Recomputes totals from the answers and credits without decreasing the sequence. */
export function recount({ answers, credits, totals }: Pick<Ledger, "answers" | "credits" | "totals">): Totals {
  const counted = totals.answered + totals.credited + totals.deleted;
  const sequence = [...answers, ...credits].reduce((highest, one) => Math.max(highest, one.sequence), counted);
  return {
    answered: answers.length,
    correct: answers.filter((answer) => answer.correct).length,
    credited: credits.length,
    deleted: sequence - answers.length - credits.length,
  };
}

function isPermanent(name: string): boolean {
  return /^(all|S\d+)(:|$)/.test(name);
}

function compare(what: string, stored: unknown, computed: unknown): string[] {
  const [is, shouldBe] = [JSON.stringify(stored), JSON.stringify(computed)];
  return is === shouldBe ? [] : [`${what}: stored ${is}, should be ${shouldBe}`];
}

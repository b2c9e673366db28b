import type { Streak } from "../daily/streak-rules.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { Calendar } from "./calendar-rules.ts";
import { type Credit, foldAnswers, type Standing } from "./rules.ts";

/** All that a guild's answers and credits led to, as it is stored. */
export type Ledger = {
  answers: (Answer & { topic: Topic })[];
  credits: Credit[];
  calendar: Calendar;
  /** Every stored board, the highest first. Boards whose time is over may be gone. */
  boards: ReadonlyMap<string, Standing[]>;
  streaks: ReadonlyMap<string, Streak>;
  totals: { answered: number; correct: number; credited: number };
  hidden: ReadonlySet<string>;
};

/** Where boards, streaks and counts differ from the fold of answers and credits; nothing where all is well. */
export function auditLedger({ answers, credits, calendar, boards, streaks, totals, hidden }: Ledger): string[] {
  const tally = foldAnswers(answers, credits, { hidden, calendar });
  const correct = answers.filter((answer) => answer.correct).length;
  return [
    ...[...boards].flatMap(([name, stored]) => differ(`board ${name}`, stored, tally.boards.get(name))),
    ...[...tally.boards.keys()].flatMap((name) =>
      boards.has(name) || !isKept(name) ? [] : [`board ${name} is missing`],
    ),
    ...[...tally.streaks].flatMap(([userId, streak]) => differ(`streak of ${userId}`, streaks.get(userId), streak)),
    ...differ("members with a streak", streaks.size, tally.streaks.size),
    ...differ("answers counted", totals.answered, answers.length),
    ...differ("correct answers counted", totals.correct, correct),
    ...differ("credits counted", totals.credited, credits.length),
  ];
}

/** Boards of a day, a week and a month go after a while; those of a season and of all time never. */
function isKept(name: string): boolean {
  return /^(all|S\d+)(:|$)/.test(name);
}

function differ(what: string, stored: unknown, told: unknown): string[] {
  const [is, shouldBe] = [JSON.stringify(stored), JSON.stringify(told)];
  return is === shouldBe ? [] : [`${what}: stored ${is}, by the answers ${shouldBe}`];
}

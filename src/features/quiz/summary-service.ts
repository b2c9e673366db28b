import type { Clock, Instant } from "../../platform/time.ts";
import type { CreditStore } from "../boards/credit-store.ts";
import type { LearnerStore } from "../learning/store.ts";
import { quizActivity } from "../profile/rules.ts";
import type { ActivityStore } from "../profile/store.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import { availableCards, type Outlook, outlook } from "../review/rules.ts";
import type { QuizContext } from "./builder-service.ts";
import { creditedPoints, type Quiz, quizCredits } from "./rules.ts";

/** `points` is what this quiz earned. Undefined in direct messages and for retries. */
export type QuizSummary = {
  show: "summary";
  quiz: Quiz;
  results: { question: Question; correct: boolean }[];
  points?: number;
  /** After a review: when cards are due next. */
  outlook?: Outlook;
  /** After a quiz: how many of its questions will come back in reviews, and when the first one will. */
  comesBack?: { count: number; first: Instant };
};

/** Summarizes quizzes, credits their points and records their activity. */
export function createQuizSummaryService({
  learners,
  credits,
  activity,
  banks,
  clock,
}: {
  learners: Pick<LearnerStore, "load" | "history">;
  credits: Pick<CreditStore, "credit">;
  activity: Pick<ActivityStore, "record">;
  banks: Pick<BankService, "ofItems" | "of">;
  clock: Clock;
}) {
  /** Summarizes a quiz. Also credits and records any answers that `recordAnswer` didn't. */
  async function summarize(userId: string, quiz: Quiz, context: QuizContext): Promise<QuizSummary> {
    const bank = await banks.ofItems(quiz.guildId, quiz.items);
    const results = quiz.answers.flatMap(({ correct }, index) => {
      const question = bank.find(quiz.items[index]?.questionId ?? "");
      return question ? [{ question, correct }] : [];
    });
    const earned = quizCredits(userId, quiz, bank);
    const [credited, next] = await Promise.all([
      quiz.guildId === undefined ? [] : credits.credit(quiz.guildId, earned, context.calendar),
      quiz.kind === "review" ? reviewOutlook(userId, quiz, context) : missedCards(userId, quiz),
      activity.record(userId, quizActivity(quiz)),
    ]);
    return {
      show: "summary",
      quiz,
      results,
      ...(quiz.guildId !== undefined && !quiz.retry && { points: creditedPoints(earned, credited) }),
      ...next,
    };
  }

  async function reviewOutlook(
    userId: string,
    { zone }: Quiz,
    { guildId, inGuild, inOtherGuilds, preferences }: QuizContext,
  ): Promise<Pick<QuizSummary, "outlook">> {
    const [history, inOthers, bank] = await Promise.all([learners.history(userId), inOtherGuilds, banks.of(guildId)]);
    const isOpen = (id: string) => inGuild.has(id) || inOthers.has(id);
    const now = clock();
    return { outlook: outlook(availableCards(history, now, { bank, preferences, isOpen }), now, zone) };
  }

  async function missedCards(userId: string, { items, answers }: Quiz): Promise<Pick<QuizSummary, "comesBack">> {
    const missed = items.flatMap(({ questionId }, index) => (answers[index]?.correct === false ? [questionId] : []));
    const { history } = await learners.load(userId, missed);
    const dues = [...history.values()].flatMap(({ card }) => card?.due ?? []);
    return dues.length > 0 ? { comesBack: { count: dues.length, first: Math.min(...dues) } } : {};
  }

  /** Credits and records one answer. If a crash prevents this, `summarize` does it later. */
  async function recordAnswer(userId: string, quiz: Quiz, position: number): Promise<void> {
    await Promise.all([creditAnswer(userId, quiz, position), activity.record(userId, quizActivity(quiz))]);
  }

  async function creditAnswer(userId: string, quiz: Quiz, position: number): Promise<void> {
    const at = quiz.answers[position]?.at;
    const bank = await banks.ofItems(quiz.guildId, quiz.items);
    const earned = quizCredits(userId, quiz, bank).filter((credit) => credit.at === at);
    if (quiz.guildId !== undefined && earned.length > 0) await credits.credit(quiz.guildId, earned);
  }

  return { summarize, recordAnswer };
}

export type QuizSummaryService = ReturnType<typeof createQuizSummaryService>;

import { QUIZ_COUNT } from "../core/quiz.ts";
import { dueCards, type Outlook, outlook } from "../core/review.ts";
import type { Clock, Instant } from "../core/time.ts";
import type { Topic } from "../core/topic.ts";
import type { Banks, LearnerStore, RatingStore } from "./ports.ts";
import type { QuizScreen, Quizzes } from "./quiz.ts";
import type { QuizChoice } from "./quiz-choice.ts";

type Needs = {
  quizzes: Quizzes;
  choice: QuizChoice;
  learners: LearnerStore;
  ratings: RatingStore;
  banks: Pick<Banks, "of">;
  clock: Clock;
};

export type ReviewWish = { id: string; userId: string; guildId?: string | undefined; topic?: Topic | undefined };
/** `screen` is absent where nothing is due. `cards`: how many there are in all. */
export type ReviewView = { screen?: QuizScreen; outlook: Outlook; cards: number; topic?: Topic };

/** Brings back what was missed or unsure, when it is about to be forgotten. */
export function createReview({ quizzes, choice, learners, ratings, banks, clock }: Needs) {
  /** The quiz or review under way, else one of the cards due, else when to come back. */
  async function open(wish: ReviewWish): Promise<ReviewView> {
    const { userId, guildId, topic } = wish;
    const now = clock();
    const [bank, seen, excluded, calendar] = await Promise.all([
      banks.of(guildId),
      learners.seen(userId),
      choice.openTo(userId, guildId),
      choice.calendarOf(guildId),
    ]);
    const due = dueCards(seen, now)
      .flatMap((id) => bank.find(id) ?? [])
      .filter((one) => !one.retired && !excluded.has(one.id) && (!topic || one.topic === topic))
      .slice(0, QUIZ_COUNT.most);
    const cards = [...seen.values()].filter(({ card }) => card).length;
    const view = { outlook: outlook(seen, now, calendar.zone), cards, ...(topic && { topic }) };

    if (due.length === 0) {
      const { shown } = await quizzes.resume(userId);
      return { ...view, ...(shown && { screen: shown }) };
    }
    const make = async () => choice.build("review", wish, due, await ratings.of(due), calendar);
    return { ...view, screen: await quizzes.begin(userId, make) };
  }

  /** How many questions of a quiz were missed, and when the first of them comes back. */
  async function later(userId: string, quizId: string): Promise<{ count: number; first: Instant | undefined }> {
    const missed = await quizzes.missed(userId, quizId);
    const { seen } = await learners.known(userId, missed);
    const dues = [...seen.values()].flatMap(({ card }) => (card ? [card.due] : []));
    return { count: dues.length, first: dues.length > 0 ? Math.min(...dues) : undefined };
  }

  return { open, later };
}

export type Review = ReturnType<typeof createReview>;

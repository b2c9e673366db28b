import type { Clock } from "../../platform/time.ts";
import type { LearnerStore, RatingStore } from "../learning/store.ts";
import type { BankService } from "../questions/bank-service.ts";
import { withoutEnemies } from "../questions/enemy-rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { QuizBuilder, QuizContext } from "../quiz/builder-service.ts";
import { QUIZ_COUNT, type Quiz } from "../quiz/rules.ts";
import type { QuizScreen, QuizService } from "../quiz/service.ts";
import { availableCards, countUnwanted, dueCards, type Outlook, outlook } from "./rules.ts";

type ReviewRequest = { id: string; userId: string; guildId?: string | undefined; topic?: Topic | undefined };
/**
 * `screen` is undefined if nothing is due. `cards` is the number of available cards. `unwanted` counts those that the
 * learner's preferences exclude.
 */
export type ReviewView = { screen?: QuizScreen; outlook: Outlook; cards: number; unwanted: number; topic?: Topic };
type Prepared = { quiz?: Quiz; view: () => Promise<Omit<ReviewView, "screen">> };

/** Starts reviews of the questions that the learner missed or was unsure about and whose cards are due. */
export function createReviewService({
  quizzes,
  quizBuilder,
  learners,
  ratings,
  banks,
  clock,
}: {
  quizzes: Pick<QuizService, "start">;
  quizBuilder: Pick<QuizBuilder, "loadContext" | "build">;
  learners: Pick<LearnerStore, "history">;
  ratings: Pick<RatingStore, "loadRecent">;
  banks: Pick<BankService, "of" | "cached">;
  clock: Clock;
}) {
  /** Shows the quiz or review in progress, or starts a review of the due cards. */
  async function open(request: ReviewRequest): Promise<ReviewView> {
    const context = quizBuilder.loadContext(request.userId, request.guildId);
    const preparing = prepare(request, context);
    const screen = await quizzes.start(request, async () => (await preparing).quiz, context);
    const { view } = await preparing;
    return { ...(await view()), ...(screen && { screen }) };
  }

  async function prepare(request: ReviewRequest, context: Promise<QuizContext>): Promise<Prepared> {
    const { userId, guildId, topic } = request;
    const now = clock();
    const [bank, history, itemRatings, { inGuild, inOtherGuilds, calendar, preferences }] = await Promise.all([
      banks.of(guildId),
      learners.history(userId),
      // Loads the ratings of the topic's entire pool. Waiting for the due cards would take another round trip.
      ratings.loadRecent(banks.cached(guildId).pool({ topic })),
      context,
    ]);
    const cards = availableCards(history, now, { bank, preferences, isOpen: (id) => inGuild.has(id) });
    const matching = dueCards(cards, now)
      .flatMap((id) => bank.find(id) ?? [])
      .filter((one) => !topic || one.topic === topic);
    // Enemies that are left out stay due for the next review.
    const due = withoutEnemies(matching, QUIZ_COUNT.max);

    const view = async () => {
      const inOthers = await inOtherGuilds;
      const available = availableCards(cards, now, { bank, preferences, isOpen: (id) => inOthers.has(id) });
      return {
        outlook: outlook(available, now, calendar.zone),
        cards: available.size,
        unwanted: countUnwanted(history, bank, preferences),
        ...(topic && { topic }),
      };
    };
    return { view, ...(due.length > 0 && { quiz: quizBuilder.build("review", request, due, itemRatings, calendar) }) };
  }

  return { open };
}

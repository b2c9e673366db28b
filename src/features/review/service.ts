import type { Clock } from "../../platform/time.ts";
import type { LearnerStore, RatingStore } from "../learning/ports.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { QuizChoice, Scene } from "../quiz/choice-service.ts";
import { QUIZ_COUNT, type Quiz } from "../quiz/rules.ts";
import type { QuizScreen, Quizzes } from "../quiz/service.ts";
import { cardsToCome, dueCards, type Outlook, outlook } from "./rules.ts";

type Needs = {
  quizzes: Quizzes;
  choice: QuizChoice;
  learners: LearnerStore;
  ratings: RatingStore;
  banks: Pick<BankService, "of" | "cached">;
  clock: Clock;
};

export type ReviewWish = { id: string; userId: string; guildId?: string | undefined; topic?: Topic | undefined };
/** `screen` is absent where nothing is due. `cards`: how many may come back in all. */
export type ReviewView = { screen?: QuizScreen; outlook: Outlook; cards: number; topic?: Topic };
type Gathered = { quiz?: Quiz; view: () => Promise<Omit<ReviewView, "screen">> };

/** Brings back what was missed or unsure, when it is about to be forgotten. */
export function createReview({ quizzes, choice, learners, ratings, banks, clock }: Needs) {
  /** The quiz or review under way, else one of the cards due, else when to come back. */
  async function open(wish: ReviewWish): Promise<ReviewView> {
    const scene = choice.sceneOf(wish.userId, wish.guildId);
    const gathering = gather(wish, scene);
    const screen = await quizzes.begin(wish, async () => (await gathering).quiz, scene);
    const { view } = await gathering;
    return { ...(await view()), ...(screen && { screen }) };
  }

  async function gather(wish: ReviewWish, scene: Promise<Scene>): Promise<Gathered> {
    const { userId, guildId, topic } = wish;
    const now = clock();
    const [bank, seen, rated, { here, elsewhere, calendar }] = await Promise.all([
      banks.of(guildId),
      learners.seen(userId),
      // Before it is known which are due, or the ratings would cost a round trip of their own.
      ratings.of(banks.cached(guildId).pool({ topic })),
      scene,
    ]);
    const cards = cardsToCome(seen, now, { bank, isSecret: (id) => here.has(id) });
    const due = dueCards(cards, now)
      .flatMap((id) => bank.find(id) ?? [])
      .filter((one) => !topic || one.topic === topic)
      .slice(0, QUIZ_COUNT.most);

    const view = async () => {
      const others = await elsewhere;
      const mayCome = cardsToCome(cards, now, { bank, isSecret: (id) => others.has(id) });
      return { outlook: outlook(mayCome, now, calendar.zone), cards: mayCome.size, ...(topic && { topic }) };
    };
    return { view, ...(due.length > 0 && { quiz: choice.build("review", wish, due, rated, calendar) }) };
  }

  return { open };
}

export type Review = ReturnType<typeof createReview>;

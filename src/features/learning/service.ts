import type { Instant } from "../../platform/time.ts";
import { seedRating } from "./mastery-rules.ts";
import type { LearnerStore, RatingStore } from "./ports.ts";
import { isNews, type Known, type Learnt, learn, type Outcome, withCard } from "./rules.ts";

type Needs = { learners: LearnerStore; ratings: RatingStore };

/** What every answer, wherever it was given, teaches about its learner and its question. */
export function createLearning({ learners, ratings }: Needs) {
  /** Takes a learner's outcomes in, each once however often it is told. `before` saves a look at what is known. */
  async function record(userId: string, outcomes: readonly Outcome[], before?: Known): Promise<void> {
    for (let given = before; ; given = undefined) {
      const { known, learnt } = await learnFrom(userId, outcomes, given);
      if (learnt.seen.size === 0) return;
      // Should the moves be lost in a crash, a question's difficulty stands on one answer less.
      if (await learners.commit(userId, known, learnt)) return ratings.move(learnt.moves);
    }
  }

  /** Takes an outcome in, and gives its question a card if it has none; tells when it comes back. */
  async function keep(userId: string, outcome: Outcome, before?: Known): Promise<Instant> {
    const { id } = outcome.question;
    for (let given = before; ; given = undefined) {
      const { known, learnt } = await learnFrom(userId, [outcome], given);
      const seen = learnt.seen.get(id) ?? known.seen.get(id);
      if (!seen) throw new Error(`Nothing is known of ${id}, which has just been learnt`);
      const kept = withCard(seen);
      if (seen.card === undefined) learnt.seen.set(id, kept);
      if (learnt.seen.size === 0) return kept.card.due;
      if (!(await learners.commit(userId, known, learnt))) continue;
      await ratings.move(learnt.moves);
      return kept.card.due;
    }
  }

  /** What outcomes change of what is known: as it was `given`, with ratings for what is news then, or as it is now. */
  async function learnFrom(
    userId: string,
    outcomes: readonly Outcome[],
    given: Known | undefined,
  ): Promise<{ known: Known; learnt: Learnt }> {
    const moving = outcomes.filter((one) => !one.retry && (!given || isNews(given.seen.get(one.question.id), one)));
    const [known, rated] = await Promise.all([
      given ??
        learners.known(
          userId,
          outcomes.map(({ question }) => question.id),
        ),
      ratings.of(moving.map(({ question }) => question)),
    ]);
    return { known, learnt: learn(known, outcomes, (question) => rated.get(question.id) ?? seedRating(question)) };
  }

  /** All that is known of a learner. */
  async function all(userId: string): Promise<Known> {
    const [seen, mastery] = await Promise.all([learners.seen(userId), learners.mastery(userId)]);
    return { seen, mastery };
  }

  return { record, keep, all, seen: learners.seen };
}

export type Learning = ReturnType<typeof createLearning>;

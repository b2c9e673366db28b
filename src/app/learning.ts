import { learn, type Outcome, withCard } from "../core/learner.ts";
import { seedRating } from "../core/mastery.ts";
import type { Question } from "../core/question.ts";
import type { Instant } from "../core/time.ts";
import type { LearnerStore, RatingStore } from "./ports.ts";

type Needs = { learners: LearnerStore; ratings: RatingStore };

/** What every answer, wherever it was given, teaches about its learner and its question. */
export function createLearning({ learners, ratings }: Needs) {
  /** Takes a learner's outcomes in, each once however often it is told. */
  async function record(userId: string, outcomes: readonly Outcome[]): Promise<void> {
    const questions = outcomes.map(({ question }) => question);
    const ids = questions.map(({ id }) => id);
    for (;;) {
      const [known, rated] = await Promise.all([learners.known(userId, ids), ratings.of(questions)]);
      const learnt = learn(known, outcomes, (question) => rated.get(question.id) ?? seedRating(question));
      if (learnt.seen.size === 0) return;
      if (!(await learners.commit(userId, known, learnt))) continue;
      // Should this be lost in a crash, a question's difficulty stands on one answer less.
      return ratings.move(learnt.moves);
    }
  }

  /** Gives a question that was answered a card, if it has none; tells when it comes back, or nothing if it was not. */
  async function keep(userId: string, { id }: Question): Promise<Instant | undefined> {
    for (;;) {
      const known = await learners.known(userId, [id]);
      const seen = known.seen.get(id);
      if (!seen) return undefined;
      const kept = withCard(seen);
      const learnt = { seen: new Map([[id, kept]]), mastery: new Map(), moves: [] };
      if (seen.card || (await learners.commit(userId, known, learnt))) return kept.card.due;
    }
  }

  return { record, keep, seen: learners.seen, mastery: learners.mastery };
}

export type Learning = ReturnType<typeof createLearning>;

import type { Instant } from "../../platform/time.ts";
import { seedRating } from "./mastery-rules.ts";
import { applyOutcomes, isNew, type LearnerChanges, type LearnerState, type Outcome, withCard } from "./rules.ts";
import type { LearnerStore, RatingStore } from "./store.ts";

/** Updates a learner's state and the question's rating after every answer. */
export function createLearningService({
  learners,
  ratings,
}: {
  learners: LearnerStore;
  ratings: Pick<RatingStore, "load" | "adjust">;
}) {
  /** Records outcomes. Each counts once, even if recorded again. `before`: the learner's state, if already loaded. */
  async function record(userId: string, outcomes: readonly Outcome[], before?: LearnerState): Promise<void> {
    for (let loaded = before; ; loaded = undefined) {
      const { state, changes } = await computeChanges(userId, outcomes, loaded);
      if (changes.history.size === 0) return;
      // A crash before the ratings are adjusted costs each question's rating only one answer.
      if (await learners.commit(userId, state, changes)) return ratings.adjust(changes.ratingChanges);
    }
  }

  /** Records an outcome and makes sure its question has a review card. Returns when the card is due. */
  async function addToReview(userId: string, outcome: Outcome, before?: LearnerState): Promise<Instant> {
    const { id } = outcome.question;
    for (let loaded = before; ; loaded = undefined) {
      const { state, changes } = await computeChanges(userId, [outcome], loaded);
      const history = changes.history.get(id) ?? state.history.get(id);
      if (!history) throw new Error(`Question ${id} has no history after its outcome was applied`);
      const added = withCard(history);
      if (history.card === undefined) changes.history.set(id, added);
      if (changes.history.size === 0) return added.card.due;
      if (!(await learners.commit(userId, state, changes))) continue;
      await ratings.adjust(changes.ratingChanges);
      return added.card.due;
    }
  }

  async function computeChanges(
    userId: string,
    outcomes: readonly Outcome[],
    loaded: LearnerState | undefined,
  ): Promise<{ state: LearnerState; changes: LearnerChanges }> {
    const rated = outcomes.filter((one) => !one.retry && (!loaded || isNew(loaded.history.get(one.question.id), one)));
    const questionIds = outcomes.map(({ question }) => question.id);
    const [state, ratingById] = await Promise.all([
      loaded ?? learners.load(userId, questionIds),
      ratings.load(rated.map(({ question }) => question)),
    ]);
    const changes = applyOutcomes(state, outcomes, (question) => ratingById.get(question.id) ?? seedRating(question));
    return { state, changes };
  }

  /** Loads a learner's full state. */
  async function load(userId: string): Promise<LearnerState> {
    const [history, mastery] = await Promise.all([learners.history(userId), learners.mastery(userId)]);
    return { history, mastery };
  }

  return { record, addToReview, load, history: learners.history };
}

export type LearningService = ReturnType<typeof createLearningService>;

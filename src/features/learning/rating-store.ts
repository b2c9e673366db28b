import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { Question } from "../questions/rules.ts";
import { type Rating, seedRating } from "./mastery-rules.ts";
import type { LearnerChanges } from "./rules.ts";

/** How difficult questions have proved to be, across all learners. */
export function createRatingStore(redis: Redis) {
  return {
    /** The ratings by question id. A question without answers has its seed rating. */
    async load(questions: readonly Question[]): Promise<Map<string, Rating>> {
      if (questions.length === 0) return new Map();
      const fields = questions.map(fieldOf);
      const [adjustments, counts] = await Promise.all([
        redis.hmget(keys.ratings(), ...fields),
        redis.hmget(keys.ratingCounts(), ...fields),
      ]);
      return new Map(
        questions.map((question, index) => {
          const difficulty = seedRating(question).difficulty + Number(adjustments[index] ?? 0);
          return [question.id, { difficulty, answers: Number(counts[index] ?? 0) }];
        }),
      );
    },

    /** Applies the changes, each the result of one first attempt. */
    async adjust(changes: LearnerChanges["ratingChanges"]): Promise<void> {
      await Promise.all(
        changes.flatMap(({ question, by }) => [
          redis.hincrbyfloat(keys.ratings(), fieldOf(question), by.toFixed(4)),
          redis.hincrby(keys.ratingCounts(), fieldOf(question), 1),
        ]),
      );
    },
  };
}
export type RatingStore = ReturnType<typeof createRatingStore>;

/** A new revision counts as a new question and starts from its seed rating. */
function fieldOf({ id, rev }: Question): string {
  return `${id}@${rev}`;
}

import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { Question } from "../questions/rules.ts";
import { seedRating } from "./mastery-rules.ts";
import type { RatingStore } from "./ports.ts";

export function createRatingStore(redis: Redis): RatingStore {
  return {
    async of(questions) {
      if (questions.length === 0) return new Map();
      const fields = questions.map(fieldOf);
      const [moved, counts] = await Promise.all([
        redis.hmget(keys.ratings(), ...fields),
        redis.hmget(keys.ratingCounts(), ...fields),
      ]);
      return new Map(
        questions.map((question, index) => {
          const difficulty = seedRating(question).difficulty + Number(moved[index] ?? 0);
          return [question.id, { difficulty, answers: Number(counts[index] ?? 0) }];
        }),
      );
    },

    async move(moves) {
      await Promise.all(
        moves.flatMap(({ question, by }) => [
          redis.hincrbyfloat(keys.ratings(), fieldOf(question), by.toFixed(4)),
          redis.hincrby(keys.ratingCounts(), fieldOf(question), 1),
        ]),
      );
    },
  };
}

/** A new revision is a new question: it starts from its seed. */
function fieldOf({ id, rev }: Question): string {
  return `${id}@${rev}`;
}

import fc from "fast-check";
import { DIFFICULTIES, LANGUAGES, type Question } from "../../src/features/questions/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { questions } from "./questions.ts";

/** Banks of up to 60 questions, many of which name others as enemies or require a language. */
export const banksWithEnemies: fc.Arbitrary<Question[]> = fc
  .array(
    fc.record({
      topic: fc.constantFrom(...TOPICS),
      difficulty: fc.constantFrom(...DIFFICULTIES),
      language: fc.option(fc.constantFrom(...LANGUAGES), { nil: undefined }),
      objective: fc.nat(20),
      enemies: fc.array(fc.nat(59), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((drawn) =>
    drawn.map(({ topic, objective, enemies, ...fields }, index) => {
      const named = [...new Set(enemies)].filter((enemy) => enemy !== index).map((enemy) => `bank.q${enemy}`);
      return questions.single({
        ...fields,
        id: `bank.q${index}`,
        topic,
        objective: `${topic}.o${objective}`,
        ...(named.length > 0 && { enemies: named }),
      });
    }),
  );

/** Written independently of the code under test. */
export function enemyPairs(drawn: readonly Pick<Question, "id" | "enemies">[]): string[] {
  const ids = new Set(drawn.map(({ id }) => id));
  return drawn.flatMap(({ id, enemies = [] }) =>
    enemies.filter((enemy) => enemy !== id && ids.has(enemy)).map((enemy) => `${id} and ${enemy}`),
  );
}

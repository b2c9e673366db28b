import type { Bank } from "./ports.ts";
import type { Question } from "./rules.ts";

/** The bank of every guild: the built-in questions. Retired ones can be found, for old posts, but are never asked. */
export function createBank(questions: readonly Question[]): Bank {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const ids = questions.map(({ id }) => id);
  const asked = questions.filter(({ retired }) => !retired);

  return {
    find: (id) => byId.get(id),
    ids: () => ids,
    pool: ({ topic, difficulty }) =>
      asked.filter(
        (question) => (!topic || question.topic === topic) && (!difficulty || question.difficulty === difficulty),
      ),
  };
}

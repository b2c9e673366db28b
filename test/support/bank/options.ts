import type { Question } from "../../../src/features/questions/rules.ts";
import { questions } from "../questions.ts";

const why = "It says why at a length that teaches.";

/** Options with these texts by id; `correct` lists the ids of the correct ones. */
export function options(texts: Record<string, string>, correct: readonly string[] = []) {
  return Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, { text, why, key: correct.includes(id) }]));
}

/** A single-choice question with options o0, o1 …, of which the first is correct. */
export function withOptions(...texts: string[]): Question {
  const byId = Object.fromEntries(texts.map((text, index) => [`o${index}`, text]));
  return questions.single({ options: options(byId, ["o0"]) });
}

export function multi(...correct: string[]): Question {
  return questions.multi({
    options: options({ get: "`GET`", put: "`PUT`", post: "`POST`", patch: "`PATCH`" }, correct),
  });
}

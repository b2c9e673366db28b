import type { Question } from "../../../src/features/questions/rules.ts";
import { questions } from "../../support/questions.ts";

/** The bank of bot and worker. */
export const bank: readonly Question[] = Array.from({ length: 40 }, (_, index) =>
  questions.single({ id: `http.question-${index}` }),
);

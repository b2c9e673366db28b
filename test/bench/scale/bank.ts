import type { Question } from "../../../src/features/questions/rules.ts";
import { questions } from "../../support/questions.ts";

/** What bot and worker both know: enough for a schedule to have something to choose from. */
export const bank: readonly Question[] = Array.from({ length: 40 }, (_, index) =>
  questions.single({ id: `http.question-${index}` }),
);

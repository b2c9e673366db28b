import { createLiveQuestions } from "./question-service.ts";
import { createLiveResults } from "./result-service.ts";
import { createLiveRounds } from "./round-service.ts";
import { createLiveQuizzes } from "./service.ts";

type Dependencies = Parameters<typeof createLiveQuestions>[0] &
  Parameters<typeof createLiveResults>[0] &
  Omit<Parameters<typeof createLiveRounds>[0], "questions" | "results"> &
  Omit<Parameters<typeof createLiveQuizzes>[0], "questions">;

/** Live quizzes: what members and moderators do, and the job that takes a quiz through its rounds. */
export function createLiveQuizService(dependencies: Dependencies) {
  const questions = createLiveQuestions(dependencies);
  const results = createLiveResults(dependencies);
  return {
    ...createLiveQuizzes({ ...dependencies, questions }),
    ...createLiveRounds({ ...dependencies, questions, results }),
  };
}

export type LiveQuizService = ReturnType<typeof createLiveQuizService>;

import type { QuestionLinter } from "../../app/ports/suggestions.ts";

/** The rules are loaded with the first suggestion: a start need not wait for them. */
export function createQuestionLinter(): QuestionLinter {
  return {
    async lint(question, among, today) {
      const { lintAmong } = await import("./lint.ts");
      return lintAmong(question, among, today);
    },
  };
}

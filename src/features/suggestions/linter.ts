import type { QuestionLinter } from "./ports.ts";

/** The rules are loaded with the first suggestion: a start need not wait for them. */
export function createQuestionLinter(): QuestionLinter {
  return {
    async lint(question, among, today) {
      const { lintAmong } = await import("../../bank/own-lint.ts");
      return lintAmong(question, among, today);
    },
  };
}

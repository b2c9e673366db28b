import type { LocalDate } from "../../platform/time.ts";
import { activeQuestions, type Bank } from "../questions/bank-rules.ts";
import { ownId } from "../questions/own-rules.ts";
import type { Question } from "../questions/rules.ts";
import { type Finding, type Form, parseForm, type ValidatedForm } from "./rules.ts";

/** Checks questions of guilds with the rules for built-in questions. The rules load on first use, to start faster. */
export function createQuestionLinter() {
  return {
    async lint(question: Question, bank: readonly Question[], today: LocalDate): Promise<Finding[]> {
      const { lintAmong } = await import("../../bank/own-lint.ts");
      return lintAmong(question, bank, today);
    },
  };
}

export type QuestionLinter = ReturnType<typeof createQuestionLinter>;

/** Parses a form as a question of this guild and checks it against the guild's other questions. */
export async function validateForm(
  guildId: string,
  form: Form,
  bank: Bank,
  linter: QuestionLinter,
  today: LocalDate,
): Promise<ValidatedForm> {
  const id = ownId(guildId, form.stem, (taken) => bank.find(taken) !== undefined);
  const { question, issues = [] } = parseForm(form, id, today);
  if (!question) return { form, issues, findings: [] };
  return { form, question, issues, findings: await linter.lint(question, activeQuestions(bank), today) };
}

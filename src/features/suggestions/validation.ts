import type { LocalDate } from "../../platform/time.ts";
import { ownId } from "../questions/own-rules.ts";
import type { Bank } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import type { Finding, QuestionLinter } from "./ports.ts";
import { type Flaw, type Form, readForm } from "./rules.ts";

/** A form as it would look, with all that should be mended. Without `question` it cannot even be shown. */
export type Examined = { form: Form; question?: Question; flaws: readonly Flaw[]; findings: readonly Finding[] };

/** Reads a form as a question of this guild and judges it among those there are. */
export async function examine(
  guildId: string,
  form: Form,
  bank: Bank,
  linter: QuestionLinter,
  today: LocalDate,
): Promise<Examined> {
  const id = ownId(guildId, form.stem, (taken) => bank.find(taken) !== undefined);
  const { question, flaws = [] } = readForm(form, id, today);
  if (!question) return { form, flaws, findings: [] };
  return { form, question, flaws, findings: await linter.lint(question, asked(bank), today) };
}

/** May it be sent in, or approved? What is but a warning stands in nobody's way. */
export function isSound(examined: Examined): examined is Examined & { question: Question } {
  return examined.question !== undefined && examined.findings.every(({ severity }) => severity !== "error");
}

/** Every question that a bank does not hold retired, whichever of them the guild has chosen to be asked. */
export function asked(bank: Bank): Question[] {
  return bank.ids().flatMap((id) => {
    const question = bank.find(id);
    return question && !question.retired ? [question] : [];
  });
}

import type { ModalSubmitInteraction } from "discord.js";
import type { Response } from "../src/features/questions/answer-rules.ts";
import { type Form, type FormField, fieldsOf } from "../src/features/suggestions/rules.ts";
import type { FormHead } from "../src/features/suggestions/view.ts";

/** The response in an answer modal: one text, or step ids in order. */
export function readAnswerModal({ fields }: ModalSubmitInteraction): Response {
  if (fields.fields.has("answer")) return [fields.getTextInputValue("answer")];

  const steps = [...fields.fields.keys()].filter((id) => id.startsWith("step-"));
  return steps.flatMap((_, index) => fields.getStringSelectValues(`step-${index + 1}`));
}

/** The question in a suggestion modal. Fields that its type doesn't have keep the text of the previous draft. */
export function readSuggestionModal(
  { fields }: ModalSubmitInteraction,
  head: FormHead,
  previous: Form | undefined,
): Form {
  const shown = new Set(fieldsOf(head.type));
  const text = (field: FormField) => (shown.has(field) ? fields.getTextInputValue(field) : (previous?.[field] ?? ""));
  return {
    ...head,
    stem: text("stem"),
    code: text("code"),
    answers: text("answers"),
    why: text("why"),
    references: text("references"),
  };
}

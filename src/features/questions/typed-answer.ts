import type { ModalSubmitInteraction } from "discord.js";
import type { Response } from "./answer-rules.ts";

/** What was given in an answer modal: one text, or step ids in order. */
export function givenIn({ fields }: ModalSubmitInteraction): Response {
  if (fields.fields.has("answer")) return [fields.getTextInputValue("answer")];

  const steps = [...fields.fields.keys()].filter((id) => id.startsWith("step-"));
  return steps.flatMap((_, index) => fields.getStringSelectValues(`step-${index + 1}`));
}

import type { ModalSubmitInteraction } from "discord.js";
import { type Form, type LONGEST, partsOf } from "./rules.ts";
import type { FormHead } from "./view.ts";

/** The question written in a modal; texts that its type has no place for stay as they were. */
export function formIn({ fields }: ModalSubmitInteraction, head: FormHead, before: Form | undefined): Form {
  const given = new Set(partsOf(head.type));
  const text = (part: keyof typeof LONGEST) =>
    given.has(part) ? fields.getTextInputValue(part) : (before?.[part] ?? "");
  return {
    ...head,
    stem: text("stem"),
    code: text("code"),
    answers: text("answers"),
    why: text("why"),
    references: text("references"),
  };
}

import type { Form } from "../../src/features/suggestions/rules.ts";

/** A valid suggestion; `over` replaces some of its fields. */
export function suggestionForm(over: Partial<Form> = {}): Form {
  return {
    type: "single",
    topic: "http",
    difficulty: 1,
    level: "apply",
    stem: "What does the client do about a 304?",
    code: "",
    answers: "* Uses its copy — It is still good.\nAsks again — Nothing failed.\nGives up — Nothing is wrong.",
    why: "",
    references: "https://www.rfc-editor.org/rfc/rfc9110 RFC 9110",
    ...over,
  };
}

/** Options of `/question suggest`. */
export const suggestOptions = { type: "single", topic: "http", difficulty: 1 };

/** The input of a member in the form of `/question suggest`. The linter accepts it. */
export const suggestInputs = {
  stem: "A GET for a cached page comes back with 304. What does the client do?",
  code: "",
  answers: [
    "* Uses the copy it has stored — 304 says that the stored copy is still good, so no content is sent again.",
    "Follows the address in Location — That is what the redirecting statuses such as 301 and 307 ask for.",
    "Asks for the same page again — Nothing failed: the answer to the conditional request is complete.",
  ].join("\n"),
  references: "https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5 RFC 9110, section 15.4.5",
};

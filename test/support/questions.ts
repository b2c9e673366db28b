import { type Question, questionSchema } from "../../src/features/questions/rules.ts";

const base = {
  rev: 1,
  topic: "http",
  objective: "http.idempotency",
  level: "apply",
  difficulty: 2,
  stem: "A PUT times out before any response arrives. What may the client do?",
  refs: [{ url: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2", title: "RFC 9110, 9.2.2" }],
};

const options = {
  again: { key: true, text: "Send the same PUT again", why: "PUT is idempotent, so repeating it has the same effect." },
  post: { text: "Send the body as a POST", why: "POST has other semantics and is not idempotent by default." },
  stop: { text: "Assume the update failed", why: "The server may have applied it before the reply was lost." },
};

/** Questions for tests, one of each type; `over` replaces some of their fields. */
export const questions = {
  single: (over: object = {}) => parse({ ...base, id: "http.single", type: "single", options, ...over }),
  multi: (over: object = {}) =>
    parse({
      ...base,
      id: "http.multi",
      type: "multi",
      stem: "Which methods are idempotent?",
      options: {
        put: { key: true, text: "`PUT`", why: "Repeating it leads to the same state." },
        delete: { key: true, text: "`DELETE`", why: "Deleting it again has no further effect." },
        post: { text: "`POST`", why: "Each one may create another resource." },
        patch: { text: "`PATCH`", why: "A patch can depend on the current state." },
      },
      ...over,
    }),
  trueFalse: (over: object = {}) =>
    parse({
      ...base,
      id: "http.true-false",
      type: "true-false",
      options: {
        true: { text: "True", why: "Methods have semantics, so not every request is idempotent." },
        false: { key: true, text: "False", why: "RFC 9110 says that POST is not idempotent by default." },
      },
      ...over,
    }),
  short: (over: object = {}) =>
    parse({
      ...base,
      id: "http.short",
      type: "short",
      accept: ["ETag", "Entity Tag"],
      why: "It names a version of the resource.",
      ...over,
    }),
  number: (over: object = {}) =>
    parse({
      ...base,
      id: "http.number",
      type: "number",
      answer: 1024,
      tolerance: 0,
      why: "It is 2 to the power of 10.",
      ...over,
    }),
  order: (over: object = {}) =>
    parse({
      ...base,
      id: "http.order",
      type: "order",
      steps: { resolve: "Resolve the name", connect: "Open the connection", secure: "Shake hands for TLS" },
      why: "Each step needs the one before it.",
      ...over,
    }),
};

function parse(fields: object): Question {
  return questionSchema.parse(fields);
}

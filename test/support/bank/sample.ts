import type { Question } from "../../../src/features/questions/rules.ts";

type Kind<Type extends Question["type"]> = Extract<Question, { type: Type }>;

const shared = {
  rev: 1,
  topic: "http",
  objective: "http.idempotency",
  level: "apply",
  difficulty: 2,
  refs: [
    {
      url: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2",
      title: "RFC 9110, section 9.2.2",
      checked: "2026-09-15",
    },
  ],
} as const;

const why = "It says why at a length that teaches.";

/** Questions no rule objects to, for tests to spoil in one way each. */
export function single(change: Partial<Kind<"single" | "multi">> = {}): Question {
  return {
    ...shared,
    refs: [...shared.refs],
    id: "http.lost-put",
    type: "single",
    stem: "A PUT times out before any response arrives. What may the client do?",
    options: options(
      { again: "Send it once more", post: "Send the body as a POST", stop: "Assume the update failed" },
      ["again"],
    ),
    ...change,
  };
}

export function options(texts: Record<string, string>, keys: readonly string[]) {
  return Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, reasoned(text, keys.includes(id))]));
}

export function reasoned(text: string, key = false) {
  return { text, why, key };
}

/** A single whose first text is the key. */
export function withOptions(...texts: string[]): Question {
  return single({ options: options(Object.fromEntries(texts.map((text, index) => [`o${index}`, text])), ["o0"]) });
}

export function multi(keys: readonly string[]): Question {
  return single({
    type: "multi",
    options: options({ get: "`GET`", put: "`PUT`", post: "`POST`", patch: "`PATCH`" }, keys),
  });
}

export function trueFalse(change: Partial<Kind<"true-false">> = {}): Question {
  return {
    ...shared,
    refs: [...shared.refs],
    id: "http.put-is-idempotent",
    type: "true-false",
    stem: "PUT is idempotent.",
    options: { true: { text: "True", why, key: true }, false: { text: "False", why, key: false } },
    ...change,
  };
}

export function short(change: Partial<Kind<"short">> = {}): Question {
  const answer = { accept: ["Retry-After"], exact: false, why };
  const stem = "Which header says when to come back?";
  return { ...shared, refs: [...shared.refs], id: "http.come-back", type: "short", stem, ...answer, ...change };
}

export function number(change: Partial<Kind<"number">> = {}): Question {
  const answer = { answer: 15, tolerance: 0, why };
  const stem = "For how many more seconds is it fresh?";
  return { ...shared, refs: [...shared.refs], id: "http.freshness-left", type: "number", stem, ...answer, ...change };
}

export function order(change: Partial<Kind<"order">> = {}): Question {
  const steps = { name: "Resolve the name", connect: "Open the connection", ask: "Send the request" };
  const stem = "Put the steps of a first request in order.";
  return { ...shared, refs: [...shared.refs], id: "http.first-request", type: "order", stem, steps, why, ...change };
}

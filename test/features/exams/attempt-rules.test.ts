import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Attempt,
  type AttemptAction,
  applyAction,
  countAnswered,
  countFlagged,
  isAnswerTo,
  isExpired,
  newAttempt,
  optionSeed,
  scoreAttempt,
} from "../../../src/features/exams/attempt-rules.ts";
import { MINUTE } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const bank = [
  questions.single(),
  questions.single({ id: "sql.single", topic: "sql" }),
  questions.multi(),
  questions.short(),
  questions.order({ id: "sql.order", topic: "sql" }),
];
const find = (id: string) => bank.find((question) => question.id === id);
const ENDS = 10_000;
const fresh: Attempt = {
  id: "a1",
  module: "a",
  seed: "seed",
  startedAt: 0,
  endsAt: ENDS,
  extraTime: false,
  position: 0,
  version: 0,
  items: bank.map(({ id, rev }) => ({ questionId: id, rev, flagged: false })),
};
const correct = [["again"], ["again"], ["put", "delete"], ["etag"], ["resolve", "connect", "secure"]];
const wrong = [["post"], ["stop"], ["put", "patch"], ["cookie"], ["connect", "resolve", "secure"]];

/** Positions past the last item are included. */
const anyPosition = fc.nat(bank.length + 1);
const anyAction: fc.Arbitrary<AttemptAction> = fc.oneof(
  fc.record({ position: fc.nat(bank.length - 1), isCorrect: fc.boolean() }).map(
    ({ position, isCorrect }): AttemptAction => ({
      type: "answer",
      position,
      response: (isCorrect ? correct : wrong)[position] ?? [],
    }),
  ),
  fc.record({ type: fc.constant("flag" as const), position: anyPosition, flagged: fc.boolean() }),
  fc.record({ type: fc.constant("move" as const), position: anyPosition }),
);
const timedActions = fc.array(fc.tuple(anyAction, fc.nat(ENDS * 2)), { maxLength: 60 });

/** Each item with the last answer and flag before time was up. */
function expectedItems(actions: readonly (readonly [AttemptAction, number])[]) {
  const items = bank.map(({ id, rev }) => ({ questionId: id, rev, flagged: false, response: undefined as unknown }));
  for (const [action, at] of actions) {
    const item = items[action.position];
    if (!item || at >= ENDS) continue;
    if (action.type === "answer") item.response = action.response;
    if (action.type === "flag") item.flagged = action.flagged;
  }
  return items;
}

describe("newAttempt", () => {
  it("starts at the first item, with all items unanswered and unflagged", () => {
    const request = { id: "a1", module: "a", extraTime: false, guildId: "9" };
    const blueprint = { minutes: 30 };
    expect(newAttempt(request, blueprint, [questions.single({ rev: 3 })], { seed: "secret", now: 1_000 })).toEqual({
      id: "a1",
      seed: "secret",
      module: "a",
      startedAt: 1_000,
      endsAt: 1_000 + 30 * MINUTE,
      extraTime: false,
      guildId: "9",
      position: 0,
      version: 0,
      items: [{ questionId: "http.single", rev: 3, flagged: false }],
    });
  });

  it("adds half the time if extra time was requested, and has no guild in direct messages", () => {
    const attempt = newAttempt({ id: "a1", module: "a", extraTime: true }, { minutes: 30 }, [], {
      seed: "secret",
      now: 0,
    });
    expect(attempt).toMatchObject({ endsAt: 45 * MINUTE, extraTime: true });
    expect(attempt).not.toHaveProperty("guildId");
  });
});

describe("isAnswerTo", () => {
  it.each([
    ["accepts an option of the question", questions.single(), ["again"], true],
    ["rejects an unknown option", questions.single(), ["again", "unknown"], false],
    ["rejects a property that every object has", questions.single(), ["toString"], false],
    ["accepts steps of the question", questions.order(), ["resolve", "secure"], true],
    ["rejects an unknown step", questions.order(), ["resolve", "unknown"], false],
    ["accepts any text for a typed question", questions.short(), ["anything"], true],
  ])("%s", (_, question, response, expected) => {
    expect(isAnswerTo(question, response)).toBe(expected);
  });
});

describe("applyAction", () => {
  it("keeps the last answer and flag of every item, and ignores actions after time is up", () => {
    fc.assert(
      fc.property(timedActions, (actions) => {
        const attempt = actions.reduce((before, [action, at]) => applyAction(before, action, at), fresh);
        expect(attempt.items).toEqual(expectedItems(actions));
      }),
    );
  });

  it("has the same effect when any action is repeated", () => {
    fc.assert(
      fc.property(timedActions, (actions) => {
        const once = actions.reduce((before, [action, at]) => applyAction(before, action, at), fresh);
        const twice = actions.reduce(
          (before, [action, at]) => applyAction(applyAction(before, action, at), action, at),
          fresh,
        );
        expect(twice).toEqual({ ...once, version: twice.version });
      }),
    );
  });

  it("moves to the item of the action and increments the version", () => {
    expect(applyAction(fresh, { type: "move", position: 3 }, 0)).toMatchObject({ position: 3, version: 1 });
    expect(applyAction(fresh, { type: "flag", position: 2, flagged: true }, 0)).toMatchObject({
      position: 2,
      version: 1,
    });
  });

  it("returns the same attempt for an unknown item and after time is up", () => {
    expect(applyAction(fresh, { type: "move", position: 5 }, 0)).toBe(fresh);
    expect(applyAction(fresh, { type: "move", position: 1 }, ENDS)).toBe(fresh);
  });
});

it("an attempt expires the moment its time ends", () => {
  expect([ENDS - 1, ENDS].map((now) => isExpired(fresh, now))).toEqual([false, true]);
});

it("answered and flagged items are counted", () => {
  const items = [
    { questionId: "a", rev: 1, flagged: true },
    { questionId: "b", rev: 1, flagged: true, response: ["x"] },
    { questionId: "c", rev: 1, flagged: false },
  ];
  expect([countAnswered(items), countFlagged(items)]).toEqual([1, 2]);
});

it("the option order depends on the attempt and the question", () => {
  expect(optionSeed({ seed: "secret" }, "http.single")).toBe("secret/http.single");
});

describe("scoreAttempt", () => {
  it("counts correct answers and subtracts nothing for incorrect ones", () => {
    const answers = fc.array(fc.constantFrom("correct", "wrong", "none"), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(answers, (given) => {
        const attempt = given.reduce((before, answer, position) => {
          const response = (answer === "correct" ? correct : wrong)[position] ?? [];
          return answer === "none" ? before : applyAction(before, { type: "answer", position, response }, 1);
        }, fresh);
        const score = scoreAttempt(attempt, find);
        const expected = given.filter((answer) => answer === "correct").length;
        expect(score).toMatchObject({ correct: expected, total: 5 });
        expect(score.missed).toHaveLength(5 - expected);
        const answered = given.flatMap((answer, index) =>
          answer === "none" ? [] : [{ question: bank[index], correct: answer === "correct" }],
        );
        expect(score.answered).toEqual(answered);
        expect(score.topics.reduce((sum, topic) => sum + topic.correct, 0)).toBe(expected);
      }),
    );
  });

  it("scores by topic and lists missed questions in the order of the exam", () => {
    const items = fresh.items.map((item, index) =>
      index === 3 ? item : { ...item, response: (index === 1 ? wrong : correct)[index] ?? [] },
    );
    expect(scoreAttempt({ items }, find)).toMatchObject({
      topics: [
        { topic: "http", correct: 2, total: 3 },
        { topic: "sql", correct: 1, total: 2 },
      ],
      missed: [
        { questionId: "sql.single", response: ["stop"] },
        { questionId: "http.short", response: [] },
      ],
    });
  });

  it("leaves out questions that were revised or removed after the start", () => {
    const items = fresh.items.map((item, index) => (index === 0 ? { ...item, rev: 7 } : item));
    expect(scoreAttempt({ items }, find)).toMatchObject({ total: 4 });
    expect(scoreAttempt(fresh, () => undefined)).toMatchObject({ total: 0, correct: 0, topics: [] });
  });
});

import { expect, it } from "vitest";
import type { Answer } from "../../../src/features/questions/answer-rules.ts";
import { rescoreAnswer } from "../../../src/features/rescoring/rules.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single();
const answer: Answer = {
  userId: "1",
  sequence: 4,
  response: ["again"],
  correct: true,
  base: 20,
  bonus: 3,
  at: 5,
  day: "2026-11-22",
  streak: 3,
};

it("returns the same answer if nothing changes", () => {
  expect(rescoreAnswer(answer, question)).toBe(answer);
});

it("removes the points of an answer that the new key makes incorrect", () => {
  const rescored = rescoreAnswer({ ...answer, response: ["post"] }, question);
  expect(rescored).toEqual({ ...answer, response: ["post"], correct: false, base: 0, bonus: 0 });
});

it("adds the points of an answer that the new key makes correct, with the bonus of its streak", () => {
  const incorrect = { ...answer, correct: false, base: 0, bonus: 0, withheld: true } as const;
  expect(rescoreAnswer(incorrect, question)).toEqual({ ...answer, withheld: true });
  expect(rescoreAnswer({ ...incorrect, streak: 12 }, question)).toMatchObject({ base: 20, bonus: 10 });
});

it("changes the points if the difficulty changed", () => {
  expect(rescoreAnswer(answer, questions.single({ difficulty: 3 }))).toEqual({ ...answer, base: 30 });
});

it("repairs a bonus that doesn't match the streak", () => {
  expect(rescoreAnswer({ ...answer, bonus: 1 }, question)).toEqual(answer);
});

import { describe, expect, it } from "vitest";
import {
  BREAK_DURATION,
  countAsked,
  isPlayable,
  LOBBY_DURATION,
  liveQuizSchema,
  MAX_PAUSE,
  optionNames,
  optionSeed,
  QUESTION_COUNT,
  roundOf,
  SECONDS_PER_QUESTION,
} from "../../../src/features/live-quiz/rules.ts";
import { questions } from "../../support/questions.ts";
import { lobby } from "./fixtures.ts";

const round = (skipped: boolean) => ({ questionId: "http.single", rev: 1, skipped });

it("bounds a quiz", () => {
  expect(QUESTION_COUNT).toEqual({ min: 5, default: 10, max: 20 });
  expect(SECONDS_PER_QUESTION).toEqual({ min: 10, default: 20, max: 60 });
  expect([LOBBY_DURATION, BREAK_DURATION, MAX_PAUSE]).toEqual([60_000, 10_000, 1_800_000]);
});

it("counts rounds from 0; the lobby is before the first", () => {
  expect([[], [round(false)], [round(false), round(true)]].map((rounds) => roundOf({ rounds }))).toEqual([-1, 0, 1]);
});

it("counts the questions asked without skipped ones", () => {
  expect(countAsked({ rounds: [round(false), round(true), round(false)] })).toBe(2);
});

it("seeds the option order by quiz and round", () => {
  expect(optionSeed({ seed: "secret" }, 3)).toBe("secret/3");
});

it("plays questions with options only", () => {
  const playable = [questions.single(), questions.multi(), questions.trueFalse()];
  const others = [questions.short(), questions.number(), questions.order()];
  expect([...playable, ...others].map(isPlayable)).toEqual([true, true, true, false, false, false]);
});

describe("liveQuizSchema", () => {
  it("reads a quiz, with or without its optional parts", () => {
    const full = {
      ...{ ...lobby, topic: "http", difficulty: 2, pausedAt: 5, endReason: "stopped", endedAt: 6 },
      rounds: [round(true), { ...round(false), messageId: "99" }],
    };
    expect(liveQuizSchema.parse(lobby)).toEqual(lobby);
    expect(liveQuizSchema.parse(full)).toEqual(full);
  });

  it.each([
    ...Object.keys(lobby).map((name) => ({ [name]: undefined })),
    { phase: "paused" },
    { endReason: "boredom" },
    { rounds: [{ questionId: "http.single", rev: 1 }] },
    { rounds: [{ ...round(false), rev: "1" }] },
    { rounds: [{ ...round(false), messageId: 99 }] },
  ])("rejects a quiz with %j", (change) => {
    expect(liveQuizSchema.safeParse({ ...lobby, ...change }).success).toBe(false);
  });
});

describe("optionNames", () => {
  const namesOf = (question: ReturnType<typeof questions.single>) =>
    isPlayable(question) ? optionNames(question, "seed") : [];

  it("are letters in the order shown", () => {
    const names = namesOf(questions.single());
    expect(names.map(({ name }) => name)).toEqual(["A", "B", "C"]);
    expect(names.map(({ id }) => id).sort()).toEqual(["again", "post", "stop"]);
  });

  it("are the texts of a true/false question", () => {
    expect(
      namesOf(questions.trueFalse())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["False", "True"]);
  });
});

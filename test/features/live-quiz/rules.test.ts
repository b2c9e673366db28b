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

it("a live quiz has limits for questions, seconds and pauses", () => {
  expect(QUESTION_COUNT).toEqual({ min: 5, default: 10, max: 20 });
  expect(SECONDS_PER_QUESTION).toEqual({ min: 10, default: 20, max: 60 });
  expect([LOBBY_DURATION, BREAK_DURATION, MAX_PAUSE]).toEqual([60_000, 10_000, 1_800_000]);
});

it("rounds are counted from 0, after the lobby", () => {
  expect([[], [round(false)], [round(false), round(true)]].map((rounds) => roundOf({ rounds }))).toEqual([-1, 0, 1]);
});

it("skipped questions don't count as asked", () => {
  expect(countAsked({ rounds: [round(false), round(true), round(false)] })).toBe(2);
});

it("the option order depends on the quiz and the round", () => {
  expect(optionSeed({ seed: "secret" }, 3)).toBe("secret/3");
});

it("only questions with options can be asked", () => {
  const playable = [questions.single(), questions.multi(), questions.trueFalse()];
  const others = [questions.short(), questions.number(), questions.order()];
  expect([...playable, ...others].map(isPlayable)).toEqual([true, true, true, false, false, false]);
});

describe("liveQuizSchema", () => {
  it("parses a quiz with or without its optional parts", () => {
    const full = {
      ...{ ...lobby, topic: "http", difficulty: 2, pausedAt: 5, endReason: "stopped", endedAt: 6 },
      rounds: [round(true), { ...round(false), messageId: "99" }],
    };
    expect(liveQuizSchema.parse(lobby)).toEqual(lobby);
    expect(liveQuizSchema.parse(full)).toEqual(full);
  });

  it.each(Object.keys(lobby))("rejects a quiz with %s set to undefined", (name) => {
    expect(liveQuizSchema.safeParse({ ...lobby, [name]: undefined }).success).toBe(false);
  });

  it.each([
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

  it("returns letters in the order shown", () => {
    const names = namesOf(questions.single());
    expect(names.map(({ name }) => name)).toEqual(["A", "B", "C"]);
    expect(names.map(({ id }) => id).sort()).toEqual(["again", "post", "stop"]);
  });

  it("returns the texts of a true/false question", () => {
    expect(
      namesOf(questions.trueFalse())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["False", "True"]);
  });
});

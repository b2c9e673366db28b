import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveAnswer } from "../../../src/features/live-quiz/rules.ts";
import { boardPoints, judged, liveScore, standings } from "../../../src/features/live-quiz/score-rules.ts";
import { SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single();
const find = (id: string) => (id === question.id ? question : undefined);
const rounds = (...skipped: boolean[]) => skipped.map((one) => ({ questionId: question.id, rev: 1, skipped: one }));
const answer = (userId: string, round: number, option: string, took = SECOND): LiveAnswer => ({
  userId,
  round,
  response: [option],
  took,
  at: 0,
});

describe("the score of an answer", () => {
  it("is all at once, half in the last moment, and falls evenly between", () => {
    expect([0, 5, 10].map((seconds) => liveScore(seconds * SECOND, 10))).toEqual([1000, 750, 500]);
  });

  it("never rises with time, and stays between half and all", () => {
    const milliseconds = fc.integer({ min: -SECOND, max: 70 * SECOND });
    fc.assert(
      fc.property(milliseconds, milliseconds, fc.integer({ min: 10, max: 60 }), (one, other, seconds) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        expect(liveScore(late, seconds)).toBeLessThanOrEqual(liveScore(early, seconds));
        expect(liveScore(early, seconds)).toBeLessThanOrEqual(1000);
        expect(liveScore(late, seconds)).toBeGreaterThanOrEqual(500);
      }),
    );
  });

  it("is nothing for a wrong answer, and an answer counts only where its question does", () => {
    const answers = [answer("a", 0, "again"), answer("a", 1, "again"), answer("b", 0, "post"), answer("b", 2, "again")];
    const results = judged({ rounds: rounds(false, true), seconds: 10 }, answers, find);
    expect(results.map(({ userId, round, score }) => [userId, round, score])).toEqual([
      ["a", 0, 950],
      ["b", 0, 0],
    ]);
    const changed = judged({ rounds: rounds(false), seconds: 10 }, answers, () => ({ ...question, rev: 2 }));
    expect(changed).toEqual([]);
  });

  it("is nothing for an option the question no longer has", () => {
    const [result] = judged({ rounds: rounds(false), seconds: 10 }, [answer("a", 0, "gone")], find);
    expect(result).toMatchObject({ isRight: false, score: 0 });
  });
});

describe("the standings", () => {
  const placesOf = (...answers: LiveAnswer[]) => {
    const results = judged({ rounds: rounds(false, false), seconds: 10 }, answers, find);
    return standings(results, 1);
  };

  it("tell what the round added and how far it moved each", () => {
    const places = placesOf(
      answer("a", 0, "again"),
      answer("b", 0, "again", 2 * SECOND),
      answer("a", 1, "post"),
      answer("b", 1, "again"),
      answer("c", 1, "again"),
    );
    expect(places).toEqual([
      { userId: "b", place: 1, score: 1850, right: 2, gained: 950, up: 1 },
      { userId: "a", place: 2, score: 950, right: 1, gained: 0, up: -1 },
      { userId: "c", place: 3, score: 950, right: 1, gained: 950 },
    ]);
  });

  it("are the same in whatever order the answers are read", () => {
    const one = fc.record({
      userId: fc.constantFrom("a", "b", "c", "d"),
      round: fc.constantFrom(0, 1),
      option: fc.constantFrom("again", "post"),
      took: fc.integer({ min: 0, max: 10 * SECOND }),
    });
    const unique = fc.uniqueArray(one, { selector: ({ userId, round }) => `${userId}${round}` });
    fc.assert(
      fc.property(unique, (given) => {
        const answers = given.map(({ userId, round, option, took }) => answer(userId, round, option, took));
        const places = placesOf(...answers);
        expect(placesOf(...answers.toReversed())).toEqual(places);
        expect(places.map(({ place }) => place)).toEqual(places.map((_, index) => index + 1));
        const total = judged({ rounds: rounds(false, false), seconds: 10 }, answers, find);
        expect(places.reduce((sum, { score }) => sum + score, 0)).toBe(
          total.reduce((sum, { score }) => sum + score, 0),
        );
      }),
    );
  });
});

describe("points for the boards", () => {
  const place = (number: number, right: number) => ({
    userId: "a",
    place: number,
    score: right * 900,
    right,
    gained: 0,
  });

  it("are two for each right answer, and 10, 6 and 4 for the first three", () => {
    expect([1, 2, 3, 4].map((number) => boardPoints(place(number, 3), 9))).toEqual([16, 12, 10, 6]);
  });

  it("go to nobody who was right in nothing, and to nobody who played alone", () => {
    expect(boardPoints(place(2, 0), 2)).toBe(0);
    expect(boardPoints(place(1, 10), 1)).toBe(0);
  });
});

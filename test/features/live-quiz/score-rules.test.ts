import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveAnswer } from "../../../src/features/live-quiz/rules.ts";
import {
  answerScore,
  leaderboardPoints,
  rankPlayers,
  scoreAnswers,
} from "../../../src/features/live-quiz/score-rules.ts";
import { SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single();
const find = (id: string) => (id === question.id ? question : undefined);
const rounds = (...skipped: boolean[]) => skipped.map((one) => ({ questionId: question.id, rev: 1, skipped: one }));
const answer = (userId: string, round: number, option: string, elapsed = SECOND): LiveAnswer => ({
  userId,
  round,
  response: [option],
  elapsed,
  at: 0,
});

describe("answerScore", () => {
  it("falls evenly from 1,000 to 500", () => {
    expect([0, 5, 10].map((seconds) => answerScore(seconds * SECOND, 10))).toEqual([1000, 750, 500]);
  });

  it("never rises with time and stays between 500 and 1,000", () => {
    const milliseconds = fc.integer({ min: -SECOND, max: 70 * SECOND });
    fc.assert(
      fc.property(milliseconds, milliseconds, fc.integer({ min: 10, max: 60 }), (one, other, seconds) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        expect(answerScore(late, seconds)).toBeLessThanOrEqual(answerScore(early, seconds));
        expect(answerScore(early, seconds)).toBeLessThanOrEqual(1000);
        expect(answerScore(late, seconds)).toBeGreaterThanOrEqual(500);
      }),
    );
  });
});

describe("scoreAnswers", () => {
  it("gives wrong answers nothing and leaves out skipped and unknown rounds", () => {
    const answers = [answer("a", 0, "again"), answer("a", 1, "again"), answer("b", 0, "post"), answer("b", 2, "again")];
    const scored = scoreAnswers({ rounds: rounds(false, true), seconds: 10 }, answers, find);
    expect(scored.map(({ userId, round, correct, score }) => [userId, round, correct, score])).toEqual([
      ["a", 0, true, 950],
      ["b", 0, false, 0],
    ]);
  });

  it("leaves out questions that were revised or removed during the quiz", () => {
    const quiz = { rounds: rounds(false), seconds: 10 };
    expect(scoreAnswers(quiz, [answer("a", 0, "again")], () => ({ ...question, rev: 2 }))).toEqual([]);
    expect(scoreAnswers(quiz, [answer("a", 0, "again")], () => undefined)).toEqual([]);
  });

  it("counts an option the question no longer has as wrong", () => {
    const [scored] = scoreAnswers({ rounds: rounds(false), seconds: 10 }, [answer("a", 0, "removed")], find);
    expect(scored).toMatchObject({ correct: false, score: 0 });
  });
});

describe("rankPlayers", () => {
  const quiz = { rounds: rounds(false, false), seconds: 10 };
  const rank = (...answers: LiveAnswer[]) => rankPlayers(scoreAnswers(quiz, answers, find), 1);

  it("shows what the latest round added and how many ranks each player moved", () => {
    const ranking = rank(
      answer("a", 0, "again"),
      answer("b", 0, "again", 2 * SECOND),
      answer("a", 1, "post"),
      answer("b", 1, "again"),
      answer("c", 1, "again"),
    );
    expect(ranking).toEqual([
      { userId: "b", rank: 1, score: 1850, correct: 2, gained: 950, movedUp: 1 },
      { userId: "a", rank: 2, score: 950, correct: 1, gained: 0, movedUp: -1 },
      { userId: "c", rank: 3, score: 950, correct: 1, gained: 950 },
    ]);
  });

  it("puts the player with more correct answers first among equal scores, then the faster one", () => {
    const scored = (userId: string, score: number, elapsed: number, round = 0) => ({
      ...answer(userId, round, "again", elapsed),
      question,
      correct: true,
      score,
    });
    const answers = [scored("slow", 900, 2), scored("fast", 900, 1), scored("two", 500, 9), scored("two", 400, 9, 1)];
    expect(rankPlayers(answers, 1).map(({ userId }) => userId)).toEqual(["two", "fast", "slow"]);
  });

  it("doesn't depend on the order of the answers", () => {
    const one = fc.record({
      userId: fc.constantFrom("a", "b", "c", "d"),
      round: fc.constantFrom(0, 1),
      option: fc.constantFrom("again", "post"),
      elapsed: fc.integer({ min: 0, max: 10 * SECOND }),
    });
    const unique = fc.uniqueArray(one, { selector: ({ userId, round }) => `${userId}${round}` });
    fc.assert(
      fc.property(unique, (given) => {
        const answers = given.map(({ userId, round, option, elapsed }) => answer(userId, round, option, elapsed));
        const ranking = rank(...answers);
        expect(rank(...answers.toReversed())).toEqual(ranking);
        expect(ranking.map((player) => player.rank)).toEqual(ranking.map((_, index) => index + 1));
        const total = scoreAnswers(quiz, answers, find).reduce((sum, { score }) => sum + score, 0);
        expect(ranking.reduce((sum, { score }) => sum + score, 0)).toBe(total);
      }),
    );
  });
});

describe("leaderboardPoints", () => {
  const player = (rank: number, correct: number) => ({ userId: "a", rank, score: correct * 900, correct, gained: 0 });

  it("are 2 per correct answer, plus 10, 6 and 4 for the top three", () => {
    expect([1, 2, 3, 4].map((rank) => leaderboardPoints(player(rank, 3), 9))).toEqual([16, 12, 10, 6]);
  });

  it("are none for a player without a correct answer or without opponents", () => {
    expect(leaderboardPoints(player(2, 0), 2)).toBe(0);
    expect(leaderboardPoints(player(1, 10), 1)).toBe(0);
    expect(leaderboardPoints(player(1, 10), 2)).toBe(30);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveAnswer, RankedPlayer } from "../../../src/features/live-quiz/rules.ts";
import {
  addRound,
  answerScore,
  creditsFor,
  scoreAnswers,
  scoredQuestion,
  summarizeRound,
} from "../../../src/features/live-quiz/score-rules.ts";
import { SECOND } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const question = questions.single();
const answer = (userId: string, option: string, elapsed = SECOND): LiveAnswer => ({
  ...{ userId, round: 0, response: [option], elapsed, at: 0 },
});
const score = (...answers: LiveAnswer[]) => scoreAnswers(question, 10, answers);

describe("answerScore", () => {
  it("falls linearly from 1,000 to 500", () => {
    expect([-1, 0, 5, 10, 11].map((seconds) => answerScore(seconds * SECOND, 10))).toEqual([1000, 1000, 750, 500, 500]);
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

describe("scoredQuestion", () => {
  const rounds = [false, true].map((skipped) => ({ questionId: question.id, rev: 1, skipped }));
  const find = (id: string) => (id === question.id ? question : undefined);

  it("leaves out skipped and unknown rounds", () => {
    expect([0, 1, 2].map((round) => scoredQuestion({ rounds }, round, find))).toEqual([question, undefined, undefined]);
  });

  it("leaves out questions that were revised or removed during the quiz", () => {
    expect(scoredQuestion({ rounds }, 0, () => ({ ...question, rev: 2 }))).toBeUndefined();
    expect(scoredQuestion({ rounds }, 0, () => undefined)).toBeUndefined();
  });
});

describe("scoreAnswers", () => {
  it("gives no points for incorrect answers or for options the question no longer has", () => {
    const scored = score(answer("a", "again"), answer("b", "post"), answer("c", "removed"));
    expect(scored.map((one) => [one.userId, one.correct, one.score])).toEqual([
      ["a", true, 950],
      ["b", false, 0],
      ["c", false, 0],
    ]);
    expect(scored[0]).toMatchObject({ question, ...answer("a", "again") });
  });
});

describe("summarizeRound", () => {
  it("counts answers, correct answers and chosen options", () => {
    const multi = scoreAnswers(questions.multi(), 10, [
      { ...answer("a", ""), response: ["put", "delete"] },
      { ...answer("b", ""), response: ["put", "post"] },
    ]);
    expect(summarizeRound(multi)).toEqual({ answered: 2, correct: 1, chosen: { put: 2, delete: 1, post: 1 } });
    expect(summarizeRound([])).toEqual({ answered: 0, correct: 0, chosen: {} });
  });
});

describe("addRound", () => {
  const play = (...rounds: LiveAnswer[][]) =>
    rounds.reduce((ranking: RankedPlayer[], answers) => addRound(ranking, score(...answers)), []);

  it("shows what the latest round added and how many ranks each player moved", () => {
    const ranking = play(
      [answer("a", "again"), answer("b", "again", 2 * SECOND)],
      [answer("a", "post"), answer("b", "again"), answer("c", "again")],
    );
    expect(ranking).toEqual([
      { userId: "b", rank: 1, score: 1850, correct: 2, elapsed: 3 * SECOND, gained: 950, movedUp: 1 },
      { userId: "a", rank: 2, score: 950, correct: 1, elapsed: SECOND, gained: 0, movedUp: -1 },
      { userId: "c", rank: 3, score: 950, correct: 1, elapsed: SECOND, gained: 950 },
    ]);
    expect(addRound(ranking, [])).toEqual(ranking.map((player) => ({ ...player, gained: 0, movedUp: 0 })));
  });

  it("breaks ties by correct answers, then speed, then the lower id", () => {
    const player = (userId: string, correct: number, elapsed: number, points = 900) => {
      return { userId, rank: 0, score: points, correct, elapsed, gained: 0 };
    };
    const players = [
      player("slow", 1, 2),
      player("fast-b", 1, 1),
      player("fast-a", 1, 1),
      player("two", 2, 9),
      player("best", 1, 9, 901),
    ];
    for (const given of [players, players.toReversed()])
      expect(addRound(given, []).map(({ userId, rank }) => [userId, rank])).toEqual([
        ["best", 1],
        ["two", 2],
        ["fast-a", 3],
        ["fast-b", 4],
        ["slow", 5],
      ]);
  });

  it("doesn't depend on the order of the answers, and keeps the sum of the scores", () => {
    const one = fc.record({
      userId: fc.constantFrom("a", "b", "c", "d"),
      option: fc.constantFrom("again", "post"),
      elapsed: fc.integer({ min: 0, max: 10 * SECOND }),
    });
    const round = fc
      .uniqueArray(one, { selector: ({ userId }) => userId })
      .map((given) => given.map(({ userId, option, elapsed }) => answer(userId, option, elapsed)));
    fc.assert(
      fc.property(round, round, (first, second) => {
        const ranking = play(first, second);
        expect(play(first.toReversed(), second.toReversed())).toEqual(ranking);
        expect(ranking.map(({ rank }) => rank)).toEqual(ranking.map((_, index) => index + 1));
        const total = score(...first, ...second).reduce((sum, scored) => sum + scored.score, 0);
        expect(ranking.reduce((sum, player) => sum + player.score, 0)).toBe(total);
      }),
    );
  });
});

describe("creditsFor", () => {
  const shared = { at: 5, day: "2026-11-22", topic: "http" } as const;
  const player = (rank: number, correct: number) => {
    return { userId: `u${rank}`, rank, score: correct * 900, correct, elapsed: 0, gained: 0 };
  };
  const pointsOf = (...players: RankedPlayer[]) =>
    creditsFor("q", players, shared).map(({ userId, reason, points, dailyCap }) => [userId, reason, points, dailyCap]);

  it("gives 2 points per correct answer within the daily cap, and 10, 6 and 4 more to the podium", () => {
    expect(pointsOf(player(1, 3), player(2, 3), player(3, 1), player(4, 1))).toEqual([
      ["u1", "live:q", 6, 60],
      ["u1", "podium:q", 10, undefined],
      ["u2", "live:q", 6, 60],
      ["u2", "podium:q", 6, undefined],
      ["u3", "live:q", 2, 60],
      ["u3", "podium:q", 4, undefined],
      ["u4", "live:q", 2, 60],
    ]);
    expect(creditsFor("q", [player(1, 1), player(2, 0)], shared)[0]).toMatchObject(shared);
  });

  it("gives nothing to a player without a correct answer, or to a player without opponents", () => {
    expect(pointsOf(player(1, 10), player(2, 0))).toEqual([
      ["u1", "live:q", 20, 60],
      ["u1", "podium:q", 10, undefined],
    ]);
    expect(pointsOf(player(1, 10))).toEqual([]);
    expect(pointsOf()).toEqual([]);
  });
});

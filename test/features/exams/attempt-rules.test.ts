import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Attempt,
  advance,
  hasPassed,
  type Step,
  scoreAttempt,
  trendOf,
  weakestTopics,
} from "../../../src/features/exams/attempt-rules.ts";
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
  startedAt: 0,
  endsAt: ENDS,
  extraTime: false,
  position: 0,
  version: 0,
  items: bank.map(({ id, rev }) => ({ questionId: id, rev, flagged: false })),
};

const right = [["again"], ["again"], ["put", "delete"], ["etag"], ["resolve", "connect", "secure"]];
const wrong = [["post"], ["stop"], ["put", "patch"], ["cookie"], ["connect", "resolve", "secure"]];
const position = fc.nat(bank.length + 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ position: fc.nat(bank.length - 1), right: fc.boolean() }).map(
    (one): Step => ({
      take: "answer",
      position: one.position,
      response: (one.right ? right : wrong)[one.position] ?? [],
    }),
  ),
  fc.record({ take: fc.constant("flag" as const), position, flagged: fc.boolean() }),
  fc.record({ take: fc.constant("move" as const), position }),
);
const timed = fc.array(fc.tuple(step, fc.nat(ENDS * 2)), { maxLength: 60 });

/** What must be left of each item: the last answer and the last flag in time. */
function expected(steps: readonly (readonly [Step, number])[]) {
  const items = bank.map(({ id, rev }) => ({ questionId: id, rev, flagged: false, response: undefined as unknown }));
  for (const [one, at] of steps) {
    const item = items[one.position];
    if (!item || at >= ENDS) continue;
    if (one.take === "answer") item.response = one.response;
    if (one.take === "flag") item.flagged = one.flagged;
  }
  return items;
}

describe("an attempt", () => {
  it("loses no answer whatever steps are taken, and takes none once its time is up", () => {
    fc.assert(
      fc.property(timed, (steps) => {
        const attempt = steps.reduce((before, [one, at]) => advance(before, one, at), fresh);
        expect(attempt.items).toEqual(expected(steps));
      }),
    );
  });

  it("comes to the same when any step is taken twice", () => {
    fc.assert(
      fc.property(timed, (steps) => {
        const once = steps.reduce((before, [one, at]) => advance(before, one, at), fresh);
        const twice = steps.reduce((before, [one, at]) => advance(advance(before, one, at), one, at), fresh);
        expect(twice).toEqual({ ...once, version: twice.version });
      }),
    );
  });

  it("scores the number right, and nothing off for wrong ones", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("right", "wrong", "open"), { minLength: 5, maxLength: 5 }), (given) => {
        const attempt = given.reduce((before, one, index) => {
          const response = (one === "right" ? right : wrong)[index] ?? [];
          return one === "open" ? before : advance(before, { take: "answer", position: index, response }, 1);
        }, fresh);
        const score = scoreAttempt(attempt, find);
        const number = given.filter((one) => one === "right").length;
        expect(score).toMatchObject({ right: number, items: 5 });
        expect(score.missed).toHaveLength(5 - number);
        expect(score.answered).toHaveLength(given.filter((one) => one !== "open").length);
        expect(score.topics.reduce((sum, topic) => sum + topic.right, 0)).toBe(number);
      }),
    );
  });

  it("leaves out questions that changed their meaning meanwhile or are gone", () => {
    const items = fresh.items.map((item, index) => (index === 0 ? { ...item, rev: 7 } : item));
    expect(scoreAttempt({ items }, find)).toMatchObject({ items: 4 });
    expect(scoreAttempt(fresh, () => undefined)).toMatchObject({ items: 0, right: 0, topics: [] });
  });
});

describe("what an attempt tells", () => {
  it("is passed at the pass mark", () => {
    expect([41, 42, 43].map((number) => hasPassed({ right: number, items: 60, passMark: 42 }))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("names the weakest topics, the weakest first, and none without a mistake", () => {
    const topics = [
      { topic: "http", right: 5, items: 5 },
      { topic: "sql", right: 3, items: 5 },
      { topic: "os", right: 1, items: 4 },
      { topic: "git", right: 2, items: 3 },
    ] as const;
    expect(weakestTopics(topics, 2)).toEqual(["os", "sql"]);
    expect(weakestTopics(topics.slice(0, 1), 2)).toEqual([]);
  });

  it.each<[number[], ReturnType<typeof trendOf>]>([
    [[], undefined],
    [[0.7], undefined],
    [[0.5, 0.7], "rising"],
    [[0.7, 0.72], "level"],
    [[0.1, 0.9, 0.9, 0.9, 0.6], "falling"],
  ])("of shares %j the trend is %s", (shares, trend) => {
    expect(trendOf(shares)).toBe(trend);
  });
});

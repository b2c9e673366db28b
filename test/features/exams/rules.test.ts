import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadExams } from "../../../src/bank/exams.ts";
import { loadBank } from "../../../src/bank/load.ts";
import {
  blueprints,
  drawItems,
  examResultSchema,
  examsSchema,
  hasPassed,
  isExamQuestion,
  passMark,
  sortWeakestFirst,
  type Trend,
  timeLimit,
  trendOf,
  weakestTopics,
} from "../../../src/features/exams/rules.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import { MINUTE } from "../../../src/platform/time.ts";
import { questions } from "../../support/questions.ts";

const exams = loadExams("content");
const bank = loadBank({ content: "content" });
const mock = () => blueprints(exams)[0] ?? expect.fail("no mock exam");

describe("blueprints", () => {
  it("are a mock exam of 60 items and six modules of 20", () => {
    const sizes = blueprints(exams).map(({ module, items }) => [module, sum(items.values())]);
    expect(sizes).toEqual([["mock", 60], ...["a", "b", "c", "d", "e", "f"].map((module) => [module, 20])]);
  });

  it("give the mock exam 90 minutes and each module 30", () => {
    expect(blueprints(exams).map(({ minutes }) => minutes)).toEqual([90, 30, 30, 30, 30, 30, 30]);
  });

  it("round up the topics with the largest remainders", () => {
    const [first = "http", second = "sql", third = "git", ...others] = TOPICS;
    const items = Object.fromEntries(TOPICS.map((topic) => [topic, topic === first ? 3 : topic === second ? 2 : 1]));
    const [, module] = blueprints(
      examsSchema.parse({
        pass_share: 0.7,
        module: { items: 10, minutes: 30 },
        modules: [
          { id: "a", topics: [second, third, first] },
          { id: "b", topics: others },
        ],
        mock: { minutes: 90, items },
      }),
    );
    // Shares of 10 items: 3.33, 1.67 and 5.
    expect([...(module?.items ?? [])]).toEqual([
      [second, 3],
      [third, 2],
      [first, 5],
    ]);
  });

  it("split a module's items in the mock exam's proportions", () => {
    expect([...(blueprints(exams)[1]?.items ?? [])]).toEqual([
      ["http", 8],
      ["os", 7],
      ["git", 5],
    ]);
  });
});

describe("timeLimit", () => {
  it("is half as long again with extra time", () => {
    expect(timeLimit(mock(), false)).toBe(90 * MINUTE);
    expect(timeLimit(mock(), true)).toBe(135 * MINUTE);
  });
});

describe("passMark", () => {
  it("is 70%, rounded up", () => {
    expect([60, 20, 10, 40, 6].map((items) => passMark(items, exams))).toEqual([42, 14, 7, 28, 5]);
  });

  it("ignores floating-point errors", () => {
    expect(passMark(100, { pass_share: 0.07 })).toBe(7);
  });
});

describe("isExamQuestion", () => {
  it("rejects true/false and retired questions", () => {
    const all = [questions.single(), questions.trueFalse(), questions.number({ retired: "2026-01-01" })];
    expect(all.map(isExamQuestion)).toEqual([true, false, false]);
  });
});

describe("examsSchema", () => {
  const [first = "http", ...others] = TOPICS;
  const parse = (modules: unknown) => examsSchema.safeParse({ ...exams, modules });

  it("rejects a topic that no module or more than one module covers", () => {
    expect(parse([{ id: "a", topics: others }]).success).toBe(false);
    expect(parse([{ id: "a", topics: [first, ...TOPICS] }]).success).toBe(false);
    expect(parse([{ id: "a", topics: [...others, ...others.slice(0, 1)] }]).success).toBe(false);
    expect(parse([{ id: "a", topics: TOPICS }]).success).toBe(true);
  });

  it.each([
    [{ pass_share: 0 }, false],
    [{ pass_share: 1 }, true],
    [{ pass_share: 1.01 }, false],
    [{ module: { items: 0, minutes: 30 } }, false],
    [{ module: { items: 20, minutes: 0 } }, false],
    [{ module: { items: 1, minutes: 1 } }, true],
    [{ modules: [{ id: "ab", topics: TOPICS }] }, true],
    [{ modules: [{ id: "a1", topics: TOPICS }] }, false],
    [{ modules: [{ id: "1a", topics: TOPICS }] }, false],
    [{ modules: [{ id: "a", topics: TOPICS, items: 3 }] }, false],
    [{ mock: { minutes: 90 } }, false],
    [{ mock: { minutes: 90, items: { http: 60 } } }, false],
    [
      {
        modules: [
          { id: "a", topics: TOPICS },
          { id: "b", topics: [] },
        ],
      },
      false,
    ],
    [{ bonus: 1 }, false],
  ])("with %j is valid: %s", (change, valid) => {
    expect(examsSchema.safeParse({ ...exams, ...change }).success).toBe(valid);
  });

  it("says what is wrong with the modules", () => {
    const issuesOf = (modules: unknown) => parse(modules).error?.issues.map(({ path, message }) => [path, message]);
    expect(issuesOf([{ id: "a", topics: others }])).toEqual([
      [["modules"], "expected each topic in exactly one module"],
    ]);
    const twins = [first, ...others].map((topic) => ({ id: "a", topics: [topic] }));
    expect(issuesOf(twins)).toEqual([[["modules"], "expected a unique id for each module"]]);
  });

  it("rejects two modules with the same id", () => {
    const modules = (id: string) => [
      { id: "a", topics: [first] },
      { id, topics: others },
    ];
    expect(parse(modules("a")).success).toBe(false);
    expect(parse(modules("b")).success).toBe(true);
  });
});

describe("drawItems", () => {
  const draw = (seed: string, seenAt = new Map<string, number>()) =>
    drawItems(mock(), { questions: bank, seenAt, seed });

  it("draws each topic's number of items without repeats, true/false or retired questions", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...blueprints(exams)), (seed, blueprint) => {
        const items = drawItems(blueprint, { questions: bank, seenAt: new Map(), seed });
        expect(new Set(items).size).toBe(items.length);
        expect(items.every(isExamQuestion)).toBe(true);
        for (const [topic, wanted] of blueprint.items) {
          expect(items.filter((item) => item.topic === topic)).toHaveLength(wanted);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("draws at random among questions seen at the same time", () => {
    const pool = Array.from({ length: 10 }, (_, index) => questions.single({ id: `http.q${index}` }));
    const drawn = ["1", "2", "3", "4", "5", "6"].map((seed) =>
      drawItems(
        { module: "a", items: new Map([["http", 3]]), minutes: 1 },
        { questions: pool, seenAt: new Map(), seed },
      ).map(({ id }) => id),
    );
    expect(new Set(drawn.map((ids) => ids.toSorted().join())).size).toBeGreaterThan(3);
  });

  it("depends only on the seed, which also shuffles the topics", () => {
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
    const firsts = new Set(["1", "2", "3", "4", "5", "6"].map((seed) => draw(seed)[0]?.topic));
    expect(firsts.size).toBeGreaterThan(1);
  });

  it("draws other items for another seed", () => {
    const drawn = ["1", "2"].map((seed) => new Set(draw(seed).map(({ id }) => id)));
    expect(drawn[0]).not.toEqual(drawn[1]);
  });

  it("prefers unseen questions, so a second mock exam shares no item with the first", () => {
    const first = draw("one");
    const second = draw("two", new Map(first.map(({ id }) => [id, 1_000])));
    expect(second.filter((item) => first.includes(item))).toEqual([]);
  });

  it("then prefers questions not seen for the longest time", () => {
    const pool = ["a", "b", "c", "d"].map((name) => questions.single({ id: `http.${name}` }));
    const seenAt = new Map([
      ["http.a", 300],
      ["http.b", 100],
      ["http.c", 200],
    ]);
    const items = drawItems(
      { module: "a", items: new Map([["http", 3]]), minutes: 1 },
      { questions: pool, seenAt, seed: "1" },
    );
    expect(items.map(({ id }) => id).sort()).toEqual(["http.b", "http.c", "http.d"]);
  });
});

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}

describe("hasPassed", () => {
  it.each([
    [41, false],
    [42, true],
    [43, true],
  ])("with %i of 60 and a pass mark of 42 is %s", (correct, passed) => {
    expect(hasPassed({ correct, total: 60, passMark: 42 })).toBe(passed);
  });

  it("is false for an exam whose questions were all removed", () => {
    expect(hasPassed({ correct: 0, total: 0, passMark: 0 })).toBe(false);
  });
});

describe("weakestTopics", () => {
  const topics = [
    { topic: "http", correct: 5, total: 5 },
    { topic: "sql", correct: 3, total: 5 },
    { topic: "os", correct: 1, total: 4 },
    { topic: "git", correct: 2, total: 3 },
  ] as const;

  it("starts with the lowest share and stops at the limit", () => {
    expect(weakestTopics(topics, 2)).toEqual(["os", "sql"]);
  });

  it("leaves out topics without a mistake", () => {
    expect(weakestTopics(topics, 9)).toEqual(["os", "sql", "git"]);
    expect(weakestTopics(topics.slice(0, 1), 2)).toEqual([]);
  });

  it("puts the topic with more items first among equals", () => {
    const equal = [
      { topic: "git", correct: 1, total: 2 },
      { topic: "sql", correct: 2, total: 4 },
    ] as const;
    expect(sortWeakestFirst(equal).map(({ topic }) => topic)).toEqual(["sql", "git"]);
  });
});

describe("trendOf", () => {
  it.each<[number[], Trend | undefined]>([
    [[], undefined],
    [[0.7], undefined],
    [[0.5, 0.7], "rising"],
    [[0.7, 0.72], "level"],
    [[0.7, 0.68], "level"],
    [[0.7, 0.74], "rising"],
    [[0.7, 0.66], "falling"],
    [[0, 0.03], "rising"],
    [[0.03, 0], "falling"],
    [[0.1, 0.9, 0.9, 0.9, 0.6], "falling"],
    [[0, 0.6, 0.6, 0.6, 0.6], "level"],
  ])("of %j is %s", (shares, trend) => {
    expect(trendOf(shares)).toBe(trend);
  });
});

describe("examResultSchema", () => {
  const result = {
    ...{ id: "a1", module: "a", startedAt: 1, endedAt: 2, extraTime: false, timedOut: true, passMark: 14 },
    ...{ correct: 1, total: 2, topics: [{ topic: "http", correct: 1, total: 2 }] },
    missed: [{ questionId: "http.single", response: ["post"] }],
  };

  it("reads a result, with or without a guild", () => {
    expect(examResultSchema.parse(result)).toEqual(result);
    expect(examResultSchema.parse({ ...result, guildId: "9" })).toEqual({ ...result, guildId: "9" });
  });

  it.each([
    ...Object.keys(result).map((name) => ({ [name]: undefined })),
    { guildId: undefined },
    { topics: [{ topic: "cooking", correct: 1, total: 2 }] },
    { topics: [{ topic: "http", correct: 1 }] },
    { missed: [{ questionId: "http.single" }] },
  ])("rejects a result with %j", (change) => {
    expect(examResultSchema.safeParse({ ...result, ...change }).success).toBe(false);
  });
});

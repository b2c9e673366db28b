import { describe, expect, it } from "vitest";
import { loadExams } from "../../../src/bank/exams.ts";
import {
  blueprints,
  examResultSchema,
  examsSchema,
  hasPassed,
  isExamQuestion,
  passMark,
  scoreBand,
  sortWeakestFirst,
  standingOf,
  type Trend,
  timeLimit,
  trendOf,
  weakestTopics,
} from "../../../src/features/exams/rules.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import { MINUTE } from "../../../src/platform/time.ts";
import { acceptsOrRejects } from "../../support/accepts-or-rejects.ts";
import { questions } from "../../support/questions.ts";

const exams = loadExams("content");
const mock = () => blueprints(exams)[0] ?? expect.fail("no mock exam");

describe("exam blueprints", () => {
  it("define a mock exam of 60 items and six modules of 20", () => {
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
        quotas: exams.quotas,
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
      ["http", 7],
      ["os", 7],
      ["git", 6],
    ]);
  });

  it("give the mock exam four items on deployment, operations and languages, and three on testing", () => {
    const { items } = mock();
    const topics = ["deployment", "operations", "languages", "testing"] as const;
    expect(topics.map((topic) => items.get(topic))).toEqual([4, 4, 4, 3]);
  });

  it("split every exam's items between the difficulties", () => {
    const shares = blueprints(exams).map(({ difficulties }) => [...difficulties]);
    const twenty = [...[1, 8], ...[2, 8], ...[3, 4]];
    expect(shares.map((one) => one.flat())).toEqual([[1, 24, 2, 24, 3, 12], ...Array(6).fill(twenty)]);
    expect(blueprints(exams).map(({ perObjective }) => perObjective)).toEqual(Array(7).fill(1));
    expect(blueprints(exams).map(({ perSubtopic }) => perSubtopic)).toEqual(Array(7).fill(2));
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

  it("isn't affected by floating-point errors", () => {
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

  it.each(
    acceptsOrRejects([
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
      [{ quotas: undefined }, false],
      [{ quotas: { difficulty: { easy: 0.5, medium: 0.3, hard: 0.2 }, per_subtopic: 2, per_objective: 2 } }, true],
      [{ quotas: { difficulty: { easy: 0, medium: 0, hard: 1 }, per_subtopic: 2, per_objective: 1 } }, true],
      [{ quotas: { difficulty: { easy: 0.5, medium: 0.3, hard: 0.3 }, per_subtopic: 2, per_objective: 1 } }, false],
      [{ quotas: { difficulty: { easy: 0.5, medium: 0.3, hard: 0.1 }, per_subtopic: 2, per_objective: 1 } }, false],
      [{ quotas: { difficulty: { easy: 1.1, medium: -0.1, hard: 0 }, per_subtopic: 2, per_objective: 1 } }, false],
      [{ quotas: { difficulty: { easy: 0.5, medium: 0.5 }, per_subtopic: 2, per_objective: 1 } }, false],
      [{ quotas: { difficulty: { easy: 0.4, medium: 0.4, hard: 0.2 }, per_subtopic: 2, per_objective: 0 } }, false],
      [{ quotas: { difficulty: { easy: 0.4, medium: 0.4, hard: 0.2 }, per_subtopic: 2 } }, false],
      [{ quotas: { difficulty: { easy: 0.4, medium: 0.4, hard: 0.2 }, per_objective: 1 } }, false],
      [{ quotas: { difficulty: { easy: 0.4, medium: 0.4, hard: 0.2 }, per_subtopic: 0, per_objective: 1 } }, false],
    ]),
  )("%s %j", (_, change, valid) => {
    expect(examsSchema.safeParse({ ...exams, ...change }).success).toBe(valid);
  });

  it("explains what is wrong with the quotas", () => {
    const quotas = { difficulty: { easy: 0.5, medium: 0.5, hard: 0.5 }, per_subtopic: 2, per_objective: 1 };
    expect(examsSchema.safeParse({ ...exams, quotas }).error?.issues).toMatchObject([
      { path: ["quotas", "difficulty"], message: "expected shares that add up to 1" },
    ]);
  });

  it("explains what is wrong with the modules", () => {
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

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}

describe("hasPassed", () => {
  it.each([
    [41, false],
    [42, true],
    [43, true],
  ])("given %i of 60 and a pass mark of 42, returns %s", (correct, passed) => {
    expect(hasPassed({ correct, total: 60, passMark: 42 })).toBe(passed);
  });

  it("is false for an exam whose questions were all removed", () => {
    expect(hasPassed({ correct: 0, total: 0, passMark: 0 })).toBe(false);
  });
});

describe("scoreBand", () => {
  // R: prop.test(14, 20, correct = FALSE), with a quantile of 1.96.
  it.each([
    [14, 20, 0.481, 0.855],
    [0, 20, 0, 0.161],
    [20, 20, 0.839, 1],
    [10, 20, 0.299, 0.701],
    [42, 60, 0.575, 0.801],
    [1, 1, 0.207, 1],
  ])("given %i correct of %i, returns %f to %f", (correct, total, from, to) => {
    const band = scoreBand({ correct, total });
    expect(band.from).toBeCloseTo(from, 3);
    expect(band.to).toBeCloseTo(to, 3);
  });

  it("stays within 0 and 1, and covers that whole range without questions", () => {
    for (let total = 1; total <= 60; total += 1) {
      expect(scoreBand({ correct: 0, total }).from).toBeCloseTo(0);
      expect(scoreBand({ correct: total, total }).to).toBeLessThanOrEqual(1);
    }
    expect(scoreBand({ correct: 0, total: 0 })).toEqual({ from: 0, to: 1 });
  });
});

describe("standingOf", () => {
  it.each([
    [9, "below"],
    [10, "unclear"],
    [14, "unclear"],
    [18, "unclear"],
    [19, "above"],
  ])("given %i of 20 and a pass mark of 14, returns %s", (correct, standing) => {
    expect(standingOf({ correct, total: 20, passMark: 14 })).toBe(standing);
  });

  it("is unclear for an exam whose questions were all removed", () => {
    expect(standingOf({ correct: 0, total: 0, passMark: 0 })).toBe("unclear");
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

  it("leaves out topics without missed questions", () => {
    expect(weakestTopics(topics, 9)).toEqual(["os", "sql", "git"]);
    expect(weakestTopics(topics.slice(0, 1), 2)).toEqual([]);
  });

  it("breaks ties in favor of the topic with more items", () => {
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
  ])("given %j, returns %s", (shares, trend) => {
    expect(trendOf(shares)).toBe(trend);
  });
});

describe("examResultSchema", () => {
  const result = {
    ...{ id: "a1", module: "a", startedAt: 1, endedAt: 2, extraTime: false, timedOut: true, passMark: 14 },
    ...{ correct: 1, total: 2, topics: [{ topic: "http", correct: 1, total: 2 }] },
    missed: [{ questionId: "http.single", response: ["post"] }],
  };

  it("parses a result with or without a guild", () => {
    expect(examResultSchema.parse(result)).toEqual(result);
    expect(examResultSchema.parse({ ...result, guildId: "9" })).toEqual({ ...result, guildId: "9" });
  });

  it.each([...Object.keys(result), "guildId"])("rejects a result with %s set to undefined", (name) => {
    expect(examResultSchema.safeParse({ ...result, [name]: undefined }).success).toBe(false);
  });

  it.each([
    { topics: [{ topic: "cooking", correct: 1, total: 2 }] },
    { topics: [{ topic: "http", correct: 1 }] },
    { missed: [{ questionId: "http.single" }] },
  ])("rejects a result with %j", (change) => {
    expect(examResultSchema.safeParse({ ...result, ...change }).success).toBe(false);
  });
});

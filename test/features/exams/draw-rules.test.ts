import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadExams } from "../../../src/bank/exams.ts";
import { loadBank } from "../../../src/bank/load.ts";
import { drawItems } from "../../../src/features/exams/draw-rules.ts";
import { type Blueprint, blueprints, isExamQuestion } from "../../../src/features/exams/rules.ts";
import { LANGUAGES, type Question } from "../../../src/features/questions/rules.ts";
import { banksWithEnemies, enemyPairs } from "../../support/enemies.ts";
import { questions } from "../../support/questions.ts";

const all = blueprints(loadExams("content"));
const bank = loadBank({ content: "content" });
const mock = all[0] ?? expect.fail("no mock exam");
const draw = (seed: string, seenAt = new Map<string, number>()) => drawItems(mock, { questions: bank, seenAt, seed });

function blueprint(over: Partial<Blueprint>): Blueprint {
  return {
    module: "a",
    items: new Map([["http", 3]]),
    difficulties: new Map([[2, 3]]),
    perSubtopic: 9,
    perObjective: 9,
    minutes: 1,
    ...over,
  };
}

/** Questions named after their difficulty, like http.e1 for an easy one. */
function some(names: string, over: object = {}): Question[] {
  return names.split(" ").map((name) => {
    const difficulty = "emh".indexOf(name.charAt(0)) + 1;
    return questions.single({ id: `http.${name}`, difficulty, ...over });
  });
}

const drawFrom = (pool: readonly Question[], over: Partial<Blueprint> = {}, seed = "1", seenAt = new Map()) =>
  drawItems(blueprint(over), { questions: pool, seenAt, seed })
    .map(({ id }) => id.replace("http.", ""))
    .sort()
    .join(" ");

describe("an exam drawn from the built-in bank", () => {
  it("has the required items per topic and difficulty, without repeats, true/false or retired questions", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...all), (seed, { items, difficulties, ...exam }) => {
        const drawn = drawItems({ items, difficulties, ...exam }, { questions: bank, seenAt: new Map(), seed });
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.every(isExamQuestion)).toBe(true);
        expect(countsBy(drawn, ({ topic }) => topic)).toEqual(new Map(items));
        expect(countsBy(drawn, ({ difficulty }) => difficulty)).toEqual(new Map(difficulties));
      }),
      { numRuns: 100 },
    );
  });

  it("has no two enemies, no two items with one objective and no three from one file", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...all), (seed, exam) => {
        const drawn = drawItems(exam, { questions: bank, seenAt: new Map(), seed });
        expect(enemyPairs(drawn)).toEqual([]);
        expect(new Set(drawn.map(({ objective }) => objective)).size).toBe(drawn.length);
        const perFile = countsBy(drawn, ({ topic, subtopic }) => `${topic}/${subtopic}`);
        expect(Math.max(...perFile.values())).toBeLessThanOrEqual(2);
      }),
      { numRuns: 100 },
    );
  });

  it.each(LANGUAGES)("is complete for a learner who only wants %s", (language) => {
    const wanted = bank.filter((question) => !question.language || question.language === language);
    for (const exam of all) {
      const drawn = drawItems(exam, { questions: wanted, seenAt: new Map(), seed: language });
      expect(drawn).toHaveLength([...exam.items.values()].reduce((sum, count) => sum + count));
    }
  });

  it("depends only on the seed, which also shuffles the topics", () => {
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
    const firsts = new Set(["1", "2", "3", "4", "5", "6"].map((seed) => draw(seed)[0]?.topic));
    expect(firsts.size).toBeGreaterThan(1);
  });

  it("has different items for a different seed", () => {
    const drawn = ["1", "2"].map((seed) => new Set(draw(seed).map(({ id }) => id)));
    expect(drawn[0]).not.toEqual(drawn[1]);
  });

  it("shares no item with the previous mock exam", () => {
    const first = draw("one");
    const second = draw("two", new Map(first.map(({ id }) => [id, 1_000])));
    expect(second.filter((item) => first.includes(item))).toEqual([]);
  });

  it("mixes the difficulties within a topic", () => {
    for (const seed of ["1", "2", "3", "4", "5", "6"]) {
      for (const topic of mock.items.keys()) {
        const hard = draw(seed).filter((item) => item.topic === topic && item.difficulty === 3);
        expect(hard.length, `${topic} with seed ${seed}`).toBeLessThanOrEqual(2);
      }
    }
  });
});

describe("an exam drawn from any bank", () => {
  it("has no two enemies, no items of other topics and not too many per objective", () => {
    fc.assert(
      fc.property(
        banksWithEnemies,
        fc.string(),
        fc.constantFrom(...all),
        fc.integer({ min: 1, max: 3 }),
        (...drawn) => {
          const [questions, seed, exam, perObjective] = drawn;
          const items = drawItems({ ...exam, perObjective }, { questions, seenAt: new Map(), seed });
          expect(enemyPairs(items)).toEqual([]);
          expect(Math.max(0, ...countsBy(items, ({ objective }) => objective).values())).toBeLessThanOrEqual(
            perObjective,
          );
          expect(items.every(({ topic }) => exam.items.has(topic))).toBe(true);
          expect(new Set(items).size).toBe(items.length);
        },
      ),
    );
  });

  it("chooses randomly among questions seen at the same time", () => {
    const pool = some("m0 m1 m2 m3 m4 m5 m6 m7 m8 m9");
    const drawn = ["1", "2", "3", "4", "5", "6"].map((seed) => drawFrom(pool, {}, seed));
    expect(new Set(drawn).size).toBeGreaterThan(3);
  });

  it("prefers unseen questions, then those seen longest ago", () => {
    const seenAt = new Map([
      ["http.m1", 300],
      ["http.m2", 100],
      ["http.m3", 200],
    ]);
    expect(drawFrom(some("m1 m2 m3 m4"), {}, "1", seenAt)).toBe("m2 m3 m4");
  });

  it("prefers a question of the right difficulty to an unseen one", () => {
    const seenAt = new Map([["http.h1", 100]]);
    const difficulties = new Map<1 | 2 | 3, number>([
      [1, 2],
      [3, 1],
    ]);
    expect(drawFrom(some("e1 e2 e3 h1"), { difficulties }, "1", seenAt)).toMatch(/h1$/);
  });

  it("gets a missing difficulty from another topic", () => {
    const pool = [...some("e1 e2 e3 e4"), ...some("e5 h1 h2 h3", { topic: "sql" })];
    const exam = {
      items: new Map([
        ["http", 2],
        ["sql", 2],
      ] as const),
      difficulties: new Map([
        [1, 2],
        [3, 2],
      ] as const),
    };
    for (const seed of ["1", "2", "3", "4", "5", "6"]) {
      const drawn = drawItems(blueprint(exam), { questions: pool, seenAt: new Map(), seed });
      expect(countsBy(drawn, ({ topic }) => topic)).toEqual(exam.items);
      expect(countsBy(drawn, ({ difficulty }) => difficulty)).toEqual(exam.difficulties);
    }
  });

  it("accepts any difficulty if there is no other question", () => {
    expect(drawFrom(some("e1 e2 h1"))).toBe("e1 e2 h1");
  });

  it("fills gaps with other topics of the exam, in the missing difficulty if possible", () => {
    const pool = [...some("e1"), ...some("e2 m1 m2 m3 h1", { topic: "sql" }), ...some("m4 m5", { topic: "git" })];
    const items = new Map([
      ["http", 2],
      ["sql", 1],
    ] as const);
    const exam = { items, difficulties: new Map([[2, 3]] as const) };
    for (const seed of ["1", "2", "3"]) expect(drawFrom(pool, exam, seed)).toMatch(/^e1 m\d m\d$/);
    expect(drawFrom(pool.slice(0, 2), exam)).toBe("e1 e2");
  });

  it("is shortened rather than breaking a rule", () => {
    const same = { objective: "http.same" };
    expect(drawFrom(some("m1 m2 m3", same), { perObjective: 2 })).toMatch(/^m\d m\d$/);
    expect(drawFrom(some("m1 m2 m3", same), { perObjective: 1 })).toMatch(/^m\d$/);
    const file = some("m1 m2 m3", { subtopic: "caching" });
    expect(drawFrom(file, { perSubtopic: 2 })).toMatch(/^m\d m\d$/);
    expect(drawFrom([...file, ...some("m4 m5", { subtopic: "dns" })], { perSubtopic: 1 })).toMatch(/^m[123] m[45]$/);
    expect(drawFrom(some("m1 m2 m3"), { perSubtopic: 1 })).toBe("m1 m2 m3");
    const twoTopics = [...some("m1", { subtopic: "caching" }), ...some("m2", { subtopic: "caching", topic: "sql" })];
    const items = new Map([
      ["http", 1],
      ["sql", 1],
    ] as const);
    expect(drawFrom(twoTopics, { perSubtopic: 1, items, difficulties: new Map([[2, 2]]) })).toBe("m1 m2");
    const rivals = some("m1 m2 m3").map((question) => ({ ...question, enemies: ["http.m2"] }));
    expect(drawFrom(rivals)).toMatch(/^(m1 m3|m2)$/);
    expect(drawFrom(some("m1 m2"))).toBe("m1 m2");
  });
});

function countsBy<Key>(items: readonly Question[], keyOf: (question: Question) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

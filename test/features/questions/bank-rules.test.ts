import { describe, expect, it } from "vitest";
import { activeQuestions, createBank, searchQuestions } from "../../../src/features/questions/bank-rules.ts";
import type { Question } from "../../../src/features/questions/rules.ts";
import { questions } from "../../support/questions.ts";

describe("createBank", () => {
  const [easy, hard, retired] = [
    questions.single({ id: "http.easy", difficulty: 1 }),
    questions.single({ id: "http.hard", difficulty: 3 }),
    questions.single({ id: "http.retired", difficulty: 3, retired: "2026-11-22" }),
  ];
  const bank = () => createBank([easy, hard, retired]);

  it("can look up retired questions but leaves them out of the pool", () => {
    expect(bank().find("http.retired")).toEqual(retired);
    expect(bank().find("http.missing")).toBeUndefined();
    expect(bank().ids()).toEqual(["http.easy", "http.hard", "http.retired"]);
    expect(bank().pool({})).toEqual([easy, hard]);
    expect(activeQuestions(bank())).toEqual([easy, hard]);
  });

  it("filters the pool by topic and difficulty", () => {
    expect(bank().pool({ topic: "http", difficulty: 3 })).toEqual([hard]);
    expect(bank().pool({ topic: "http" })).toEqual([easy, hard]);
    expect(bank().pool({ difficulty: 1 })).toEqual([easy]);
    expect(bank().pool({ topic: "sql" })).toEqual([]);
  });

  it("filters the pool by required language", () => {
    const go = questions.single({ id: "http.go", language: "go" });
    const some = createBank([easy, go, questions.single({ id: "http.php", language: "php" })]);
    expect(some.pool({ language: "go" })).toEqual([go]);
    expect(some.pool({ language: "go", difficulty: 1 })).toEqual([]);
    expect(some.pool({})).toHaveLength(3);
  });
});

describe("searchQuestions", () => {
  const all = [
    questions.single({ id: "http.lost-put" }),
    questions.single({ id: "http.cache", stem: "Which header keeps a response fresh?" }),
    questions.multi(),
  ];

  it("ranks questions with more matching words first", () => {
    expect(searchQuestions(all, "PUT response", 10).map(({ id }) => id)).toEqual(["http.lost-put", "http.cache"]);
    expect(searchQuestions(all, "idempotent", 10).map(({ id }) => id)).toEqual(["http.multi"]);
  });

  it("ignores option texts and respects the limit", () => {
    expect(searchQuestions(all, "POST", 10)).toEqual([]);
    expect(searchQuestions(all, "?!", 10)).toEqual([]);
    expect(searchQuestions(all, "http", 2)).toHaveLength(2);
  });

  const find = (bank: Question[], text: string) => searchQuestions(bank, text, 10).map(({ id }) => id);

  it("counts matching words first, then matches in the id or topic, the stem and the code", () => {
    const bank = [
      questions.single({
        id: "own.b.code",
        topic: "git",
        stem: "What?",
        code: { language: "js", text: "Delta(echo)" },
      }),
      questions.single({ id: "own.b.stem", topic: "git", stem: "Why Delta?" }),
      questions.single({ id: "own.b.delta", topic: "git", stem: "How?" }),
      questions.single({ id: "own.b.none", topic: "git", stem: "Who?" }),
      questions.single({ id: "own.b.sql", topic: "sql", stem: "When?" }),
    ];
    expect(find(bank, "DELTA")).toEqual(["own.b.delta", "own.b.stem", "own.b.code"]);
    expect(find(bank, "echo delta")[0]).toBe("own.b.code");
  });

  it("finds a topic by its full name", () => {
    const bank = [
      questions.single({ id: "own.b.a", topic: "sql", stem: "When?" }),
      questions.single({ id: "own.b.b", topic: "git", stem: "Is SQL old?" }),
    ];
    expect(find(bank, "Sql")).toEqual(["own.b.a", "own.b.b"]);
    expect(find(bank, "sq")).toEqual(["own.b.b"]);
  });

  it("sorts equal matches by id, regardless of their order in the bank", () => {
    const bank = ["c", "a", "b"].map((name) => questions.single({ id: `http.${name}` }));
    expect(find(bank, "http")).toEqual(["http.a", "http.b", "http.c"]);
    expect(find(bank.toReversed(), "http")).toEqual(["http.a", "http.b", "http.c"]);
  });

  it("uses only the first eight distinct words", () => {
    const words = "x1 x2 x3 x4 x5 x6 x7";
    expect(find(all, `${words} ${words} cache`)).toEqual(["http.cache"]);
    expect(find(all, `${words} x8 cache`)).toEqual([]);
  });
});

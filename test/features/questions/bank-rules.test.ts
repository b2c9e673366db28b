import { describe, expect, it } from "vitest";
import { activeQuestions, createBank, searchQuestions } from "../../../src/features/questions/bank-rules.ts";
import { questions } from "../../support/questions.ts";

describe("createBank", () => {
  const [easy, hard, retired] = [
    questions.single({ id: "http.easy", difficulty: 1 }),
    questions.single({ id: "http.hard", difficulty: 3 }),
    questions.single({ id: "http.retired", difficulty: 3, retired: "2026-11-22" }),
  ];
  const bank = createBank([easy, hard, retired]);

  it("finds retired questions but leaves them out of the pool", () => {
    expect(bank.find("http.retired")).toEqual(retired);
    expect(bank.find("http.missing")).toBeUndefined();
    expect(bank.ids()).toEqual(["http.easy", "http.hard", "http.retired"]);
    expect(bank.pool({})).toEqual([easy, hard]);
    expect(activeQuestions(bank)).toEqual([easy, hard]);
  });

  it("filters the pool by topic and difficulty", () => {
    expect(bank.pool({ topic: "http", difficulty: 3 })).toEqual([hard]);
    expect(bank.pool({ topic: "sql" })).toEqual([]);
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
});

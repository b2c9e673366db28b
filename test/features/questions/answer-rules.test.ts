import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCorrectResponse, optionsOf, parseNumber } from "../../../src/features/questions/answer-rules.ts";
import type { ChoiceQuestion, Question } from "../../../src/features/questions/rules.ts";
import { questions } from "../../support/questions.ts";
import { userError } from "../../support/user-error.ts";

describe("isCorrectResponse", () => {
  it("accepts only the key of a single-choice question", () => {
    expect(isCorrectResponse(questions.single(), ["again"])).toBe(true);
    expect(isCorrectResponse(questions.single(), ["post"])).toBe(false);
    expect(userError(() => isCorrectResponse(questions.single(), ["renamed-since"]))).toMatchObject({
      code: "question-removed",
    });
    expect(isCorrectResponse(questions.trueFalse(), ["false"])).toBe(true);
  });

  it("accepts exactly the keys of a multi-choice question, in any order", () => {
    const multi = questions.multi();
    expect(isCorrectResponse(multi, ["delete", "put"])).toBe(true);
    for (const wrong of [["put"], ["put", "delete", "post"], ["put", "put"], []])
      expect(isCorrectResponse(multi, wrong)).toBe(false);
  });

  it("accepts steps only in the correct order", () => {
    expect(isCorrectResponse(questions.order(), ["resolve", "connect", "secure"])).toBe(true);
    expect(isCorrectResponse(questions.order(), ["connect", "resolve", "secure"])).toBe(false);
  });

  it.each(["etag", " ETAG ", "`ETag`", "entity   tag", "ＥＴａｇ"])("takes %j for prose", (typed) => {
    expect(isCorrectResponse(questions.short(), [typed])).toBe(true);
  });

  it("is case- and space-sensitive for exact answers", () => {
    const code = questions.short({ exact: true, accept: ["git add -A"] });
    expect(isCorrectResponse(code, [" git add -A "])).toBe(true);
    expect(isCorrectResponse(code, ["git add -a"])).toBe(false);
    expect(isCorrectResponse(code, ["git  add -A"])).toBe(false);
  });

  it("accepts numbers within the tolerance", () => {
    const number = questions.number({ answer: 0.3, tolerance: 0.01 });
    expect(isCorrectResponse(number, ["0.31"])).toBe(true);
    expect(isCorrectResponse(number, ["0.32"])).toBe(false);
  });

  it("throws a UserError for empty or unreadable answers", () => {
    expect(userError(() => isCorrectResponse(questions.short(), ["  "]))).toMatchObject({ code: "answer-empty" });
    expect(userError(() => isCorrectResponse(questions.number(), ["many"]))).toMatchObject({
      code: "number-unreadable",
    });
  });
});

describe("parseNumber", () => {
  it.each([
    ["1024", 1024],
    ["1,024", 1024],
    ["1 024", 1024],
    ["1_024", 1024],
    ["0,5", 0.5],
    ["-3.25", -3.25],
    ["1e3", 1000],
  ])("reads %j as %d", (typed, value) => expect(parseNumber(typed)).toBe(value));

  it("accepts only the question's unit", () => {
    expect(parseNumber("50 ms", "ms")).toBe(50);
    expect(parseNumber("99.9%", "%")).toBe(99.9);
    expect(userError(() => parseNumber("2 s", "ms"))).toEqual({
      code: "number-unreadable",
      values: { given: "2 s", unit: "ms" },
    });
  });

  it.each(["", "-", "ten", "1.2.3", "0x10", "50 ms", "Infinity"])("refuses %j", (typed) => {
    expect(userError(() => parseNumber(typed))).toMatchObject({ code: "number-unreadable" });
  });
});

describe("optionsOf", () => {
  const choice = (question: Question): ChoiceQuestion => {
    if (!("options" in question)) throw new Error("not a choice");
    return question;
  };

  it("shows every option once in a seeded order with consecutive letters", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const shown = optionsOf(choice(questions.multi()), seed);
        expect(shown.map(({ letter }) => letter).join("")).toBe("ABCD");
        expect(shown.map(({ id }) => id).sort()).toEqual(["delete", "patch", "post", "put"]);
        expect(optionsOf(choice(questions.multi()), seed)).toEqual(shown);
      }),
    );
  });

  it("puts the key in each position about equally often", () => {
    const places = [0, 0, 0];
    for (let seed = 0; seed < 3_000; seed += 1) {
      const place = optionsOf(choice(questions.single()), `guild/${seed}`).findIndex(({ key }) => key);
      places[place] = (places[place] ?? 0) + 1;
    }
    for (const times of places) expect(Math.abs(times - 1_000)).toBeLessThan(120);
  });

  it("keeps true/false and rising numbers in their natural order", () => {
    expect(optionsOf(choice(questions.trueFalse()), "any").map(({ id }) => id)).toEqual(["true", "false"]);
    const codes = {
      ok: { key: true, text: "`200`", why: "-" },
      created: { text: "`201`", why: "-" },
      gone: { text: "`410`", why: "-" },
    };
    const numeric = choice(questions.single({ options: codes }));
    for (const seed of ["a", "b", "c", "d"])
      expect(optionsOf(numeric, seed).map(({ id }) => id)).toEqual(["ok", "created", "gone"]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isCorrect,
  isCorrectResponse,
  optionsOf,
  parseNumber,
  shuffledSteps,
} from "../../../src/features/questions/answer-rules.ts";
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

  it.each(["etag", " ETAG ", "`ETag`", "entity   tag", "ＥＴａｇ"])("accepts %j as a typed answer", (typed) => {
    expect(isCorrectResponse(questions.short(), [typed])).toBe(true);
  });

  it("is case- and space-sensitive for exact answers", () => {
    const code = questions.short({ exact: true, accept: ["git add -A"] });
    expect(isCorrectResponse(code, [" git add -A "])).toBe(true);
    expect(isCorrectResponse(code, ["git add -a"])).toBe(false);
    expect(isCorrectResponse(code, ["git  add -A"])).toBe(false);
  });

  const numbers = [
    { answer: 0.3, tolerance: 0.01, typed: "0.31", correct: true },
    { answer: 0.3, tolerance: 0.01, typed: "0.29", correct: true },
    { answer: 0.3, tolerance: 0.01, typed: "0.311", correct: false },
    { answer: 0.3, tolerance: 0.01, typed: "0.289", correct: false },
    { answer: 0.3, tolerance: 0.001, typed: "0.301", correct: true },
    { answer: 0.3, tolerance: 0.001, typed: "0.3011", correct: false },
    // As floating-point numbers, these differ from the answer by a little more than the tolerance.
    { answer: 300, tolerance: 0.1, typed: "300.1", correct: true },
    { answer: -300, tolerance: 0.1, typed: "-300.1", correct: true },
    { answer: 65_536, tolerance: 0.001, typed: "65535.999", correct: true },
    { answer: 65_536, tolerance: 0.001, typed: "65535.99899", correct: false },
    { answer: 0, tolerance: 0, typed: "0", correct: true },
    { answer: 0.002, tolerance: 100.1, typed: "100.102", correct: true },
    { answer: 0.3, tolerance: 0, typed: "0,300", correct: true },
    { answer: 1e-17, tolerance: 0, typed: "2e-17", correct: false },
    { answer: 1024, tolerance: 0, typed: "1024.0000001", correct: false },
  ];
  it.each(
    numbers.map(
      ({ typed, correct, ...key }) => [correct ? "accepts" : "rejects", typed, key.answer, key.tolerance] as const,
    ),
  )("%s %s for %d ± %d", (verb, typed, answer, tolerance) => {
    expect(isCorrectResponse(questions.number({ answer, tolerance }), [typed])).toBe(verb === "accepts");
  });

  it("ignores only code marks and surrounding spaces", () => {
    const prose = questions.short({ accept: ["a `b` c"] });
    expect(isCorrectResponse(prose, [" ``a `b` c`` "])).toBe(true);
    expect(isCorrectResponse(prose, ["` a `b` c `"])).toBe(true);
    expect(isCorrectResponse(prose, ["a b c"])).toBe(false);
  });

  it("accepts any of the accepted spellings", () => {
    expect(isCorrectResponse(questions.short(), ["etags"])).toBe(false);
    expect(isCorrectResponse(questions.short(), ["entitytag"])).toBe(false);
    expect(isCorrectResponse(questions.short({ accept: ["Maße"] }), ["Masse"])).toBe(false);
    expect(isCorrectResponse(questions.short({ accept: ["one", "two"] }), ["two"])).toBe(true);
  });

  it("throws a UserError for a repeated step, with its text if it still exists", () => {
    const order = questions.order();
    expect(userError(() => isCorrectResponse(order, ["resolve", "connect", "resolve"]))).toEqual({
      code: "order-repeats",
      values: { step: "Resolve the name" },
    });
    expect(userError(() => isCorrectResponse(order, ["gone", "gone"]))).toEqual({
      code: "order-repeats",
      values: { step: "gone" },
    });
    expect(isCorrectResponse(order, ["resolve", "connect"])).toBe(false);
  });

  it("throws a UserError for an empty or unreadable answer", () => {
    expect(userError(() => isCorrectResponse(questions.short(), ["  "]))).toMatchObject({ code: "answer-empty" });
    expect(userError(() => isCorrectResponse(questions.number(), ["many"]))).toMatchObject({
      code: "number-unreadable",
    });
  });
});

describe("isCorrect", () => {
  it("counts a response that can't be read anymore as incorrect", () => {
    expect(isCorrect(questions.single(), ["again"])).toBe(true);
    expect(isCorrect(questions.single(), ["renamed-since"])).toBe(false);
    expect(isCorrect(questions.number(), ["1,024"])).toBe(false);
    expect(isCorrect(questions.short(), [])).toBe(false);
  });

  it("rethrows other errors", () => {
    const broken = { ...questions.single(), options: null } as unknown as Question;
    expect(() => isCorrect(broken, ["again"])).toThrow(TypeError);
  });
});

describe("parseNumber", () => {
  it.each([
    ["1024", 1024],
    [" 1024 ", 1024],
    ["007", 7],
    ["5.", 5],
    [".25", 0.25],
    [",5", 0.5],
    ["-3.25", -3.25],
    ["−3.25", -3.25],
    ["+3", 3],
    ["1e3", 1000],
    ["1E-3", 0.001],
    ["2.5e+3", 2500],
    ["２５６", 256],
  ])("parses %j as %d", (typed, value) => expect(parseNumber(typed)).toBe(value));

  it.each([
    ["0,125", 0.125],
    ["0,300", 0.3],
    ["-0,125", -0.125],
    ["012,345", 12.345],
    ["0,5", 0.5],
    ["2,5", 2.5],
    ["2,5e3", 2500],
    ["1,0245", 1.0245],
    ["1234,567", 1234.567],
    ["1 234,567", 1234.567],
  ])("parses the comma in %j as a decimal comma", (typed, value) => expect(parseNumber(typed)).toBe(value));

  it.each([
    ["1 024", 1024],
    ["1\u00a0024", 1024],
    ["1_024", 1024],
    ["-12 345 678.9", -12_345_678.9],
    ["1,024.", 1024],
    ["1,024.5", 1024.5],
    ["+123,456.75", 123_456.75],
    ["1,048,576", 1_048_576],
    ["-1,048,576.25", -1_048_576.25],
  ])("parses the groups of thousands in %j", (typed, value) => expect(parseNumber(typed)).toBe(value));

  it.each([
    ["1,024", ["1024", "1.024"]],
    ["-999,999", ["-999999", "-999.999"]],
    ["+10,000", ["+10000", "+10.000"]],
    ["1,024e3", ["1024e3", "1.024e3"]],
  ])("rejects %j, which could be two numbers", (given, readings) => {
    expect(userError(() => parseNumber(given))).toEqual({ code: "number-ambiguous", values: { given, readings } });
  });

  it("accepts only the question's unit, in upper or lower case", () => {
    expect(parseNumber("50 ms", "ms")).toBe(50);
    expect(parseNumber("50MS", "ms")).toBe(50);
    expect(parseNumber("50 ms", "MS")).toBe(50);
    expect(parseNumber("99.9%", "%")).toBe(99.9);
    expect(parseNumber("50", "ms")).toBe(50);
    expect(parseNumber(" 50 ms ", "ms")).toBe(50);
    expect(userError(() => parseNumber("2 s", "ms"))).toEqual({
      code: "number-unreadable",
      values: { given: "2 s", unit: "ms" },
    });
    expect(userError(() => parseNumber("1,024 ms", "ms"))).toMatchObject({ code: "number-ambiguous" });
  });

  it.each([
    ...["", "-", ".", "ten", "1.2.3", "0x10", "50 ms", "Infinity", "1e999", "1e", "e3", "1 2", "10 24", "0 125"],
    ...["1_0000", "1 024 5", "1,2,3", "1,024,5", "12,34.5", "0,125.5", "1.024,5", "1234,567,890", "1,024.5.6", "x1"],
    ...["1,024,", "1,048,576,", "01 024", "1x", "1,024,576x", "1,024.x"],
  ])("rejects %j", (given) => {
    expect(userError(() => parseNumber(given))).toEqual({ code: "number-unreadable", values: { given } });
  });
});

describe("optionsOf", () => {
  const choice = (question: Question): ChoiceQuestion => {
    if (!("options" in question)) throw new Error("not a choice");
    return question;
  };

  it("returns every option once in a seeded order with consecutive letters", () => {
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

  const orders = (...texts: string[]) => {
    const options = Object.fromEntries(texts.map((text, index) => [`o${index}`, { key: index === 0, text, why: "-" }]));
    const numeric = choice(questions.single({ options }));
    return [
      ...new Set(
        [..."abcdefgh"].map((seed) =>
          optionsOf(numeric, seed)
            .map(({ text }) => text)
            .join(" "),
        ),
      ),
    ];
  };

  it("puts True before False and gives neither a letter", () => {
    for (const seed of ["a", "b", "c", "d"])
      expect(optionsOf(choice(questions.trueFalse()), seed)).toMatchObject([
        { id: "true", letter: "", text: "True", key: false },
        { id: "false", letter: "", text: "False", key: true },
      ]);
  });

  it.each([
    [["`410`", "`200`", "`201`"], "`200` `201` `410`"],
    [["1,000 ms", "-5 ms", "20ms"], "-5 ms 20ms 1,000 ms"],
    [["10%", "9.25%", "+9%"], "+9% 9.25% 10%"],
  ])("sorts the numbers %j by value", (texts, sorted) => {
    expect(orders(...texts)).toEqual([sorted]);
  });

  it.each([
    ["different units", ["2 s", "1 s", "500 ms"]],
    ["version numbers", ["1.4.1", "1.4.9", "1.5.0"]],
    ["text after the number", ["1 False", "3 True", "4 False of 5"]],
    ["more than one number", ["3 of 9", "1 of 9", "2 of 9"]],
    ["one text without a number", ["1", "2", "none"]],
    ["no digits", [",", ".", "-"]],
  ])("shuffles options with %s", (_, texts) => expect(orders(...texts).length).toBeGreaterThan(1));
});

it("shuffledSteps returns every step once, in an order that depends only on the seed", () => {
  const steps = { resolve: "Resolve", connect: "Connect", secure: "Secure" };
  const order = (written: Record<string, string>, seed: string) => {
    const question = questions.order({ steps: written });
    return question.type === "order" ? shuffledSteps(question, seed) : [];
  };
  const reversed = Object.fromEntries(Object.entries(steps).toReversed());
  for (const seed of ["a", "b", "c"]) {
    expect(order(reversed, seed)).toEqual(order(steps, seed));
    expect(new Map(order(steps, seed).map(({ id, text }) => [id, text]))).toEqual(new Map(Object.entries(steps)));
  }
  expect(new Set([..."abcdefgh"].map((seed) => JSON.stringify(order(steps, seed)))).size).toBeGreaterThan(2);
});

import { describe, expect, it } from "vitest";
import { comparable, duplicates, findSimilar } from "../../../src/bank/rules/duplicates.ts";
import { questions } from "../../support/questions.ts";

const STEM = "Which header says how long a response stays fresh?";
const asking = (...stems: string[]) => stems.map((stem, index) => questions.single({ id: `http.item-${index}`, stem }));

describe("the duplicates rule", () => {
  it("reports two stems that are almost equal", () => {
    expect(duplicates(asking(STEM, `${STEM}?`))).toMatchObject([{ severity: "error", id: "http.item-1" }]);
  });

  it("warns about two similar stems", () => {
    expect(duplicates(asking(STEM, "Which header says how long a response is stored?"))).toMatchObject([
      { severity: "warning" },
    ]);
  });

  it("reports equal questions with different answers", () => {
    const bank = [questions.number({ answer: 1 }), questions.number({ id: "http.other", answer: 2 })];
    expect(duplicates(bank)).toMatchObject([{ message: expect.stringContaining("One of them is wrong") }]);
  });

  it("accepts equal stems about different code", () => {
    const showing = (id: string, text: string) =>
      questions.single({ id, stem: "What is printed?", code: { language: "python", text } });
    const bank = [showing("http.a", "print(sorted({3, 1, 2}))"), showing("http.b", "for row in open('x'): yield row")];
    expect(duplicates(bank)).toEqual([]);
  });

  it("doesn't report questions before the start index", () => {
    const bank = asking(STEM, STEM, STEM).map(comparable);
    expect(findSimilar(bank, 2)).toEqual([{ first: 0, second: 2, similarity: 1 }]);
  });
});

import { expect, it } from "vitest";
import { bankStatistics, describeBank } from "../../src/bank/statistics.ts";
import { options } from "../support/bank/options.ts";
import { questions } from "../support/questions.ts";

it("the statistics count the cues that a guesser could use", () => {
  const withTexts = (texts: Record<string, string>) => questions.single({ options: options(texts, ["key"]) });
  const longest = withTexts({ a: "short", key: "the longest of them", c: "shorter" });
  const shortest = withTexts({ key: "short", b: "longer", c: "the longest" });
  const { singles, byType } = bankStatistics([longest, shortest, questions.number()]);
  expect(byType).toEqual(new Map(Object.entries({ single: 2, number: 1 })));
  expect(singles).toMatchObject({
    count: 2,
    longestIsCorrect: 0.5,
    shortestIsCorrect: 0.5,
    correctPositions: [0.5, 0.5, 0],
  });
  expect(singles.chance).toBeCloseTo(1 / 3);
});

it("the statistics distinguish answers that the displayed code proves from those computed by another program", () => {
  const code = { language: "python", text: "total = 512\nprint(total * 2)\n" };
  const run = (program?: string) => ({ with: "python", prints: "1024", ...(program && { program }) });
  const bank = [
    questions.number({ code, run: run() }),
    questions.number({ code, run: run("import math\n  total  =  512 # bytes\nprint(total * 2)\nprint()") }),
    questions.number({ code, run: run("print(total * 2)") }),
    questions.number({ code, run: run("print(2 ** 10)") }),
    questions.number({ run: run("print(2 ** 10)") }),
    questions.number({ code }),
    questions.number(),
  ];
  expect(bankStatistics(bank)).toMatchObject({ codeRun: 2, programRun: 3, withCode: 5 });
});

it("the statistics count questions by the language they require", () => {
  const bank = [{ language: "go" }, { language: "php" }, { language: "go" }, {}].map((over) => questions.number(over));
  expect(bankStatistics(bank).byLanguage).toEqual(new Map(Object.entries({ go: 2, php: 1, none: 1 })));
  expect(describeBank(bank, []).join("\n")).toContain(
    "python: 0  javascript: 0  php: 1  java: 0  go: 2  csharp: 0  rust: 0  none: 1",
  );
});

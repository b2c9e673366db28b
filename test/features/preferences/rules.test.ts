import { describe, expect, it } from "vitest";
import { DEFAULT_PREFERENCES, isWanted, parseLanguages } from "../../../src/features/preferences/rules.ts";
import { LANGUAGES } from "../../../src/features/questions/rules.ts";

describe("parseLanguages", () => {
  it("sorts languages and ignores repeated and unknown ones", () => {
    expect(parseLanguages(["go", "python", "cobol", "go"])).toEqual(["python", "go"]);
    expect(parseLanguages([])).toEqual([]);
    expect(parseLanguages(["cobol", ""])).toEqual([]);
  });

  it("treats all languages like none, so that new ones are included", () => {
    expect(parseLanguages(LANGUAGES)).toEqual([]);
    expect(parseLanguages(LANGUAGES.slice(1))).toEqual(LANGUAGES.slice(1));
  });
});

describe("isWanted", () => {
  it.each([
    ["php", [], true],
    ["php", ["php"], true],
    ["php", ["go", "php"], true],
    ["php", ["go"], false],
  ] as const)("for a question that requires %s and a learner who chose %j is %s", (language, languages, wanted) => {
    expect(isWanted({ language }, { languages })).toBe(wanted);
  });

  it("is true for a question that requires no language", () => {
    expect(isWanted({}, { languages: [] })).toBe(true);
    expect(isWanted({}, { languages: ["go"] })).toBe(true);
  });

  it("is true for every language by default", () => {
    expect(LANGUAGES.every((language) => isWanted({ language }, DEFAULT_PREFERENCES))).toBe(true);
  });
});

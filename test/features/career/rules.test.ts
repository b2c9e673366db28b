import { describe, expect, it } from "vitest";
import { loadCareer } from "../../../src/bank/career.ts";
import { findEntry, matchingEntries } from "../../../src/features/career/rules.ts";

const entries = loadCareer("content");
const match = (typed: string) => matchingEntries(entries, typed).map(({ id }) => id);

describe("matchingEntries", () => {
  it("matches words and beginnings of words, in any case and order", () => {
    expect(match("LANG")[0]).toBe("languages-and-tools");
    expect(match("good career")[0]).toBe("good-career");
    expect(match("render client")[0]).toBe("rendering");
  });

  it("matches alternative words", () => {
    expect(match("salary")).toEqual(["pay"]);
  });

  it("returns all entries for an empty input", () => {
    expect(match(" ")).toHaveLength(entries.length);
  });

  it("returns nothing if no word matches", () => {
    expect(match("xylophone")).toEqual([]);
  });
});

describe("findEntry", () => {
  it.each([
    ["an id", "pay"],
    ["a question in any case", "what does a back-end developer EARN? "],
    ["a word that only one question has", "salary"],
  ])("finds an entry by %s", (_what, given) => expect(findEntry(entries, given)?.id).toBe("pay"));

  it.each(["what", "xylophone"])("finds nothing for %s, which matches several or none", (given) =>
    expect(findEntry(entries, given)).toBeUndefined(),
  );
});

import type { ChatInputCommandInteraction } from "discord.js";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  booleanOption,
  choiceOption,
  declareOptions,
  integerChoiceOption,
  integerOption,
  readOptions,
  required,
  stringOption,
  suggestFrom,
  withDefault,
} from "../../../src/platform/discord/options.ts";

const options = {
  topic: required(
    choiceOption({ description: "Topic", values: ["sql", "git"], nameOf: (topic) => topic.toUpperCase() }),
  ),
  count: withDefault(integerOption({ description: "Count", min: 3, max: 20 }), 5),
  difficulty: integerChoiceOption({ description: "Difficulty", values: [1, 2], nameOf: (value) => `${value}` }),
  revealAfter: stringOption({ description: "Reveal", maxLength: 10, suggest: () => [] }),
  thread: booleanOption({ description: "Thread" }),
};

const read = (given: Record<string, string | number | boolean>) => {
  const get = (name: string) => given[name] ?? null;
  return readOptions(options, {
    getString: get,
    getInteger: get,
    getBoolean: get,
  } as unknown as ChatInputCommandInteraction["options"]);
};

it("options are declared for Discord in kebab case", () => {
  expect(declareOptions(options)).toEqual([
    {
      type: 3,
      name: "topic",
      description: "Topic",
      required: true,
      choices: [
        { name: "SQL", value: "sql" },
        { name: "GIT", value: "git" },
      ],
    },
    { type: 4, name: "count", description: "Count", min_value: 3, max_value: 20 },
    {
      type: 4,
      name: "difficulty",
      description: "Difficulty",
      choices: [
        { name: "1", value: 1 },
        { name: "2", value: 2 },
      ],
    },
    { type: 3, name: "reveal-after", description: "Reveal", max_length: 10, autocomplete: true },
    { type: 5, name: "thread", description: "Thread" },
  ]);
});

describe("reading options", () => {
  it("types the values as declared", () => {
    expectTypeOf(read({ topic: "sql" })).toEqualTypeOf<{
      topic: "sql" | "git";
      count: number;
      difficulty: 1 | 2 | undefined;
      revealAfter: string | undefined;
      thread: boolean | undefined;
    }>();
  });

  it("trims text and fills in defaults", () => {
    expect(read({ topic: "git", "reveal-after": " 6h " })).toEqual({
      topic: "git",
      count: 5,
      difficulty: undefined,
      revealAfter: "6h",
      thread: undefined,
    });
  });

  it.each([
    [{}, "topic"],
    [{ topic: "cooking" }, "topic"],
    [{ topic: "sql", count: 21 }, "count"],
    [{ topic: "sql", count: 2 }, "count"],
    [{ topic: "sql", difficulty: 3 }, "difficulty"],
  ])("rejects %j", (given, option) => {
    expect(() => read(given)).toThrow(
      expect.objectContaining({ code: "option-invalid", values: expect.objectContaining({ option }) }),
    );
  });
});

describe("suggestFrom", () => {
  it("returns values that start with the text first", () => {
    const zones = ["America/Berlin", "Europe/Berlin", "Berlin"];
    expect(suggestFrom(zones, " berl").map(({ value }) => value)).toEqual([
      "Berlin",
      "America/Berlin",
      "Europe/Berlin",
    ]);
  });

  it("returns at most 25", () => {
    expect(
      suggestFrom(
        Array.from({ length: 40 }, (_, index) => `a${index}`),
        "a",
      ),
    ).toHaveLength(25);
  });
});

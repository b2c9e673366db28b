import type { APIApplicationCommand } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/playground/web/candidates.ts";
import { autocompleteOptions, commandRequest } from "../../src/playground/web/commands/request.ts";
import { acceptSuggestion, suggest } from "../../src/playground/web/commands/suggest.ts";
import { readDraft, runnableCommands } from "../../src/playground/web/commands/tree.ts";
import type { PickedValue } from "../../src/playground/web/commands/values.ts";

const DAILY = "100000000000000001";
const BEN = "100000000000000002";

const directory: Directory = {
  channels: [
    { id: DAILY, name: "daily", type: 0, topic: "One a day", canSend: true },
    { id: "100000000000000003", name: "general", type: 0, topic: "", canSend: true },
    { id: "100000000000000004", name: "news", type: 5, topic: "", canSend: true },
  ],
  people: [{ id: BEN, name: "Ben", role: "member", color: "blue" }],
  roles: [],
};

const schedule: APIApplicationCommand = {
  id: "100000000000000010",
  application_id: "100000000000000011",
  version: "1",
  type: 1,
  name: "schedule",
  description: "Set when questions are posted",
  default_member_permissions: "32",
  options: [
    {
      type: 1,
      name: "add",
      description: "Post a question at the same time every day",
      options: [
        { type: 7, name: "channel", description: "Where", required: true, channel_types: [0] },
        { type: 3, name: "time", description: "When", required: true },
        { type: 3, name: "timezone", description: "Time zone", autocomplete: true },
        { type: 4, name: "difficulty", description: "How hard", choices: [{ name: "hard", value: 3 }] },
        { type: 5, name: "thread", description: "Open a thread" },
        { type: 4, name: "days", description: "How many", min_value: 1, max_value: 7 },
      ],
    },
    { type: 1, name: "list", description: "List all schedules" },
  ],
};

const commands = runnableCommands([schedule]);
const nothingPicked = new Map<string, PickedValue>();

function request(text: string, picked = nothingPicked) {
  const draft = readDraft(text, commands);
  if (!draft) throw new Error(`no command in ${text}`);
  return commandRequest(draft, directory, picked);
}

function suggestionsFor(text: string) {
  return suggest({ text, caret: text.length }, commands, directory, nothingPicked);
}

function acceptFirst(text: string): string {
  const suggestions = suggestionsFor(text);
  const first = suggestions?.items[0];
  if (!suggestions || !first) throw new Error(`no suggestions for ${text}`);
  return acceptSuggestion({ text, caret: text.length }, suggestions, first, commands).text;
}

describe("a command written as text", () => {
  it("becomes the options that the gateway sends", () => {
    expect(request("/schedule add channel:#daily time:09:00")).toEqual({
      ok: true,
      options: [
        {
          name: "add",
          type: 1,
          options: [
            { name: "channel", type: 7, value: DAILY },
            { name: "time", type: 3, value: "09:00" },
          ],
        },
      ],
    });
  });

  it("accepts values of every type", () => {
    const text = `/schedule add thread:yes difficulty:Hard days:2 time:9:00 sharp channel:<#${DAILY}>`;
    expect(request(text)).toMatchObject({
      ok: true,
      options: [
        {
          options: [
            { name: "thread", value: true },
            { name: "difficulty", value: 3 },
            { name: "days", value: 2 },
            { name: "time", value: "9:00 sharp" },
            { name: "channel", value: DAILY },
          ],
        },
      ],
    });
  });

  it("contains the value behind a picked suggestion", () => {
    const picked = new Map([["timezone", { label: "Berlin, 09:00 now", value: "Europe/Berlin" }]]);
    expect(request("/schedule add channel:#daily time:1 timezone:Berlin, 09:00 now", picked)).toMatchObject({
      options: [{ options: [{}, {}, { name: "timezone", value: "Europe/Berlin" }] }],
    });
  });

  it.each([
    ["/schedule add channel:#daily", "This command also needs `time`: When"],
    ["/schedule add channel:daily time:1", "I can't find `daily` for `channel`. Try `#daily`."],
    ["/schedule add channel:#news time:1", "I can't find `#news` for `channel`. Try `#daily`."],
    ["/schedule add channel:#daily time:1 days:8", "`days` must be at most 7."],
    ["/schedule add channel:#daily time:1 days:two", "`days` must be a whole number, like `3`."],
    ["/schedule add channel:#daily time:1 difficulty:x", "`difficulty` can be `hard`."],
    ["/schedule add channel:#daily time:1 thread:x", "`thread` must be `True` or `False`."],
    [
      "/schedule add tomorrow",
      "I don't know which option `tomorrow` belongs to. Put the name first, like `channel:tomorrow`.",
    ],
    ["/schedule list all", "`/schedule list` has no options, so I can't use `all`."],
  ])("is rejected with an explanation: %s", (text, error) => {
    expect(request(text)).toMatchObject({ ok: false, error });
  });

  it("asks for autocompletion with the focused option and every other valid value", () => {
    const draft = readDraft("/schedule add time:09:00 timezone:ber days:x", commands);
    const focused = draft?.parts.find(({ option }) => option.name === "timezone")?.option;
    if (!draft || !focused) throw new Error("no draft");
    expect(autocompleteOptions(draft, focused, directory, nothingPicked)).toEqual([
      {
        name: "add",
        type: 1,
        options: [
          { name: "time", type: 3, value: "09:00" },
          { name: "timezone", type: 3, value: "ber", focused: true },
        ],
      },
    ]);
  });
});

describe("command suggestions", () => {
  it("match any part of a command's name", () => {
    expect(suggestionsFor("/")?.items.map(({ label }) => label)).toEqual(["/schedule add", "/schedule list"]);
    expect(suggestionsFor("/list")?.items.map(({ label }) => label)).toEqual(["/schedule list"]);
    expect(suggestionsFor("hello /")).toBeUndefined();
  });

  it("insert the first required option when a command is picked", () => {
    expect(acceptFirst("/sch")).toBe("/schedule add channel:");
  });

  it("insert the next required option when a value is picked", () => {
    expect(acceptFirst("/schedule add channel:da")).toBe("/schedule add channel:#daily time:");
  });

  it("list unused options after a complete value, required ones first", () => {
    const suggestions = suggestionsFor("/schedule add thread:True ");
    expect(suggestions).toMatchObject({ kind: "options", enterAccepts: true });
    expect(suggestions?.items.map(({ label }) => label)).toEqual(["channel", "time", "timezone", "difficulty", "days"]);
  });

  it("let Enter send as soon as every required option is set", () => {
    expect(suggestionsFor("/schedule add channel:#daily time:09:00 ")).toMatchObject({
      kind: "options",
      enterAccepts: false,
    });
    expect(suggestionsFor("/schedule list")).toMatchObject({ enterAccepts: false });
  });

  it("complete an option's name while the user types it", () => {
    expect(acceptFirst("/schedule add time:09:00 tim")).toBe("/schedule add time:09:00 timezone:");
  });

  it("leave an autocompleted option to the bot", () => {
    expect(suggestionsFor("/schedule add timezone:eu ")).toMatchObject({
      kind: "values",
      autocomplete: { query: "eu" },
    });
  });
});

import type { APIApplicationCommand } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { readDraft } from "../../src/playground/web/commands/draft.ts";
import { autocompleteRequest, requestOf } from "../../src/playground/web/commands/request.ts";
import { suggest, take } from "../../src/playground/web/commands/suggest.ts";
import { mayUse, runnableCommands } from "../../src/playground/web/commands/tree.ts";
import type { Pick, Surroundings } from "../../src/playground/web/commands/values.ts";

const DAILY = "100000000000000001";
const BEN = "100000000000000002";

const around: Surroundings = {
  channels: [
    { id: DAILY, name: "daily", topic: "One a day", canSend: true },
    { id: "100000000000000003", name: "general", topic: "", canSend: true },
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
  description: "Set when questions come",
  default_member_permissions: "32",
  options: [
    {
      type: 1,
      name: "add",
      description: "Post a question at the same hour every day",
      options: [
        { type: 7, name: "channel", description: "Where", required: true, channel_types: [0] },
        { type: 3, name: "time", description: "When", required: true },
        { type: 3, name: "timezone", description: "Where the clock hangs", autocomplete: true },
        { type: 4, name: "difficulty", description: "How hard", choices: [{ name: "hard", value: 3 }] },
        { type: 5, name: "thread", description: "A thread?" },
        { type: 4, name: "days", description: "How many", min_value: 1, max_value: 7 },
      ],
    },
    { type: 1, name: "list", description: "All of them" },
  ],
};

const commands = runnableCommands([schedule]);
const noPicks = new Map<string, Pick>();

function sent(text: string, picks = noPicks) {
  const draft = readDraft(text, commands);
  if (!draft) throw new Error(`no command in ${text}`);
  return requestOf(draft, around, picks);
}

function offered(text: string, caret = text.length, picks = noPicks) {
  return suggest({ text, caret }, commands, around, picks);
}

describe("a command written as text", () => {
  it("becomes the options the gateway carries", () => {
    expect(sent("/schedule add channel:#daily time:09:00")).toEqual({
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

  it("takes values of every kind", () => {
    const request = sent("/schedule add thread:yes difficulty:Hard days:2 time:9:00 o'clock channel:daily");
    expect(request).toMatchObject({ ok: false, why: "I can't find `daily` for `channel`. Try `#daily`." });
    expect(sent(`/schedule add thread:yes difficulty:Hard days:2 time:9:00 sharp channel:<#${DAILY}>`)).toMatchObject({
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

  it("sends the value behind a picked suggestion", () => {
    const picks = new Map([["timezone", { label: "Berlin, 09:00 now", value: "Europe/Berlin" }]]);
    expect(sent("/schedule add channel:#daily time:1 timezone:Berlin, 09:00 now", picks)).toMatchObject({
      options: [{ options: [{}, {}, { name: "timezone", value: "Europe/Berlin" }] }],
    });
  });

  it.each([
    ["/schedule add channel:#daily", "This command also needs `time`: When"],
    ["/schedule add channel:#nowhere time:1", "I can't find `#nowhere` for `channel`. Try `#daily`."],
    ["/schedule add channel:#daily time:1 days:8", "`days` must be at most 7."],
    ["/schedule add channel:#daily time:1 days:two", "`days` takes a whole number, for example `3`."],
    ["/schedule add channel:#daily time:1 difficulty:x", "`difficulty` takes `hard`."],
    ["/schedule add channel:#daily time:1 thread:x", "`thread` takes `True` or `False`."],
    [
      "/schedule add tomorrow",
      "I can't place `tomorrow`. Write the option's name before it, for example `channel:tomorrow`.",
    ],
    ["/schedule list all", "`/schedule list` takes nothing after its name, so I can't place `all`."],
  ])("says what is wrong with %s", (text, why) => {
    expect(sent(text)).toMatchObject({ ok: false, why });
  });

  it("asks the bot with the option in focus, and with what else can be read", () => {
    const draft = readDraft("/schedule add time:09:00 timezone:ber days:x", commands);
    const focused = draft?.parts.find(({ option }) => option.name === "timezone")?.option;
    if (!draft || !focused) throw new Error("no draft");
    expect(autocompleteRequest(draft, focused, around, noPicks)).toEqual([
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

describe("what is offered while typing", () => {
  it("finds commands by what is typed", () => {
    expect(offered("/")?.items.map(({ label }) => label)).toEqual(["/schedule add", "/schedule list"]);
    expect(offered("/list")?.items.map(({ label }) => label)).toEqual(["/schedule list"]);
    expect(offered("hello /")).toBeUndefined();
  });

  it("begins the first required option when a command is taken", () => {
    const suggestions = offered("/sch");
    const first = suggestions?.items[0];
    if (!suggestions || !first) throw new Error("nothing offered");
    expect(take({ text: "/sch", caret: 4 }, suggestions, first, commands).text).toBe("/schedule add channel:");
  });

  it("begins the next required option when a value is taken", () => {
    const text = "/schedule add channel:da";
    const suggestions = offered(text);
    const first = suggestions?.items[0];
    if (!suggestions || !first) throw new Error("nothing offered");
    expect(first.label).toBe("#daily");
    expect(take({ text, caret: text.length }, suggestions, first, commands).text).toBe(
      "/schedule add channel:#daily time:",
    );
  });

  it("offers the open options after a whole value, the required ones first", () => {
    const suggestions = offered("/schedule add thread:True ");
    expect(suggestions).toMatchObject({ kind: "options", eager: true });
    expect(suggestions?.items.map(({ label }) => label)).toEqual(["channel", "time", "timezone", "difficulty", "days"]);
  });

  it("lets Enter send once everything required is there", () => {
    expect(offered("/schedule add channel:#daily time:09:00 ")).toMatchObject({ kind: "options", eager: false });
    expect(offered("/schedule list")).toMatchObject({ eager: false });
  });

  it("completes an option's name in the middle of typing", () => {
    const text = "/schedule add time:09:00 tim";
    const suggestions = offered(text);
    const first = suggestions?.items[0];
    if (!suggestions || !first) throw new Error("nothing offered");
    expect(take({ text, caret: text.length }, suggestions, first, commands).text).toBe(
      "/schedule add time:09:00 timezone:",
    );
  });

  it("leaves an autocompleted option to the bot", () => {
    expect(offered("/schedule add timezone:eu ")).toMatchObject({ kind: "values", remote: { query: "eu" } });
  });
});

describe("who sees a command", () => {
  it.each([
    [null, "0", true],
    ["32", "0", false],
    ["32", "32", true],
    ["32", "8", true],
    ["0", "32", false],
    ["0", "8", true],
  ])("needs %s, holds %s: %s", (needed, held, sees) => {
    expect(mayUse({ ...schedule, default_member_permissions: needed }, held, false)).toBe(sees);
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { commands } from "../../commands/index.ts";
import { PERIODS } from "../../src/features/boards/calendar-rules.ts";
import { SETTING_NAMES } from "../../src/features/settings/rules.ts";
import type { InteractionResult, SimulatedUser } from "../../src/playground/playground.ts";
import { forgeButton, forgeMessage } from "../support/forge.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";
import { withinMemory } from "./memory.ts";

const BOUND = { interruptAfterTimeLimit: 8_000 };
const FAULT = /Something went wrong on my side/;

const bank = [questions.single(), questions.order({ id: "http.order" }), questions.number({ id: "http.number" })];
/** Custom ids from nearly valid to arbitrary. */
const part = fc.oneof(
  fc.constantFrom("1-2026-01-01", "1-now-1", "0-2026-02-30", "http.lost-put", "again", "quiz1", "abc", "weekly"),
  fc.constantFrom(
    ...PERIODS,
    ...SETTING_NAMES,
    "http",
    "any",
    "mine",
    "turn",
    "period",
    "ask",
    "confirm",
    "keep",
    "on",
  ),
  fc.constantFrom("0", "1", "-1", "1e3", "0x10", "99999999999", "1e308", "NaN", "", " ", "__proto__", "constructor"),
  fc.constantFrom("open", "next", "back", "return", "normal", "extra", "hide", "single", "2", "apply", "round", "end"),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const kinds = [...new Set(commands.flatMap(({ components = [] }) => components.map(({ name }) => name)))];
const customId = fc
  .tuple(fc.oneof(fc.constantFrom(...kinds), part), fc.array(part, { maxLength: 5 }))
  .map(([kind, parts]) => [kind, ...parts].join(":").slice(0, 100))
  .filter((id) => id.length > 0);

let stage: Stage;
let moderator: SimulatedUser;
let daily: string;

async function open(): Promise<void> {
  stage = await openStage(bank);
  daily = stage.playground.guild.channels.daily;
  moderator = stage.playground.person(stage.playground.people.moderator.id, { settleAfterMs: 1_000 });
}

/** Expects a reply that isn't an internal error. */
function expectReply(seen: InteractionResult, about: string): void {
  expect(seen.failed, about).toBeUndefined();
  expect(textOf(seen.message ?? seen.updated), about).not.toMatch(FAULT);
}

it("the bot answers every forged button with a message", async () => {
  await open();
  await withinMemory(() =>
    fc.assert(
      fc.asyncProperty(customId, async (id) => {
        const message = await forgeButton(stage.playground, daily, id);
        expectReply(await moderator.click(message, id), id);
      }),
      { ...BOUND, numRuns: 500 },
    ),
  );
  expect(stage.log.warnings).toEqual([]);
}, 20_000);

it("the bot answers every forged select with a message", async () => {
  await open();
  const value = fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 });
  const values = fc.uniqueArray(fc.oneof(part, value), { minLength: 1, maxLength: 5 });
  await withinMemory(() =>
    fc.assert(
      fc.asyncProperty(customId, values, fc.constantFrom(3, 6, 8), async (id, given, type) => {
        const chosen = given.filter((one) => one.trim().length > 0).map((one) => one.slice(0, 100));
        fc.pre(chosen.length > 0);
        const options = chosen.map((one) => ({ label: one.slice(0, 50), value: one }));
        const most = type === 3 ? { options, min_values: 1, max_values: options.length } : {};
        const message = await forgeMessage(stage.playground, daily, { type, custom_id: id, ...most });
        const entity = type === 8 ? daily : (roles()[0] ?? "");
        expectReply(await moderator.select(message, id, type === 3 ? chosen : [entity]), `${id} ${chosen}`);
      }),
      { ...BOUND, numRuns: 200 },
    ),
  );
  expect(stage.log.warnings).toEqual([]);
}, 20_000);

function roles(): string[] {
  return [stage.playground.guild.id];
}

const option = z.looseObject({
  type: z.int(),
  name: z.string(),
  required: z.boolean().optional(),
  autocomplete: z.boolean().optional(),
  choices: z.array(z.object({ value: z.union([z.string(), z.number()]) })).optional(),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
});
type Option = z.infer<typeof option>;
const tree = z.object({
  name: z.string(),
  options: z.array(z.looseObject({ type: z.int(), name: z.string() })).optional(),
});

/** Every command with text options. */
function wordy(): { path: string; options: Option[] }[] {
  return commands.flatMap(({ declaration }) => {
    const { name, options = [] } = tree.parse(declaration);
    const parts = options.filter(({ type }) => type === 1);
    const leaves = parts.length > 0 ? parts : [{ name: "", options }];
    return leaves.map((leaf) => ({
      path: `${name} ${leaf.name}`.trim(),
      options: z.array(option).catch([]).parse(leaf.options),
    }));
  });
}

it("the bot answers any option value and any autocomplete input", async () => {
  await open();
  const { playground } = stage;
  const text = fc.oneof(
    part,
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom("x".repeat(6_000), "@everyone", "```"),
  );
  const all = wordy().filter(
    ({ options }) => options.some(({ type }) => type === 3) && !options.some(({ type }) => type === 11),
  );
  expect(all.length).toBeGreaterThan(10);
  const given = (one: Option, words: string): string | number | boolean | undefined => {
    if (one.choices) return one.choices[0]?.value;
    if (one.type === 3) return words.slice(0, one.max_length ?? 6_000).padEnd(one.min_length ?? 1, "x");
    if (one.type === 4) return one.min_value ?? 1;
    if (one.type === 5) return true;
    if (one.type === 6) return playground.people.members[0].id;
    if (one.type === 7) return daily;
    return undefined;
  };
  await withinMemory(() =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), text, async ({ path, options }, words) => {
        const filled = options.flatMap((one) => {
          const value = given(one, words);
          return value === undefined || (!one.required && one.type === 5) ? [] : [[one.name, value] as const];
        });
        const values = Object.fromEntries(filled);
        const focused = options.find(({ autocomplete }) => autocomplete)?.name;
        if (focused) {
          const { choices, failed } = await moderator.autocomplete(
            path,
            { ...values, [focused]: words },
            focused,
            daily,
          );
          expect(failed, `${path} ${focused}`).toBeUndefined();
          expect(choices?.length).toBeLessThanOrEqual(25);
        }
        expectReply(await moderator.command(path, values, daily), `/${path} ${JSON.stringify(values).slice(0, 300)}`);
      }),
      { ...BOUND, numRuns: 250 },
    ),
  );
  expect(stage.log.warnings).toEqual([]);
}, 20_000);

it("the bot answers any text submitted in a modal", async () => {
  await open();
  const words = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 600 }),
    fc.constantFrom(
      "```",
      "* a\n* b\n* c",
      "1e999 s",
      "±",
      "— —\n* —",
      "https://",
      "* __proto__ — x\n* constructor — y\nz — z",
    ),
  );
  const type = fc.constantFrom("single", "multi", "true-false", "short", "number", "order");
  await withinMemory(() =>
    fc.assert(
      fc.asyncProperty(type, fc.tuple(words, words, words, words, words), async (kind, given) => {
        const { modal } = await moderator.command(
          "question suggest",
          { type: kind, topic: "http", difficulty: 1 },
          daily,
        );
        if (!modal) throw new Error("no modal");
        const fields = customIdsOf(modal);
        const values = Object.fromEntries(fields.map((name, index) => [name, (given[index] ?? "x").slice(0, 100)]));
        const draft = await moderator.submitModal(modal, values);
        expectReply(draft, JSON.stringify(values));
        const send = customIdsOf(draft.message).find((id) => id === "suggestions.discard");
        if (draft.message && send) expectReply(await moderator.click(draft.message, send), "discard");
      }),
      { ...BOUND, numRuns: 150 },
    ),
  );
  expect(stage.log.warnings).toEqual([]);
}, 20_000);

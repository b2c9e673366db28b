import { expect, it } from "vitest";
import { renderPreferences } from "../../../src/features/preferences/view.ts";
import { LANGUAGES } from "../../../src/features/questions/rules.ts";
import { expectToFit } from "../../support/message-limits.ts";
import { textOf } from "../../support/messages.ts";

it("shows which languages are chosen, also in the select", () => {
  const card = renderPreferences({ languages: ["javascript", "csharp"] });
  expect(textOf(card)).toContain("**Programming languages** · JavaScript/TypeScript and C#\n");
  const selected = [...JSON.stringify(card).matchAll(/"value":"([a-z]+)","label":"[^"]+","default":true/g)];
  expect(selected.map(([, value]) => value)).toEqual(["javascript", "csharp"]);
  expectToFit(card);
});

it("lets learners choose none, which means all", () => {
  const card = renderPreferences({ languages: [] });
  expect(textOf(card)).toContain("**Programming languages** · all\n");
  const select = { min_values: 0, max_values: LANGUAGES.length };
  expect(JSON.stringify(card)).toContain(JSON.stringify(select).slice(1, -1));
});

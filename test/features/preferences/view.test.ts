import { expect, it } from "vitest";
import { renderPreferences } from "../../../src/features/preferences/view.ts";
import { LANGUAGES } from "../../../src/features/questions/rules.ts";
import { expectToFit } from "../../support/message-limits.ts";
import { textOf } from "../../support/messages.ts";

it("the panel and its select show the chosen languages", () => {
  const card = renderPreferences({ languages: ["javascript", "csharp"] });
  expect(textOf(card)).toContain("**Programming languages** · JavaScript/TypeScript and C#\n");
  const selected = [...JSON.stringify(card).matchAll(/"value":"([a-z]+)","label":"[^"]+","default":true/g)];
  expect(selected.map(([, value]) => value)).toEqual(["javascript", "csharp"]);
  expectToFit(card);
});

it("the select accepts no choice, which means all languages", () => {
  const card = renderPreferences({ languages: [] });
  expect(textOf(card)).toContain("**Programming languages** · all\n");
  const select = { min_values: 0, max_values: LANGUAGES.length };
  expect(JSON.stringify(card)).toContain(JSON.stringify(select).slice(1, -1));
});

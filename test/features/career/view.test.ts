import { describe, expect, it } from "vitest";
import type { CareerClaim, CareerEntry } from "../../../src/features/career/rules.ts";
import { createCareerService } from "../../../src/features/career/service.ts";
import { renderCareerAnswer, renderCareerMenu } from "../../../src/features/career/view.ts";
import { textOf } from "../../support/messages.ts";
import { userError } from "../../support/user-error.ts";

const claim: CareerClaim = {
  ...{
    claim: "Back-end developers are rare",
    value: "1 in 10",
    period: "2026",
    place: "Germany",
    status: "superseded",
  },
  ...{ source: { name: "A survey", url: "https://example.org/survey" }, as_of: "2026-11-01", review_by: "2027-11-01" },
  note: "A newer survey exists.",
};
const entry = (id: string, question: string): CareerEntry => ({
  ...{ id, question, also: [], answer: "  They build servers.\n", claims: [claim] },
});
const entries = [entry("what-they-do", "What do back-end developers do?"), entry("pay", "What do they earn?")];

it("the menu lists every question", () => {
  const menu = JSON.stringify(renderCareerMenu(entries).components);
  for (const { id, question } of entries) expect(menu).toContain(`"value":"${id}","label":"${question}"`);
});

it("an answer shows its claims with their sources and status", () => {
  const shown = textOf(renderCareerAnswer(entry("what-they-do", "What do they do?"), entries));
  expect(shown).toContain("They build servers.");
  expect(shown).toContain("[A survey](https://example.org/survey)");
  expect(shown).toContain("Nov 1, 2026");
  expect(shown).toContain("A newer survey exists.");
});

it("an answer shows claims without a source last, in small print", () => {
  const unsourced: CareerClaim = {
    ...claim,
    claim: "They are many",
    source: { name: "Often said" },
    status: "unverifiable",
  };
  const shown = textOf(renderCareerAnswer({ ...entry("x", "X?"), claims: [unsourced, claim] }, entries));
  expect(shown).toContain(
    [
      "**What sources say**",
      "**Back-end developers are rare:** 1 in 10",
      "-# Germany · 2026 · [A survey](https://example.org/survey) · as of Nov 1, 2026",
      "-# superseded: A newer survey exists.",
      "**Often quoted, but without a source**",
      "-# **They are many:** 1 in 10 (Germany, 2026)",
      "-# can't be verified: A newer survey exists.",
      "-# For information only. It's never scored and doesn't promise a job or a salary.",
    ].join("\n"),
  );
});

it("an answer has no heading for claims without a source if it has none", () => {
  const shown = textOf(renderCareerAnswer(entry("x", "X?"), entries));
  expect(shown).not.toContain("without a source");
});

it("a claim shows which copy of its source was read, or that it wasn't read", () => {
  const { note: _, ...rest } = claim;
  const claims: CareerClaim[] = [
    { ...rest, status: "verified", copy: "stored copy of the page" },
    { ...claim, status: "unread", note: "It was offline." },
  ];
  const shown = textOf(renderCareerAnswer({ ...entry("x", "X?"), claims }, entries));
  expect(shown).toContain("-# verified (stored copy of the page)\n");
  expect(shown).toContain("-# not verified at its source: It was offline.");
});

describe("the career service", () => {
  const careers = createCareerService(entries);

  it("finds and suggests entries", () => {
    expect(careers.all()).toBe(entries);
    expect(careers.find("pay").id).toBe("pay");
    expect(careers.suggest("earn").map(({ id }) => id)).toEqual(["pay"]);
  });

  it("asks for another question if it has no answer", () => {
    expect(userError(() => careers.find("astronaut"))).toEqual({
      code: "career-unknown",
      values: { given: "astronaut" },
    });
  });
});

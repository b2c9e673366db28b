import { describe, expect, it } from "vitest";
import type { Severity } from "../../../src/bank/findings.ts";
import { QUESTION_RULES } from "../../../src/bank/rules/registry.ts";
import type { QuestionRule } from "../../../src/bank/rules/rule.ts";
import type { Question } from "../../../src/features/questions/rules.ts";

export const today = "2026-11-22";

type Examples = {
  readonly bad: readonly { readonly what: string; readonly question: Question; readonly severity?: Severity }[];
  readonly good: readonly { readonly what: string; readonly question: Question }[];
};

/** Tests a rule with questions it should report and similar ones it should accept. */
export function describeRule(name: keyof typeof QUESTION_RULES, { bad, good }: Examples): void {
  const rule: QuestionRule = QUESTION_RULES[name];
  describe(`the ${name} rule`, () => {
    it.each(bad.map((one) => [one.what, one] as const))("reports %s", (_, { question, severity = "error" }) => {
      expect(new Set(rule(question, { today }).map((issue) => issue.severity))).toEqual(new Set([severity]));
    });

    it.each(good.map(({ what, question }) => [what, question] as const))("accepts %s", (_, question) => {
      expect(rule(question, { today })).toEqual([]);
    });
  });
}

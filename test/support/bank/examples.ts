import { describe, expect, it } from "vitest";
import type { ItemRule, Severity } from "../../../src/bank/rules/rule.ts";
import type { Question } from "../../../src/features/questions/rules.ts";

export const today = "2026-11-22";

/** What a rule objects to and how hard, and what looks alike but is fine. */
export interface Examples {
  readonly bad: readonly { readonly what: string; readonly item: Question; readonly severity?: Severity }[];
  readonly good: readonly { readonly what: string; readonly item: Question }[];
}

export function describeRule(rule: ItemRule, { bad, good }: Examples): void {
  describe(rule.name, () => {
    it.each(bad)("objects to $what", ({ item, severity = "error" }) => {
      expect(new Set(rule.check(item, { today }).map((complaint) => complaint.severity))).toEqual(new Set([severity]));
    });

    it.each(good)("accepts $what", ({ item }) => {
      expect(rule.check(item, { today })).toEqual([]);
    });
  });
}

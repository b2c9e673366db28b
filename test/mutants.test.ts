import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { MUTANTS } from "./chaos/mutant-list.ts";

it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
  "the mutant applies to the current code: %s",
  (_, { changes, tests }) => {
    for (const { file, before } of changes) {
      expect(readFileSync(file, "utf8").split(before), `${file} must contain this once:\n${before}`).toHaveLength(2);
    }
    expect(tests === undefined || existsSync(tests)).toBe(true);
  },
);

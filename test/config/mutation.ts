import { defineConfig } from "vitest/config";

/** Stryker runs the tests of the rules only: what kills a mutant must be in them. */
export default defineConfig({
  test: {
    include: ["test/features/**/{rules,*-rules}.test.ts"],
    testTimeout: 20_000,
    runner: "./test/config/mutation-runner.ts",
  },
});

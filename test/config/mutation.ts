import { defineConfig } from "vitest/config";

/** Stryker runs only the rules tests, so they must kill the mutants. */
export default defineConfig({
  test: {
    include: ["test/features/**/{rules,*-rules}.test.ts"],
    testTimeout: 20_000,
    runner: "./test/config/mutation-runner.ts",
  },
});

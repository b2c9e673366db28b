import { TestRunner, test } from "vitest";

/** Turns a test file that fails to load into a failed test. Stryker only looks at tests, so the mutant would survive. */
export default class extends TestRunner {
  override async importFile(path: string, source: "collect" | "setup"): Promise<unknown> {
    try {
      return await super.importFile(path, source);
    } catch (error) {
      if (source === "setup") throw error;
      return test("the test file loads", () => {
        throw error;
      });
    }
  }
}

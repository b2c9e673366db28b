import { TestRunner } from "vitest";

/** Skips the running test. The summary of the run shows what to install, see skip-reporter.ts. */
export function skipTest(whatToDo: string): never {
  const test = TestRunner.getCurrentTest();
  if (!test) throw new Error(`Outside a test: ${whatToDo}`);
  return test.context.skip(whatToDo);
}

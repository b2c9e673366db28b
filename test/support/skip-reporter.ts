import type { Reporter, TestModule, Vitest } from "vitest/node";

/** `(skipped: install Chromium)` in the name of a suite or test. */
const REASON_IN_NAME = /\(skipped: (.+?)\)/;

/** Prints why tests were skipped, one line for each reason. */
export default class SkipReporter implements Reporter {
  #filtersByName = false;

  onInit({ config }: Vitest): void {
    this.#filtersByName = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests("skipped")) {
        const result = test.result();
        const note = result.state === "skipped" ? result.note : undefined;
        const known = note ?? REASON_IN_NAME.exec(test.fullName)?.[1];
        if (!known && this.#filtersByName) continue;
        const reason = known ?? `not on this machine: ${test.fullName}`;
        counts.set(reason, (counts.get(reason) ?? 0) + 1);
      }
    }
    for (const [reason, count] of counts) process.stdout.write(`Skipped ${count}: ${reason}\n`);
  }
}

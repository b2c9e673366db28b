import { expect, it } from "vitest";
import { runLimited } from "../../../src/bank/run/sandbox.ts";

it("the sandbox kills a program that runs too long, and its child processes", async () => {
  const start = performance.now();
  const result = await runLimited(
    { file: "bash", args: ["-c", "sleep 30 & sleep 30"] },
    { folder: ".", environment: { PATH: "/usr/bin:/bin" }, limits: { milliseconds: 200, bytes: 1000 } },
  );
  expect(result).toMatchObject({ end: "out of time" });
  expect(performance.now() - start).toBeLessThan(5000);
});

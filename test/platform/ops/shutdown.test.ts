import { execFile } from "node:child_process";
import { expect, it } from "vitest";

/** Runs a process that crashes this way. */
function crash(kind: "rejection" | "exception"): Promise<{ code: unknown; output: string }> {
  const file = new URL("crashing-process.ts", import.meta.url).pathname;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx/esm", file, kind], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: stdout + stderr });
    });
  });
}

it("an unhandled rejection is logged with its cause and a reference, and the process continues", async () => {
  const { code, output } = await crash("rejection");
  expect(output).toMatch(/"level":50.*"reference":"[0-9a-f]{8}".*the error: its cause/);
  expect(output).toContain("still running");
  expect(code).toBe(0);
});

it("an uncaught exception is logged with its cause and a reference, and the process exits with 1", async () => {
  const { code, output } = await crash("exception");
  expect(output).toMatch(/"level":60.*"reference":"[0-9a-f]{8}".*the error: its cause/);
  expect(output).not.toContain("still running");
  expect(code).toBe(1);
});

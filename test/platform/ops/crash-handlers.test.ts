import { execFile } from "node:child_process";
import { expect, it } from "vitest";

/** What a process said in which this happened, and how it ended. */
function happen(mishap: string): Promise<{ code: unknown; said: string }> {
  const file = new URL("uncaught.ts", import.meta.url).pathname;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx/esm", file, mishap], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, said: stdout + stderr });
    });
  });
}

it("notes a rejection nobody handled with its cause and a reference, and goes on", async () => {
  const { code, said } = await happen("rejection");
  expect(said).toMatch(/"level":50.*"reference":"[0-9a-f]{8}".*nobody waited for this: the cause of it/);
  expect(said).toContain("went on");
  expect(code).toBe(0);
});

it("notes an exception nobody caught with its cause and a reference, and ends for a supervisor to start anew", async () => {
  const { code, said } = await happen("exception");
  expect(said).toMatch(/"level":60.*"reference":"[0-9a-f]{8}".*nobody caught this: the cause of it/);
  expect(said).not.toContain("went on");
  expect(code).toBe(1);
});

import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { findProgram } from "../../src/bank/run/sandbox.ts";
import { syntheticItem } from "../support/bank/synthetic.ts";
import { temporaryFolder } from "../support/redis.ts";
import { skipTest } from "../support/skip.ts";

const cli = join(process.cwd(), "src/bank/cli.ts");
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
let folder: string;

function git(...args: string[]): void {
  const person = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...person, ...args], { cwd: folder, stdio: "pipe" });
}

function writeItems(...items: string[]): void {
  writeFileSync(join(folder, "content/http/a.yaml"), `topic: http\nitems:\n${items.join("")}`);
}

function lintIds(): string {
  const args = ["--import", tsx, cli, "lint", "--ids", "http"];
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : "";
  }
}

it("compares ids with the parent commit, or with the latest release", async () => {
  if (!findProgram("git")) skipTest("install git");
  folder = realpathSync(await temporaryFolder());
  mkdirSync(join(folder, "content/http"), { recursive: true });
  writeItems(syntheticItem(1), syntheticItem(2));
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-qm", "first");
  expect(lintIds()).toContain("Ids not compared");

  git("tag", "v1.0.0");
  writeItems(syntheticItem(1));
  git("commit", "-qam", "remove a question");
  expect(lintIds()).toContain("http.item-2: This question was removed");

  git("commit", "-qm", "keep it removed", "--allow-empty");
  expect(lintIds()).toMatch(/compared with v1\.0\.0[\s\S]*http\.item-2: This question was removed/);
});

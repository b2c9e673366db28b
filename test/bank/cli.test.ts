import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
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

const career = `questions:
  - id: pay
    question: What does it pay?
    answer: Something.
    claims:
      - claim: What it pays
        value: $1 a year
        period: "2025"
        place: United States
        source: {name: A survey, url: "https://example.com/pay"}
        as_of: 2026-11-01
        status: unread
        note: It hasn't been read yet.
        review_by: 2027-11-01
`;

function git(...args: string[]): void {
  const person = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...person, ...args], { cwd: folder, stdio: "pipe" });
}

function writeItems(...items: string[]): void {
  writeFileSync(join(folder, "content/http/a.yaml"), `topic: http\nitems:\n${items.join("")}`);
}

function lintIds(): string {
  return run("lint", "--ids", "http");
}

function run(...command: string[]): string {
  const args = ["--import", tsx, cli, ...command];
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : "";
  }
}

it("content:lint compares ids with the parent commit or the latest release", async () => {
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

it("the CLI compares references with their sources and writes the lock file", async () => {
  if (!findProgram("git")) skipTest("install git");
  folder = realpathSync(await temporaryFolder());
  mkdirSync(join(folder, "content/http"), { recursive: true });
  mkdirSync(join(folder, "altf4arnold/rfc/txt"), { recursive: true });
  writeFileSync(join(folder, "content/career.yaml"), career);
  writeItems(syntheticItem(1));
  const text = join(folder, "altf4arnold/rfc/txt/rfc9110.txt");
  const source = join(folder, "altf4arnold/rfc");
  git("init", "-q", source);
  const commit = () => {
    git("-C", source, "add", ".");
    git("-C", source, "commit", "-qm", "text");
  };
  const refs = (...options: string[]) => run("refs", "--repositories", folder, ...options);
  writeFileSync(text, "9.2.2.  Idempotent Methods\n\n   PUT is idempotent.\n");
  commit();

  expect(refs()).toContain("Not in the lock: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2");
  expect(refs("--update", "--today", "2026-11-30")).toContain("references verified          1 of 2 (50.0%)");
  expect(readFileSync(join(folder, "content/references.lock.yaml"), "utf8")).toMatch(
    /^"https:\/\/www\.rfc-editor\.org\S+": \{verified: "2026-11-30", source: "altf4arnold\/rfc", version: "[\da-f]{40}", dated: "[\d-]{10}", sha256/m,
  );
  expect(refs()).toContain("no public source: example.com");

  writeFileSync(text, "9.2.2.  Idempotent Methods\n\n   PUT and DELETE are idempotent.\n");
  commit();
  expect(refs()).toMatch(
    /a\.yaml:20: warning: http\.item-1: .* has changed since 2026-11-30\. Read it again\. \[reference-lock]/,
  );
});

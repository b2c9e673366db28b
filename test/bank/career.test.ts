import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadCareer } from "../../src/bank/career.ts";
import { lintContent } from "../../src/bank/lint.ts";
import { CLAIM_STATUSES, matchingEntries } from "../../src/features/career/rules.ts";

const today = "2026-11-22";
const entries = loadCareer("content");
const claims = entries.flatMap((entry) => entry.claims);

const claim = `
      - claim: What it pays
        value: $1 a year
        period: "2025"
        place: United States
        source: {name: A survey, url: "https://example.com/pay"}
        as_of: 2026-11-01
        status: verified
        copy: copy of May
        review_by: 2027-11-01`;
const entry = `
  - id: pay
    question: What does it pay?
    answer: Something.
    claims:${claim}`;
const valid = `questions:${entry}\n`;

function folderWith(text: string, lock?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "rootine-career-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "career.yaml"), text);
  copyFileSync("content/exams.yaml", join(folder, "exams.yaml"));
  if (lock !== undefined) writeFileSync(join(folder, "references.lock.yaml"), lock);
  return folder;
}

const findings = (text: string, lock?: string) =>
  lintContent(folderWith(text, lock), { today }).findings.filter(
    ({ file, rule }) => file.endsWith("career.yaml") && rule !== "reference-lock",
  );

describe("career.yaml", () => {
  it("answers the common questions", () => {
    expect(entries.map(({ id }) => id)).toEqual([
      ...["what-they-do", "languages-and-tools", "front-end-difference", "rendering", "hard-or-long"],
      ...["mathematics", "git-and-systems", "pay", "demand", "dying", "ai", "good-career", "prepare"],
    ]);
  });

  it.each([
    ["salary", "pay"],
    ["good career", "good-career"],
    ["render client", "rendering"],
    ["LANG", "languages-and-tools"],
    ["will AI replace", "ai"],
    ["maths", "mathematics"],
    ["github", "git-and-systems"],
  ])("answers a search for %s", (typed, id) => expect(matchingEntries(entries, typed)[0]?.id).toBe(id));

  it("has claims of every status, and a note on each that isn't verified", () => {
    expect(new Set(claims.map(({ status }) => status))).toEqual(new Set(CLAIM_STATUSES));
    expect(claims.filter(({ status, note }) => status !== "verified" && !note)).toEqual([]);
  });

  it.each([
    ["23%", "2021–31", "superseded"],
    ["8%", "2023–33", "superseded"],
    ["7%", "2024–34", "unread"],
    ["about 5%", "2025–35", "unread"],
    ["23%", "2025–31", "contradicted"],
    ["25% more", "year unknown", "contradicted"],
    ["8–10% more", "year unknown", "contradicted"],
    ["$114,000 against $102,000 a year", "about 2025", "contradicted"],
    ["quoted without title, authors or year", "year unknown", "unverifiable"],
    ["Python, PHP and Java", "year unknown", "unverifiable"],
    ["beginners $61,042, 1–4 years of experience $75,000, experienced $95,000", "year unknown", "unverifiable"],
  ])("marks %s for %s as %s", (value, period, status) => {
    expect(claims.find((one) => one.value === value && one.period === period)?.status).toBe(status);
  });

  it("doesn't promise a job, a pass or a salary", () => {
    expect(entries.filter(({ answer }) => /guarantee|you will (get|find|pass)/i.test(answer))).toEqual([]);
  });
});

describe("linting career.yaml", () => {
  it("reports nothing in a valid file", () => {
    expect(findings(valid)).toEqual([]);
  });

  it("reports a verified claim that the lock doesn't prove", () => {
    const unproven = valid.replace("https://example.com/pay", "https://example.com/elsewhere");
    const lock = `"https://example.com/pay": {verified: 2026-11-01, source: a/b, version: c, sha256: "${"0".repeat(64)}"}\n`;
    expect(findings(valid, lock)).toEqual([]);
    expect(findings(unproven, lock)).toMatchObject([{ rule: "unproven-claim", severity: "error", id: "pay" }]);
  });

  it("warns about a claim past its review date", () => {
    expect(findings(valid.replace("2027-11-01", "2026-11-21"))).toEqual([
      {
        file: expect.stringContaining("career.yaml"),
        line: 14,
        id: "pay",
        rule: "review-by",
        severity: "warning",
        message: expect.stringContaining("due for review by 2026-11-21"),
      },
    ]);
    expect(findings(valid.replace("2027-11-01", today))).toEqual([]);
  });

  it.each([
    ["an unknown status", "status: verified", "status: true-ish", 12, "status"],
    ["an unverified claim without a note", "status: verified", "status: superseded", 6, "why it isn't verified"],
    ["a verified claim without a url", ', url: "https://example.com/pay"', "", 10, "expected a url"],
    ["a url that is not https", "https://example", "http://example", 10, "an https address"],
    ["an invalid date", "as_of: 2026-11-01", "as_of: soon", 11, "a date such as"],
    ["a review date before the check", "review_by: 2027-11-01", "review_by: 2026-10-01", 14, "a day after as_of"],
    ["an unknown field", "status: verified", "status: verified\n        proof: none", 13, "unknown field"],
    ["a missing field", "        place: United States\n", "", 6, "place"],
    ["an id with capitals", "id: pay", "id: Pay", 2, "lower-case words"],
    ["a repeated id", entry, entry + entry, 15, "already used"],
    ["an answer that is too long for a message", "Something.", "Some. ".repeat(600), 4, "at most 3000 characters"],
    ["invalid YAML", "questions:", "questions: [", 2, ""],
  ])("reports the line of %s", (_what, good, bad, line, words) => {
    const [first] = findings(valid.replace(good, bad));
    expect(first).toMatchObject({ line, severity: "error", message: expect.stringContaining(words) });
  });

  it("stops an invalid file from being loaded", () => {
    expect(() => loadCareer(folderWith("questions: []\n"))).toThrow(/career\.yaml:1: error: questions/);
  });

  it("is part of npm run content:lint", () => {
    const lint = ["--import", "tsx", "src/bank/cli.ts", "lint", "--today", "2027-01-01"];
    const { stdout } = spawnSync(process.execPath, lint, { encoding: "utf8" });
    expect(stdout).toMatch(/^content\/career\.yaml:\d+: warning: demand: "Growth in jobs of web developers" was due/m);
  }, 30_000);
});

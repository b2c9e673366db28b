import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { careerFindings, loadCareer } from "../../src/bank/career.ts";
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
        review_by: 2027-11-01`;
const entry = `
  - id: pay
    question: What does it pay?
    answer: Something.
    claims:${claim}`;
const written = `questions:${entry}\n`;

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "rootine-career-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "career.yaml"), text);
  return folder;
}

const findings = (text: string) => careerFindings(folderWith(text), today);

describe("what is said about the work", () => {
  it("answers every question people ask", () => {
    expect(entries.map(({ id }) => id)).toEqual([
      ...["what-they-do", "languages-and-tools", "front-end-difference", "rendering", "hard-or-long"],
      ...["pay", "demand", "good-career", "prepare"],
    ]);
  });

  it("shows claims of every status, and why each that is not verified is not", () => {
    expect(new Set(claims.map(({ status }) => status))).toEqual(new Set(CLAIM_STATUSES));
    expect(claims.filter(({ status, note }) => status !== "verified" && !note)).toEqual([]);
  });

  it.each([
    ["23%", "2021–31", "superseded"],
    ["8%", "2023–33", "superseded"],
    ["7%", "2024–34", "unverifiable"],
    ["about 5%", "2025–35", "unverifiable"],
    ["25% more", "year not said", "contradicted"],
    ["8–10% more, or about $12,000 a year", "2024–25", "contradicted"],
    ["Python, PHP and Java", "year not said", "unverifiable"],
    ["beginners $61,042, 1–4 years $75,000, experienced $95,000", "year not said", "unverifiable"],
  ])("calls %s for %s %s", (value, period, status) => {
    expect(claims.find((one) => one.value === value && one.period === period)?.status).toBe(status);
  });

  it("promises nobody a job, a pass or a wage", () => {
    expect(entries.filter(({ answer }) => /guarantee|you will (get|find|pass)/i.test(answer))).toEqual([]);
  });
});

describe("checking it", () => {
  it("finds nothing in a good file", () => {
    expect(findings(written)).toEqual([]);
    expect(careerFindings("content", today)).toEqual([]);
  });

  it("warns, with file and line, of a claim whose day has passed, and not on that day", () => {
    expect(findings(written.replace("2027-11-01", "2026-11-21"))).toEqual([
      {
        file: expect.stringContaining("career.yaml"),
        line: 13,
        id: "pay",
        rule: "review-by",
        severity: "warning",
        message: expect.stringContaining("due for another look since 2026-11-21"),
      },
    ]);
    expect(findings(written.replace("2027-11-01", today))).toEqual([]);
  });

  it.each([
    ["an unknown status", "status: verified", "status: true-ish", 12, "status"],
    ["a claim not verified without a reason", "status: verified", "status: superseded", 6, "why it is not verified"],
    ["a verified claim without an address", ', url: "https://example.com/pay"', "", 10, "expected a url"],
    ["an address that is not https", "https://example", "http://example", 10, "an https address"],
    ["a day that is none", "as_of: 2026-11-01", "as_of: soon", 11, "a date such as"],
    ["a review before the claim", "review_by: 2027-11-01", "review_by: 2026-10-01", 13, "a day after as_of"],
    ["an unknown field", "status: verified", "status: verified\n        proof: none", 13, "unknown field"],
    ["a missing field", "        place: United States\n", "", 6, "place"],
    ["an id with capitals", "id: pay", "id: Pay", 2, "lower-case words"],
    ["a question twice", entry, entry + entry, 14, "another id than pay"],
    ["an answer too long for a message", "Something.", "Some. ".repeat(600), 4, "at most 3000 characters"],
    ["no YAML at all", "questions:", "questions: [", 2, ""],
  ])("names the line of %s", (_what, sound, broken, line, words) => {
    const [first] = findings(written.replace(sound, broken));
    expect(first).toMatchObject({ line, severity: "error", message: expect.stringContaining(words) });
  });

  it("stops the start where the file is broken", () => {
    expect(() => loadCareer(folderWith("questions: []\n"))).toThrow(/career\.yaml:1 questions/);
  });

  it("is part of npm run content:lint, which prints the warning", () => {
    const lint = ["--import", "tsx", "src/bank/lint-cli.ts", "--today", "2027-01-01"];
    const { stdout } = spawnSync(process.execPath, lint, { encoding: "utf8" });
    expect(stdout).toMatch(
      /^content\/career\.yaml:\d+ demand warning review-by: "Growth in jobs of web developers" is due/m,
    );
  }, 30_000);
});

describe("finding a question", () => {
  const found = (typed: string) => matchingEntries(entries, typed).map(({ id }) => id);

  it("goes by words of the question, also half typed, in any case and order", () => {
    expect(found("LANG")[0]).toBe("languages-and-tools");
    expect(found("good career")[0]).toBe("good-career");
    expect(found("render client")[0]).toBe("rendering");
  });

  it("knows other words people ask with", () => {
    expect(found("salary")).toEqual(["pay"]);
  });

  it("offers all where nothing is typed, and none where nothing fits", () => {
    expect(found(" ")).toHaveLength(entries.length);
    expect(found("xylophone")).toEqual([]);
  });
});

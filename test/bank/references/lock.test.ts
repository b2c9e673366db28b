import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ContentError } from "../../../src/bank/findings.ts";
import { checkReference, describeUnverified } from "../../../src/bank/references/check.ts";
import {
  describeLock,
  formatLock,
  loadLock,
  lockFindings,
  lockPath,
  referencesOf,
  unusedEntries,
  verifiedFirst,
} from "../../../src/bank/references/lock.ts";
import { parseFile } from "../../../src/bank/sources.ts";
import { fileOf, syntheticItem } from "../../support/bank/synthetic.ts";
import { temporaryFolder } from "../../support/redis.ts";

const url = "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2";
const sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // "hello"
const verified = { verified: "2026-11-30", source: "own/docs", version: "12e5", sha256 };
const unverified = (reason: "no public source" | "anchor gone" | "page gone" | "source unavailable") =>
  ({ verified: false, reason }) as const;

const located = parseFile(fileOf(syntheticItem(1))).questions;
const questions = located.map(({ question }) => question);
const references = referencesOf(located);

describe("the lock file", () => {
  it("has one sorted line per reference and reads back unchanged", async () => {
    const folder = await temporaryFolder();
    const lock = { "https://b.org/#x:y (z)": unverified("no public source"), "https://a.org/": verified };
    writeFileSync(lockPath(folder), formatLock(lock));
    expect(formatLock(lock).split("\n")).toEqual([
      "# Written by npm run content:refs -- --update. Don't edit.",
      expect.stringContaining(
        '"https://a.org/": {verified: "2026-11-30", source: "own/docs", version: "12e5", sha256:',
      ),
      '"https://b.org/#x:y (z)": {verified: false, reason: "no public source"}',
      "",
    ]);
    expect(loadLock(folder)).toEqual(lock);
  });

  it("may be missing but not invalid", async () => {
    const folder = await temporaryFolder();
    expect(loadLock(folder)).toBeUndefined();
    writeFileSync(join(folder, "references.lock.yaml"), '"https://a.org/": {verified: true}\n');
    expect(() => loadLock(folder)).toThrow(ContentError);
  });

  it("shows missing, gone and unused references without reading a source", async () => {
    expect(lockFindings(references, {})).toMatchObject([{ id: "http.item-1", line: 20, severity: "error" }]);
    expect(lockFindings(references, { [url]: unverified("anchor gone") })).toMatchObject([
      { severity: "error", message: `The anchor is gone: ${url}. Choose another reference.` },
    ]);
    expect(lockFindings(references, { [url]: unverified("no public source") })).toEqual([]);
    expect(lockFindings(references, { [url]: verified })).toEqual([]);

    const folder = await temporaryFolder();
    const lock = { "https://a.org/": verified, [url]: verified };
    writeFileSync(lockPath(folder), formatLock(lock));
    expect(unusedEntries(folder, references, lock)).toMatchObject([
      { line: 2, severity: "error", message: expect.stringContaining("Nothing uses https://a.org/.") },
    ]);
  });

  it("counts a verified reference or an executed key as proof", () => {
    const [question] = questions;
    const executed = question && { ...question, run: { with: "python", prints: "x" } as const };
    expect(describeLock(questions, { [url]: verified })).toEqual([
      "references verified          1 of 1 (100.0%)",
      expect.stringMatching(/in a text of 3 years ago or more +0$/),
      expect.stringContaining("1 of 1 (100.0%)"),
    ]);
    expect(describeLock(questions, { [url]: unverified("page gone") })).toEqual([
      "references verified          0 of 1 (0.0%)",
      expect.stringMatching(/in a text of 3 years ago or more +0$/),
      expect.stringMatching(/page gone +1$/),
      expect.stringContaining("0 of 1 (0.0%)"),
    ]);
    expect(describeLock(questions, { [url]: { ...verified, dated: "2023-12-31" } })[1]).toMatch(/or more +1$/);
    expect(describeLock(questions, { [url]: { ...verified, dated: "2024-01-01" } })[1]).toMatch(/or more +0$/);
    expect(describeLock(executed ? [executed] : [], {}).at(-1)).toContain("1 of 1 (100.0%)");
  });

  it("puts verified references first and otherwise keeps their order", () => {
    const [question] = questions;
    if (!question) throw new Error("no question");
    const refs = ["https://a.org/", "https://b.org/", "https://c.org/", url].map((address) => ({
      url: address,
      title: "x",
    }));
    const lock = { "https://a.org/": unverified("no public source"), "https://c.org/": verified, [url]: verified };
    const sorted = verifiedFirst({ ...question, refs }, lock).refs.map((ref) => ref.url);
    expect(sorted).toEqual(["https://c.org/", url, "https://a.org/", "https://b.org/"]);
  });
});

describe("checkReference", () => {
  const today = "2026-12-24";
  const hello = { source: "own/docs", version: "newer", text: "hello", obsoletedBy: [] };
  const check = (resolution: Parameters<typeof checkReference>[1], known?: Parameters<typeof checkReference>[2]) =>
    checkReference(url, resolution, known, today);

  it("records where, when and what it read", () => {
    expect(check(hello)).toEqual({ entry: { verified: today, source: "own/docs", version: "newer", sha256 } });
    expect(check({ ...hello, dated: "2026-01-02" }).entry).toMatchObject({ version: "newer", dated: "2026-01-02" });
    expect(check(hello, unverified("no public source")).entry).toMatchObject({ verified: today });
  });

  it("leaves the entry as it is when the text hasn't changed", () => {
    expect(check(hello, verified)).toEqual({ entry: verified });
  });

  it("warns when the text has changed", () => {
    const { entry, problem } = check({ ...hello, text: "hello!" }, verified);
    expect(problem).toEqual({ severity: "warning", message: expect.stringContaining("has changed since 2026-11-30") });
    expect(entry).toMatchObject({ verified: today, version: "newer" });
  });

  it("warns about an obsolete RFC", () => {
    const { problem } = check({ ...hello, obsoletedBy: ["RFC9846"] }, verified);
    expect(problem).toEqual({ severity: "warning", message: `RFC9846 made ${url} obsolete.` });
  });

  it.each(["page gone", "anchor gone"] as const)(
    'fails with the reason "%s", even for a reference verified earlier',
    (reason) => {
      const { entry, problem } = check({ reason, source: "own/docs" }, verified);
      expect(problem?.severity).toBe("error");
      expect(entry).toEqual({ verified: false, reason });
    },
  );

  it("warns and keeps a verified entry when its source is unavailable", () => {
    const { entry, problem } = check({ reason: "source unavailable", source: "own/docs" }, verified);
    expect(entry).toEqual(verified);
    expect(problem).toEqual({ severity: "warning", message: `${url} wasn't compared: source unavailable, own/docs.` });
  });

  it("accepts a reference that has no public source, with the reason", () => {
    expect(check({ reason: "no public source" })).toEqual({ entry: unverified("no public source") });
  });
});

it("the report counts the reasons why references weren't verified", () => {
  const checks = [
    { url: "https://a.org/1", resolution: { reason: "no public source" } as const },
    { url, resolution: { reason: "source unavailable", source: "own/docs" } as const },
    { url: "https://a.org/2", resolution: { reason: "no public source" } as const },
    { url, resolution: { source: "own/docs", version: "1", text: "", obsoletedBy: [] } },
  ];
  expect(describeUnverified(checks)).toEqual(["   2 no public source: a.org", "   1 source unavailable: own/docs"]);
});

import { describe, expect, it } from "vitest";
import { describeFinding } from "../../src/bank/findings.ts";
import { lint } from "../../src/bank/lint.ts";
import { today } from "../support/bank/describe-rule.ts";
import { fileOf, syntheticItem } from "../support/bank/synthetic.ts";

const findings = (...items: string[]) => lint([fileOf(...items)], { today }).findings;

/** Has no code, because code would have to be run. */
const item = syntheticItem(1).replace(/ {4}code:[\s\S]*?(?= {4}options)/, "");

describe("the linter", () => {
  it("reports nothing for a valid question", () => {
    expect(findings(item)).toEqual([]);
  });

  it("reports the file, line, id, rule and fix", () => {
    const [finding, ...others] = findings(item.replace("https:", "http:"));
    expect(finding).toEqual({
      file: "content/http/a.yaml",
      line: 14,
      id: "http.item-1",
      rule: "references",
      severity: "error",
      message: "Use the https address.",
    });
    expect(finding && describeFinding(finding)).toMatch(
      /^content\/http\/a\.yaml:14: error: http\.item-1: Use the https address\. \[references\]$/,
    );
    expect(others).toEqual([]);
  });

  it("reports a format error and still checks the other questions", () => {
    const found = findings(
      item.replace("rev: 1", "rev: 0"),
      item.replaceAll("item-1", "item-2").replace("https:", "http:"),
    );
    expect(found).toMatchObject([
      { rule: "format", id: "http.item-1" },
      { rule: "references", id: "http.item-2" },
    ]);
  });

  it("compares selected files with all others but reports only on the selected ones", () => {
    const other = { ...fileOf(item.replace("rev: 1", "rev: 0")), path: "content/http/b.yaml" };
    const selected = fileOf(item.replaceAll("item-1", "item-2"));
    const report = lint([other, selected], { today }, [selected]);
    expect(report.questions.map(({ id }) => id)).toEqual(["http.item-2"]);
    expect(report.findings).toEqual([]);
    const valid = { ...fileOf(item), path: "content/http/b.yaml" };
    expect(lint([valid, selected], { today }, [selected]).findings).toMatchObject([{ rule: "duplicates" }]);
  });

  it("reports a repeated id", () => {
    expect(findings(item, item)).toMatchObject([
      { rule: "format", message: expect.stringContaining("Choose another id") },
      { rule: "duplicates" },
    ]);
  });

  it("reports a file with more than 15 questions", () => {
    const messages = findings(...Array.from({ length: 16 }, (_, index) => syntheticItem(index)));
    expect(messages).toContainEqual(expect.objectContaining({ message: "Split the file; the limit is 15 questions." }));
  });

  it("checks only the format of a retired question", () => {
    expect(findings(item.replace("rev: 1", "rev: 1\n    retired: 2026-01-01").replace("https:", "http:"))).toEqual([]);
  });
});

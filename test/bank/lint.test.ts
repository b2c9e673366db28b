import { describe, expect, it } from "vitest";
import { lint } from "../../src/bank/lint.ts";
import { previewOf } from "../../src/bank/preview.ts";
import { today } from "../support/bank/examples.ts";
import { multi, number, order, short, single, trueFalse } from "../support/bank/sample.ts";
import { syntheticItem } from "../support/bank/synthetic.ts";

const source = (...items: string[]) => ({
  path: "content/http/a.yaml",
  folder: "http",
  text: `topic: http\nitems:\n${items.join("")}`,
});
const findings = (...items: string[]) => lint([source(...items)], { today }).findings;

/** Valid in shape, and keyed by a program that was not run. */
const item = syntheticItem(1).replace(/ {4}code:[\s\S]*?(?= {4}options)/, "");

describe("linting", () => {
  it("finds nothing in a good item", () => {
    expect(findings(item)).toEqual([]);
  });

  it("names file, line, item, rule and what to do", () => {
    expect(findings(item.replace("checked: 2026-09-15", "checked: 2024-01-01"))).toEqual([
      {
        file: "content/http/a.yaml",
        line: 14,
        id: "http.item-1",
        rule: "references",
        severity: "error",
        message: expect.stringContaining("Read the page again"),
      },
    ]);
  });

  it("reports a broken shape beside the findings of the other items", () => {
    const found = findings(
      item.replace("rev: 1", "rev: 0"),
      item.replaceAll("item-1", "item-2").replace("https:", "http:"),
    );
    expect(found).toMatchObject([{ rule: "shape" }, { rule: "references", id: "http.item-2" }]);
  });

  it("refuses a repeated id and a file of more than 15 items", () => {
    expect(findings(item, item)).toMatchObject([
      { rule: "shape", message: expect.stringContaining("another id") },
      { rule: "duplicates" },
    ]);
    const full = Array.from({ length: 16 }, (_, index) => syntheticItem(index));
    expect(findings(...full).map(({ rule }) => rule)).toContain("file-size");
  });

  it("asks nothing of a retired item but its shape", () => {
    expect(findings(item.replace("rev: 1", "rev: 1\n    retired: 2026-01-01").replace("https:", "http:"))).toEqual([]);
  });
});

describe("the preview", () => {
  it("shows what is asked, and why each option is right or wrong", () => {
    const text = previewOf(single());
    expect(text).toContain("http · medium · 20 points · apply\n### A PUT times out");
    expect(text).toContain("A  Send it once more\nB  Send the body as a POST");
    expect(text).toContain("✓ Send it once more\n  It says why");
    expect(text).toContain("Read: RFC 9110, section 9.2.2 <https://www.rfc-editor.org");
  });

  it.each([multi(["get", "put"]), trueFalse(), short(), number({ unit: "s" }), order()])(
    "has a form for $type",
    (question) => {
      expect(previewOf(question)).toContain("✓");
    },
  );
});

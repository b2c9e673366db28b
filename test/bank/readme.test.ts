import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lint } from "../../src/bank/lint.ts";
import { today } from "../support/bank/describe-rule.ts";

const readme = readFileSync("content/README.md", "utf8");
const examples = [...readme.matchAll(/^( *)```yaml\n(.*?)\n *```$/gms)].map(([, indent = "", text = ""]) =>
  text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
);
const [complete = "", ...others] = examples;
const byType = others.filter((text) => text.startsWith("type:"));

function messagesOf(text: string): string[] {
  return lint([{ path: "example.yaml", folder: "http", text }], { today }).findings.map(({ message }) => message);
}

describe("content/README.md", () => {
  it("starts with a valid example file", () => {
    expect(messagesOf(complete)).toEqual([]);
  });

  it.each(byType.map((text) => [text.split("\n")[0], text] as const))(
    "shows a valid question with %s",
    (_, example) => {
      const shared = "id: http.x\nrev: 1\nobjective: http.x\nlevel: apply\ndifficulty: 1\n";
      const refs = complete.slice(complete.indexOf("    refs:")).replaceAll(/^ {4}/gm, "");
      const item = `${shared}${example}\n${refs}`.replaceAll(/^(?=.)/gm, "    ").replace("    id", "  - id");
      expect(messagesOf(`topic: http\nitems:\n${item}`)).toEqual([]);
    },
  );

  it("has one example for each type of typed or ordered answer", () => {
    expect(byType.map((text) => text.split("\n")[0])).toEqual(["type: short", "type: number", "type: order"]);
  });
});

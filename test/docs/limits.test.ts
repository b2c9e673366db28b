import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** A table row; `a.b` names a field of a field. */
const ROW = /^\| [^|]+ \| ([\d ]+) \| `([^`]+)` `([^`]+)` \| [^|]+ \|$/;

const lines = readFileSync("docs/limits.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what"));

const rows = lines.map((line) => [line.split(" | ")[0]?.slice(2), line] as const);

it.each(rows)("docs/limits.md states the limit in the code for: %s", (_, line) => {
  const [, bound = "", file = "", name = ""] = ROW.exec(line) ?? expect.fail("Not a table row");
  const path = name.split(".").join("\\s*:\\s*\\{\\s*");
  const found = [...readFileSync(file, "utf8").matchAll(new RegExp(`\\b${path}\\s*[:=]\\s*([\\d_]+)`, "g"))];
  expect(found.map(([, number = ""]) => Number(number.replaceAll("_", "")))).toEqual([
    Number(bound.replaceAll(" ", "")),
  ]);
});

it("docs/limits.md has rows", () => expect(rows.length).toBeGreaterThan(20));

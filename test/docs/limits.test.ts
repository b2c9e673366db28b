import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** A table row; `a.b` names a field of a field. */
const ROW = /^\| [^|]+ \| ([\d ]+) \| `([^`]+)` `([^`]+)` \| [^|]+ \|$/;

const rows = readFileSync("docs/limits.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what"));

it.each(rows)("docs/limits.md matches the code: %s", (line) => {
  const [, bound = "", file = "", name = ""] = ROW.exec(line) ?? expect.fail("Not a table row");
  const path = name.split(".").join("\\s*:\\s*\\{\\s*");
  const found = [...readFileSync(file, "utf8").matchAll(new RegExp(`\\b${path}\\s*[:=]\\s*([\\d_]+)`, "g"))];
  expect(found.map(([, number = ""]) => Number(number.replaceAll("_", "")))).toEqual([
    Number(bound.replaceAll(" ", "")),
  ]);
});

it("docs/limits.md has rows", () => expect(rows.length).toBeGreaterThan(20));

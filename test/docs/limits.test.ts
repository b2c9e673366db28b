import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** A table row; `a.b` names a field of a field. */
const ROW = /^\| [^|]+ \| ([\d ]+) \| `([^`]+)` `([^`]+)` \| [^|]+ \|$/;

const lines = readFileSync("docs/limits.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what"));

const rows = lines.map((line) => [ROW.exec(line)?.[3] ?? line, line] as const);

it.each(rows)("docs/limits.md states the value of %s in the code", (_, line) => {
  const [, bound = "", file = "", name = ""] = ROW.exec(line) ?? expect.fail("Not a table row");
  const path = name.split(".").join("\\s*:\\s*\\{\\s*");
  const found = [...readFileSync(file, "utf8").matchAll(new RegExp(`\\b${path}\\s*[:=]\\s*([\\d_]+)`, "g"))];
  expect(found.map(([, number = ""]) => Number(number.replaceAll("_", "")))).toEqual([
    Number(bound.replaceAll(" ", "")),
  ]);
});

it("docs/limits.md has rows", () => expect(rows.length).toBeGreaterThan(20));

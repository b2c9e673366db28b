import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** | what | bound | `file` `NAME` | …; a name such as `tap.most` is a field of a field. */
const ROW = /^\| [^|]+ \| ([\d ]+) \| `([^`]+)` `([^`]+)` \| [^|]+ \|$/;

const rows = readFileSync("docs/limits.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what"));

it.each(rows)("%s", (line) => {
  const [, bound = "", file = "", name = ""] = ROW.exec(line) ?? expect.fail("not a row of the table");
  const path = name.split(".").join("\\s*:\\s*\\{\\s*");
  const found = [...readFileSync(file, "utf8").matchAll(new RegExp(`\\b${path}\\s*[:=]\\s*([\\d_]+)`, "g"))];
  expect(found.map(([, number = ""]) => Number(number.replaceAll("_", "")))).toEqual([
    Number(bound.replaceAll(" ", "")),
  ]);
});

it("has rows", () => expect(rows.length).toBeGreaterThan(20));

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exportSchema } from "../../../src/features/privacy/rules.ts";

type Described = {
  description?: string;
  type?: string;
  items?: Described;
  properties?: Record<string, Described>;
};

/** A row of the table for each field, the inner ones after their outer one. */
function rowsOf(schema: Described, path = ""): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const inner = field.items ?? field;
    const full = `${path}${name}${inner.properties && field.items ? "[]" : ""}`;
    return [`| \`${full}\` | ${field.description} |`, ...rowsOf(inner, `${full}.`)];
  });
}

describe("docs/privacy.md", () => {
  it("describes every field of an export and no others", () => {
    const rows = rowsOf(z.toJSONSchema(exportSchema) as Described);
    expect(rows.filter((row) => row.includes("undefined"))).toEqual([]);
    const docs = readFileSync(new URL("../../../docs/privacy.md", import.meta.url), "utf8");
    const table = docs.slice(docs.indexOf("| field | meaning |")).trim().split("\n").slice(2);
    expect(table).toEqual(rows);
  });
});

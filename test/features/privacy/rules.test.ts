import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DELETED_USER_ID, type Export, exportSchema } from "../../../src/features/privacy/rules.ts";

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
  it("describes exactly the fields of an export", () => {
    const rows = rowsOf(z.toJSONSchema(exportSchema) as Described);
    expect(rows.filter((row) => row.includes("undefined"))).toEqual([]);
    const docs = readFileSync(new URL("../../../docs/privacy.md", import.meta.url), "utf8");
    const table = docs.slice(docs.indexOf("| field | meaning |")).trim().split("\n").slice(2);
    expect(table).toEqual(rows);
  });
});

describe("exportSchema", () => {
  const at = "2026-11-22T09:00:00.000Z";
  const complete: Export = {
    ...{ format: "rootine-export", version: 1, userId: "51", exportedAt: at },
    ...{ questions: [], mastery: [], activity: [], examResults: [], other: [] },
    quiz: { kind: "quiz", ended: false, answers: [] },
    guilds: [
      {
        ...{ guildId: "41", hidden: false, credits: [], boards: [] },
        answers: [
          { slotId: "daily-1", response: ["a"], at, day: "2026-11-22", streak: 1, withheld: true, sequence: 1 },
        ],
      },
    ],
  };
  const isAccepted = (change: object) => exportSchema.safeParse({ ...complete, ...change }).success;

  it.each(["quiz", "review"] as const)("accepts a file with a %s", (kind) => {
    const file = { ...complete, quiz: { kind, ended: true, answers: [] } };
    expect(exportSchema.parse(file)).toEqual(file);
  });

  it("rejects other formats, unknown kinds of quizzes, and points that aren't withheld", () => {
    expect(isAccepted({ format: "other-export" })).toBe(false);
    expect(isAccepted({ quiz: { ...complete.quiz, kind: "exam" } })).toBe(false);
    const [guild] = complete.guilds;
    const answers = guild?.answers.map((answer) => ({ ...answer, withheld: false }));
    expect(isAccepted({ guilds: [{ ...guild, answers }] })).toBe(false);
  });
});

describe("DELETED_USER_ID", () => {
  it("looks like a user id, but is older than any account", () => {
    expect(DELETED_USER_ID).toMatch(/^\d{17,20}$/);
    expect(BigInt(DELETED_USER_ID) >> 22n).toBe(0n);
  });
});

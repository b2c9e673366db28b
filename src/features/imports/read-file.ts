import { CsvError, parse as parseCsv } from "csv-parse/sync";
import { z } from "zod";
import { mishapsOf, readYaml } from "../../bank/yaml.ts";
import { IMPORTED_TOGETHER } from "../questions/own-rules.ts";
import { type Question, questionSchema } from "../questions/rules.ts";
import { type Flaw, formSchema, readForm } from "../suggestions/rules.ts";

type Report = (line: number, message: string) => void;

/** One item of a file. `given` is its id, if it has one; `read` makes the question, under an id or one made of its words. */
export type Raw = {
  /** To find it takes a second reading of the whole file: ask where there is something to say. */
  line(): number;
  given: string | undefined;
  read(id: string | ((words: string) => string), today: string): Readout;
};
type Readout = { question?: Question | undefined; flaws: { line: number; message: string }[] };

const looseItem = z.looseObject({ id: z.string().max(60).optional(), stem: z.string().optional() });
const file = z.looseObject({ topic: z.string().optional(), items: z.array(looseItem) });
type LooseItem = z.infer<typeof looseItem>;

/** Items of a YAML or JSON file: a list, or `items` with a topic that holds for all of them. */
export function readItems(kind: "yaml" | "json", text: string, report: Report): Raw[] {
  if (PIT.test(text)) throw new RangeError("Nobody nests that deeply");
  const { value, syntax, lineOf } = readText(kind, text);
  for (const { line, message } of syntax) report(line, message);
  if (syntax.length > 0) return [];
  if (isShared(value)) {
    report(1, "The file uses aliases (* and &). Write every part out.");
    return [];
  }
  const top = Array.isArray(value) ? [] : ["items"];
  const read = file.safeParse(Array.isArray(value) ? { items: value } : value);
  if (!read.success) {
    report(1, "I expect a list of questions, or `items:` with a list of questions below.");
    return [];
  }
  const { topic, items } = read.data;
  return items.map((item, index) => rawOf(item, topic, (path) => lineOf([...top, index, ...path])));
}

function rawOf(item: LooseItem, topic: string | undefined, lineOf: (path: readonly PropertyKey[]) => number): Raw {
  return {
    line: () => lineOf([]),
    given: item.id,
    read(id, today) {
      const named = typeof id === "string" ? id : id(item.stem ?? "");
      const whole = { topic, rev: 1, level: "apply", ...item, id: named };
      const read = questionSchema.safeParse({ objective: `${whole.topic}.own`, ...whole, refs: refsOf(item, today) });
      if (read.success) return { question: read.data, flaws: [] };
      const name = item.id ?? item.stem?.slice(0, 40) ?? "";
      const flaws = mishapsOf(read.error, whole).map(({ path, message }) => ({
        line: lineOf(path),
        message: `${name} ${message}`.trim(),
      }));
      return { flaws };
    },
  };
}

/** References may leave out what they are called and when they were read. */
function refsOf({ refs }: LooseItem, today: string): unknown {
  if (!Array.isArray(refs)) return refs;
  return refs.map((ref: unknown) => {
    const known = z.looseObject({ url: z.string() }).safeParse(ref).data;
    if (!known) return ref;
    return { title: URL.canParse(known.url) ? new URL(known.url).hostname : known.url, checked: today, ...known };
  });
}

/** JSON is YAML, all but its tabs; a quick reader reads it, and the one that knows lines says what is wrong. */
function readText(kind: "yaml" | "json", text: string) {
  if (kind === "yaml") return readYaml("", text);
  try {
    const value: unknown = JSON.parse(text);
    let located: ReturnType<typeof readYaml> | undefined;
    const lineOf = (path: readonly PropertyKey[]) => {
      located ??= readYaml("", text.replaceAll("\t", " "));
      return located.lineOf(path);
    };
    return { value, syntax: [], lineOf };
  } catch {
    const { syntax } = readYaml("", text.replaceAll("\t", " "));
    return { value: undefined, lineOf: () => 1, syntax: syntax.length > 0 ? syntax : [NOT_JSON] };
  }
}
/** To find out that there is no end to them would take a reader minutes. */
const PIT = /(?:[[{]\s*(?:"[^"\n]*"\s*:\s*)?|-\s+){50}/;
const NOT_JSON = { file: "", line: 1, message: "This is not JSON." };

/** Does a part stand in two places? Few lines can so become more than a memory holds. */
function isShared(value: unknown, seen = new Set<object>()): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (seen.has(value)) return true;
  seen.add(value);
  return Object.values(value).some((part) => isShared(part, seen));
}

const TEXTS = ["code", "why", "references"] as const;
const COLUMNS = ["type", "topic", "difficulty", "stem", "answers"] as const;
/** A reader would make a field of each of a million commas before anybody could say that they name no columns. */
const LONGEST_HEAD = 2_000;
const row = z.object({
  info: z.object({ lines: z.number() }),
  record: z.record(z.string(), z.string()),
});

/** Rows of a CSV file: its columns are the fields of `/question suggest`, and they read the same. */
export function readCsv(text: string, report: Report): Raw[] {
  if (text.slice(0, LONGEST_HEAD).split("\n").length === 1 && text.length > LONGEST_HEAD) {
    report(1, "The first line has to name the columns; this one is far too long for that.");
    return [];
  }
  let rows: z.infer<typeof row>[];
  try {
    const parsed: unknown = parseCsv(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      bom: true,
      info: true,
      skip_empty_lines: true,
      max_record_size: 20_000,
      // One more than is taken tells that there are too many.
      to: IMPORTED_TOGETHER + 1,
    });
    rows = z.array(row).parse(parsed);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    report(Number(error.lines) || 1, error.message);
    return [];
  }
  const missing = COLUMNS.filter((name) => rows[0] && !(name in rows[0].record));
  if (missing.length > 0 || rows.length === 0) {
    report(1, `The first line has to name the columns; I miss ${missing.join(", ") || "all rows below it"}.`);
    return [];
  }
  // The reader tells where a row ends: it begins after the one before it, the first after the names.
  return rows.map(({ record }, index) => rowOf(record, (rows[index - 1]?.info.lines ?? 1) + 1));
}

function rowOf(record: Readonly<Record<string, string>>, line: number): Raw {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, record[name] ?? ""]));
  const level = record.level?.trim().toLowerCase() || "apply";
  const form = formSchema.safeParse({
    ...texts,
    level,
    type: record.type?.trim().toLowerCase(),
    topic: record.topic?.trim().toLowerCase(),
    difficulty: Number(record.difficulty),
    stem: record.stem,
    answers: record.answers,
  });
  return {
    line: () => line,
    given: record.id?.trim() || undefined,
    read(id, today) {
      if (!form.success) {
        return {
          flaws: form.error.issues.map(({ path, message }) => ({ line, message: `${path.join(".")}: ${message}` })),
        };
      }
      const named = typeof id === "string" ? id : id(form.data.stem);
      const { question, flaws = [] } = readForm(form.data, named, today, Number(record.rev) || 1);
      return { question, flaws: flaws.map((flaw) => ({ line, message: flawText(flaw) })) };
    },
  };
}

/** As the linter speaks, to authors of files. */
function flawText(flaw: Flaw): string {
  switch (flaw.flaw) {
    case "empty":
      return `${flaw.part}: expected some text`;
    case "no-why":
      return `answers: "${flaw.text}" needs its why after a dash`;
    case "marks":
      return `answers: ${flaw.marked} options are marked with *`;
    case "not-true-false":
      return "answers: expected a line that begins with True and one that begins with False";
    case "not-a-number":
      return `answers: "${flaw.text}" is no number`;
    case "not-an-address":
      return `references: "${flaw.text}" does not begin with an address`;
    case "unreadable":
      return `${flaw.where}: ${flaw.message}`;
  }
}

import { CsvError, parse as parseCsv } from "csv-parse/sync";
import { z } from "zod";
import { validationIssues } from "../../bank/findings.ts";
import { readYaml } from "../../bank/yaml.ts";
import { MAX_IMPORTED_QUESTIONS } from "../questions/own-rules.ts";
import { type Question, questionSchema } from "../questions/rules.ts";
import { type FormIssue, formSchema, parseForm } from "../suggestions/rules.ts";
import type { ImportFormat } from "./rules.ts";

type Report = (line: number, message: string) => void;

/** A question in an imported file. Its final id hasn't been chosen yet. */
export type ImportItem = {
  /** Parses the entire file again to find the line. Call this only to report a problem. */
  line(): number;
  id: string | undefined;
  stem: string;
  /** `idOf` maps an id in the file to the id that its question gets. */
  toQuestion(id: string, idOf: (given: string) => string): ParsedItem;
};
type ParsedItem = { question?: Question | undefined; problems: { line: number; message: string }[] };

export function parseFile(format: ImportFormat, text: string, report: Report): ImportItem[] {
  return format === "csv" ? parseRows(text, report) : parseItems(format, text, report);
}

const looseItem = z.looseObject({ id: z.string().max(60).optional(), stem: z.string().optional() });
const fileSchema = z.looseObject({ topic: z.string().optional(), items: z.array(looseItem) });
type LooseItem = z.infer<typeof looseItem>;
type LineOf = (path: readonly PropertyKey[]) => number;

/** Deeper nesting could take minutes to parse. */
const DEEP_NESTING = /(?:[[{]\s*(?:"[^"\n]*"\s*:\s*)?|-\s+){50}/;

/** Parses a YAML or JSON file: a list of questions, or `items` with a `topic` for all of them. */
function parseItems(format: "yaml" | "json", text: string, report: Report): ImportItem[] {
  if (DEEP_NESTING.test(text)) throw new RangeError("The file is nested too deeply");
  // JSON is valid YAML except for tabs.
  const { value, errors, lineOf } = readYaml(format === "json" ? text.replaceAll("\t", " ") : text);
  for (const { line, message } of errors) report(line, message);
  if (errors.length > 0) return [];
  if (hasAliases(value)) {
    report(1, "Aliases (* and &) aren't supported. Write out every value in full.");
    return [];
  }
  const file = fileSchema.safeParse(Array.isArray(value) ? { items: value } : value);
  if (!file.success) {
    report(1, "Expected a list of questions, or items: followed by a list of questions.");
    return [];
  }
  const start = Array.isArray(value) ? [] : ["items"];
  return file.data.items.map((item, index) =>
    structuredItem(item, file.data.topic, (path) => lineOf([...start, index, ...path])),
  );
}

/** Whether an object appears twice, as aliases do. A few lines of aliases can expand until memory runs out. */
function hasAliases(value: unknown, seen = new Set<object>()): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (seen.has(value)) return true;
  seen.add(value);
  return Object.values(value).some((part) => hasAliases(part, seen));
}

function structuredItem(item: LooseItem, fileTopic: string | undefined, lineOf: LineOf): ImportItem {
  return {
    line: () => lineOf([]),
    id: item.id,
    stem: item.stem ?? "",
    toQuestion(id, idOf) {
      const enemies = Array.isArray(item.enemies) && {
        enemies: item.enemies.map((enemy: unknown) => (typeof enemy === "string" ? idOf(enemy) : enemy)),
      };
      const complete = { topic: fileTopic, rev: 1, level: "apply", ...item, ...enemies, id };
      const objective = `${complete.topic}.own`;
      const parsed = questionSchema.safeParse({ objective, ...complete, refs: completeRefs(item) });
      if (parsed.success) return { question: parsed.data, problems: [] };
      const name = item.id ?? item.stem?.slice(0, 40) ?? "";
      const problems = validationIssues(parsed.error, complete).map(({ path, message }) => ({
        line: lineOf(path),
        message: `${name} ${message}`.trim(),
      }));
      return { problems };
    },
  };
}

/** Adds missing titles to references. */
function completeRefs({ refs }: LooseItem): unknown {
  if (!Array.isArray(refs)) return refs;
  return refs.map((ref: unknown) => {
    const withUrl = z.looseObject({ url: z.string() }).safeParse(ref).data;
    if (!withUrl) return ref;
    const title = URL.canParse(withUrl.url) ? new URL(withUrl.url).hostname : withUrl.url;
    return { title, ...withUrl };
  });
}

const REQUIRED_COLUMNS = ["type", "topic", "difficulty", "stem", "answers"] as const;
/** Checked before parsing because the parser would create a column for each of a million commas. */
const MAX_HEADER_LENGTH = 2_000;
const rowSchema = z.object({
  info: z.object({ lines: z.number() }),
  record: z.record(z.string(), z.string()),
});

/** Parses a CSV file. Its columns are the fields of `/question suggest`, in the same format. */
function parseRows(text: string, report: Report): ImportItem[] {
  if (text.length > MAX_HEADER_LENGTH && !text.slice(0, MAX_HEADER_LENGTH).includes("\n")) {
    report(1, "The first line is too long to be a list of column names.");
    return [];
  }
  const rows = readRows(text, report);
  if (!rows) return [];
  const missing = REQUIRED_COLUMNS.filter((name) => rows[0] && !(name in rows[0].record));
  if (missing.length > 0 || rows.length === 0) {
    report(
      1,
      missing.length > 0 ? `Columns are missing: ${missing.join(", ")}.` : "There are no rows below the column names.",
    );
    return [];
  }
  // `lines` is the line a row ends on, so a row starts on the line after the previous row's end.
  return rows.map(({ record }, index) => rowItem(record, (rows[index - 1]?.info.lines ?? 1) + 1));
}

function readRows(text: string, report: Report): z.infer<typeof rowSchema>[] | undefined {
  try {
    const parsed: unknown = parseCsv(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      bom: true,
      info: true,
      skip_empty_lines: true,
      max_record_size: 20_000,
      // One more than the limit, to detect files with too many questions.
      to: MAX_IMPORTED_QUESTIONS + 1,
    });
    return z.array(rowSchema).parse(parsed);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    report(Number(error.lines) || 1, error.message);
    return undefined;
  }
}

function rowItem(record: Readonly<Record<string, string>>, line: number): ImportItem {
  const cell = (name: string) => record[name] ?? "";
  const keyword = (name: string) => cell(name).trim().toLowerCase();
  const form = formSchema.safeParse({
    type: keyword("type"),
    topic: keyword("topic"),
    difficulty: Number(cell("difficulty")),
    level: keyword("level") || "apply",
    stem: cell("stem"),
    code: cell("code"),
    answers: cell("answers"),
    why: cell("why"),
    references: cell("references"),
  });
  return {
    line: () => line,
    id: cell("id").trim() || undefined,
    stem: cell("stem"),
    toQuestion(id) {
      if (!form.success) {
        const messages = form.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
        return { problems: messages.map((message) => ({ line, message })) };
      }
      const { question, issues = [] } = parseForm(form.data, id, Number(record.rev) || 1);
      return { question, problems: issues.map((issue) => ({ line, message: describeIssue(issue) })) };
    },
  };
}

function describeIssue(issue: FormIssue): string {
  switch (issue.kind) {
    case "empty":
      return `${issue.field}: expected some text`;
    case "missing-why":
      return `answers: "${issue.text}" needs an explanation after a dash`;
    case "wrong-marks":
      return `answers: ${issue.marked} options are marked with *`;
    case "not-true-false":
      return "answers: expected one line that starts with True and one that starts with False";
    case "not-a-number":
      return `answers: "${issue.text}" is not a number`;
    case "not-a-url":
      return `references: "${issue.text}" does not start with a web address`;
    case "unreadable":
      return `${issue.path}: ${issue.message}`;
  }
}

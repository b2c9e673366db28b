import { z } from "zod";
import { shortHash } from "../../platform/seed.ts";
import { freeSlug } from "../questions/own-rules.ts";
import { difficultySchema, LEVELS, type Question, questionSchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";

export const QUESTION_TYPES = ["single", "multi", "true-false", "short", "number", "order"] as const;

/** Maximum length of each field. The preview of a form must fit in one message. */
export const MAX_LENGTHS = { stem: 600, code: 1_900, answers: 2_500, why: 600, references: 1_000 } as const;

/** A question exactly as typed, so its author can fix what can't be parsed. */
export const formSchema = z.object({
  type: z.enum(QUESTION_TYPES),
  topic: topicSchema,
  difficulty: difficultySchema,
  level: z.enum(LEVELS),
  stem: z.string().max(MAX_LENGTHS.stem),
  /** A first line like ```python sets the language. */
  code: z.string().max(MAX_LENGTHS.code),
  /** One option, accepted answer or step per line. See docs/own-questions.md. */
  answers: z.string().max(MAX_LENGTHS.answers),
  /** The explanation, for types without options. */
  why: z.string().max(MAX_LENGTHS.why),
  /** One reference per line: URL, then title. */
  references: z.string().max(MAX_LENGTHS.references),
});
export type Form = z.infer<typeof formSchema>;
export type FormField = keyof typeof MAX_LENGTHS;

/** A short hash of a form's content, for custom ids. */
export function formTag(form: Form): string {
  return shortHash(JSON.stringify(formSchema.parse(form)));
}

/** Why a form can't be parsed. Lines are 1-based. */
export type FormIssue =
  | { kind: "empty"; field: FormField }
  | { kind: "missing-why"; line: number; text: string }
  | { kind: "wrong-marks"; marked: number }
  | { kind: "not-true-false"; text: string }
  | { kind: "not-a-number"; text: string }
  | { kind: "not-a-url"; line: number; text: string }
  | { kind: "unreadable"; path: string; message: string };

type ParsedForm = { question: Question; issues?: undefined } | { question?: undefined; issues: FormIssue[] };

/** A problem that the linter found. `at` is the affected part of the question. */
export const findingSchema = z.object({ severity: z.enum(["error", "warning"]), at: z.string(), message: z.string() });
export type Finding = z.infer<typeof findingSchema>;

/** A form and its problems. `question` is absent if the form can't be parsed. */
export type ValidatedForm = {
  form: Form;
  question?: Question;
  issues: readonly FormIssue[];
  findings: readonly Finding[];
};

/** Whether the form can be submitted or approved. Warnings don't prevent that. */
export function isValid(validated: ValidatedForm): validated is ValidatedForm & { question: Question } {
  return validated.question !== undefined && validated.findings.every(({ severity }) => severity !== "error");
}

/** Parses a form as a question with this id. */
export function parseForm(form: Form, id: string, rev = 1): ParsedForm {
  const issues: FormIssue[] = [];
  const answers = parseAnswers(form, issues);
  const refs = parseReferences(form.references, issues);
  for (const field of fieldsOf(form.type)) {
    if (field !== "code" && form[field].trim() === "") issues.unshift({ kind: "empty", field });
  }
  if (issues.length > 0) return { issues };

  const { type, topic, difficulty, level } = form;
  const code = parseCode(form.code);
  const stem = form.stem.replace(/\s*\n\s*/g, " ");
  const written = { id, rev, type, topic, objective: `${topic}.own`, level, difficulty, stem };
  const parsed = questionSchema.safeParse({ ...written, ...(code && { code }), refs, ...answers });
  if (parsed.success) return { question: parsed.data };
  return {
    issues: parsed.error.issues.map(({ path, message }) => ({ kind: "unreadable", path: path.join(" "), message })),
  };
}

/** The fields a question of this type has. */
export function fieldsOf(type: Form["type"]): readonly FormField[] {
  const hasOptions = type === "single" || type === "multi" || type === "true-false";
  return hasOptions ? ["stem", "code", "answers", "references"] : ["stem", "code", "answers", "why", "references"];
}

function parseAnswers({ type, answers, why }: Form, issues: FormIssue[]): object {
  const lines = linesOf(answers);
  const texts = lines.map(({ text }) => text);
  switch (type) {
    case "single":
    case "multi":
    case "true-false":
      return { options: parseOptions(lines, type, issues) };
    case "short":
      return { accept: texts, why };
    case "number":
      return { ...parseNumberAnswer(answers, issues), why };
    case "order":
      return { steps: withIds(texts, (text) => text), why };
  }
}

type Line = { text: string; line: number };

function linesOf(text: string): Line[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), line: index + 1 }))
    .filter(({ text: line }) => line !== "");
}

const MARK = /^(?:\*|✓|✔|\[x\])\s*/i;
/** Two hyphens count as a long dash. */
const LONG_DASH = /\s+(?:—|–|--)\s/;
const HYPHEN = /\s+-\s/;

type OptionLine = { text: string; why: string; key: boolean; line: number };

/**
 * Parses lines like `* text — why`. `*` marks correct options. The explanation can also follow on a line that starts
 * with `>`.
 */
function parseOptions(lines: readonly Line[], type: Form["type"], issues: FormIssue[]) {
  const options: OptionLine[] = [];
  for (const { text, line } of lines) {
    const last = options.at(-1);
    if (text.startsWith(">") && last) last.why = `${last.why} ${text.slice(1).trim()}`.trim();
    else options.push({ ...splitAtDash(text.replace(MARK, "")), key: MARK.test(text), line });
  }
  for (const { text, why, line } of options) if (why === "") issues.push({ kind: "missing-why", line, text });
  const marked = options.filter(({ key }) => key).length;
  if (options.length > 0 && (type === "multi" ? marked === 0 : marked !== 1))
    issues.push({ kind: "wrong-marks", marked });
  const plain = options.map(({ text, why, key }) => ({ text, why, key }));
  return type === "true-false" ? parseTrueFalse(plain, issues) : withIds(plain, ({ text }) => text);
}

function splitAtDash(line: string): { text: string; why: string } {
  // Prefers a long dash to a hyphen, because option texts can contain hyphens.
  const dash = LONG_DASH.exec(line) ?? HYPHEN.exec(line);
  if (!dash) return { text: line, why: "" };
  return { text: line.slice(0, dash.index), why: line.slice(dash.index + dash[0].length) };
}

function parseTrueFalse(options: readonly { text: string }[], issues: FormIssue[]): object {
  const found = new Map(options.map((option) => [option.text.toLowerCase(), option]));
  const unexpected = options.find(({ text }) => !/^(true|false)$/i.test(text));
  if (unexpected || found.size !== 2) issues.push({ kind: "not-true-false", text: unexpected?.text ?? "" });
  return { true: { ...found.get("true"), text: "True" }, false: { ...found.get("false"), text: "False" } };
}

/** Parses "15", "15 s" or "0.5 ± 0.1 ms": answer, tolerance, unit. Rejects commas, because "0,5" could be a half. */
function parseNumberAnswer(text: string, issues: FormIssue[]): object {
  const read = /^\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(?:(?:±|\+-|\+\/-)\s*([\d.]+))?\s*([^\d,][^,]*?)?\s*$/i.exec(text);
  const [answer, tolerance] = [Number(read?.[1] ?? Number.NaN), Number(read?.[2] ?? 0)];
  if (!Number.isFinite(answer) || !Number.isFinite(tolerance)) issues.push({ kind: "not-a-number", text: text.trim() });
  return { answer, tolerance, ...(read?.[3] && { unit: read[3] }) };
}

function parseReferences(text: string, issues: FormIssue[]) {
  return linesOf(text).flatMap(({ text: line, line: number }) => {
    const [url = "", ...title] = line.split(/\s+/);
    if (!URL.canParse(url) || !/^https?:/i.test(url)) {
      issues.push({ kind: "not-a-url", line: number, text: line });
      return [];
    }
    return [{ url, title: title.join(" ").replace(/^[—–-]\s*/, "") || new URL(url).hostname }];
  });
}

function parseCode(text: string): { language: string; text: string } | undefined {
  const lines = text
    .replace(/\r\n?/g, "\n")
    .replace(/^\n+|\s+$/g, "")
    .split("\n");
  const fence = /^`{3,}\s*([a-z0-9+#-]*)\s*$/i.exec(lines[0] ?? "");
  const inside = fence ? lines.slice(1) : lines;
  if (/^`{3,}$/.test(inside.at(-1) ?? "")) inside.pop();
  const code = inside.join("\n");
  if (code.trim() === "") return undefined;
  const language = fence?.[1]?.toLowerCase().replace(/[^a-z0-9]/g, "");
  return { language: language || "text", text: code };
}

/**
 * Derives ids from the words of options or steps, so ids reveal neither the key nor the order. Items with the same slug
 * get a hash instead of a counter, because a counter would reveal the order.
 */
function withIds<Item>(items: readonly Item[], wordsOf: (item: Item) => string): Record<string, Item> {
  const slugged = items.map((item) => ({ item, slug: freeSlug(wordsOf(item), "option", 28, () => false) }));
  const found: Record<string, Item> = {};
  for (const { item, slug } of slugged) {
    const isShared = slugged.filter((other) => other.slug === slug).length > 1;
    const id = isShared ? `${slug.slice(0, 26)}-${shortHash(wordsOf(item))}` : slug;
    found[freeSlug(id, "option", 32, (taken) => Object.hasOwn(found, taken))] = item;
  }
  return found;
}

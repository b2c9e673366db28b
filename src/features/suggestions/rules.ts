import { z } from "zod";
import { shortHash } from "../../platform/seed.ts";
import type { LocalDate } from "../../platform/time.ts";
import { freeSlug } from "../questions/own-rules.ts";
import { difficultySchema, LEVELS, type Question, questionSchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";

export const QUESTION_TYPES = ["single", "multi", "true-false", "short", "number", "order"] as const;

/** The longest that is taken of each text, so that a preview with every one of them fits one message. */
export const LONGEST = { stem: 600, code: 1_900, answers: 2_500, why: 600, references: 1_000 } as const;

/** A question as somebody typed it, kept as typed: what cannot be read yet can still be mended. */
export const formSchema = z.object({
  type: z.enum(QUESTION_TYPES),
  topic: topicSchema,
  difficulty: difficultySchema,
  level: z.enum(LEVELS),
  stem: z.string().max(LONGEST.stem),
  /** A first line such as ```python names the language. */
  code: z.string().max(LONGEST.code),
  /** A line for each option, accepted answer or step; see docs/own-questions.md. */
  answers: z.string().max(LONGEST.answers),
  /** Of what has no options. */
  why: z.string().max(LONGEST.why),
  /** A line for each: its address, then what to call it. */
  references: z.string().max(LONGEST.references),
});
export type Form = z.infer<typeof formSchema>;
export type FormText = keyof typeof LONGEST;

/** The name of what a form says, short enough for a custom id. */
export function formTag(form: Form): string {
  return shortHash(JSON.stringify(formSchema.parse(form)));
}

/** What keeps a form from being read; lines count from 1. */
export type Flaw =
  | { flaw: "empty"; part: FormText }
  | { flaw: "no-why"; line: number; text: string }
  | { flaw: "marks"; marked: number }
  | { flaw: "not-true-false"; text: string }
  | { flaw: "not-a-number"; text: string }
  | { flaw: "not-an-address"; line: number; text: string }
  | { flaw: "unreadable"; where: string; message: string };

export type Reading = { question: Question; flaws?: undefined } | { question?: undefined; flaws: Flaw[] };

/** Reads a form as the question it describes, under this id; `today` is when its references were read. */
export function readForm(form: Form, id: string, today: LocalDate, rev = 1): Reading {
  const flaws: Flaw[] = [];
  const answers = readAnswers(form, flaws);
  const refs = readReferences(form.references, today, flaws);
  for (const part of partsOf(form.type)) {
    if (part !== "code" && form[part].trim() === "") flaws.unshift({ flaw: "empty", part });
  }
  if (flaws.length > 0) return { flaws };

  const { type, topic, difficulty, level } = form;
  const code = readCode(form.code);
  const stem = form.stem.trim().replace(/\s*\n\s*/g, " ");
  const written = { id, rev, type, topic, objective: `${topic}.own`, level, difficulty, stem };
  const read = questionSchema.safeParse({ ...written, ...(code && { code }), refs, ...answers });
  if (read.success) return { question: read.data };
  return {
    flaws: read.error.issues.map(({ path, message }) => ({ flaw: "unreadable", where: path.join(" "), message })),
  };
}

/** The texts that a question of this type is made of. */
export function partsOf(type: Form["type"]): readonly FormText[] {
  const hasOptions = type === "single" || type === "multi" || type === "true-false";
  return hasOptions ? ["stem", "code", "answers", "references"] : ["stem", "code", "answers", "why", "references"];
}

function readAnswers({ type, answers, why }: Form, flaws: Flaw[]): object {
  const lines = linesOf(answers);
  const texts = lines.map(({ text }) => text);
  switch (type) {
    case "single":
    case "multi":
    case "true-false":
      return { options: readOptions(lines, type, flaws) };
    case "short":
      return { accept: texts, why };
    case "number":
      return { ...readNumber(answers, flaws), why };
    case "order":
      return { steps: named(texts, (text) => text), why };
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
/** A dash of some kind between spaces, the first one; two hyphens stand for a dash. */
const DASH = /\s+(?:—|–|--)\s+|\s+-\s+/;

type OptionLine = { text: string; why: string; key: boolean; line: number };

/** `* text — why`, the mark before right ones; a why may also stand below, after a ">". */
function readOptions(lines: readonly Line[], type: Form["type"], flaws: Flaw[]) {
  const options: OptionLine[] = [];
  for (const { text, line } of lines) {
    const last = options.at(-1);
    if (text.startsWith(">") && last) last.why = `${last.why} ${text.slice(1).trim()}`.trim();
    else options.push({ ...splitAtDash(text.replace(MARK, "")), key: MARK.test(text), line });
  }
  for (const { text, why, line } of options) if (why === "") flaws.push({ flaw: "no-why", line, text });
  const marked = options.filter(({ key }) => key).length;
  if (options.length > 0 && (type === "multi" ? marked === 0 : marked !== 1)) flaws.push({ flaw: "marks", marked });
  const plain = options.map(({ text, why, key }) => ({ text, why, key }));
  return type === "true-false" ? readTrueFalse(plain, flaws) : named(plain, ({ text }) => text);
}

function splitAtDash(line: string): { text: string; why: string } {
  // A long dash before a hyphen, wherever it stands: texts have hyphens of their own.
  const dash = /\s+(?:—|–|--)\s+/.exec(line) ?? DASH.exec(line);
  if (!dash) return { text: line.trim(), why: "" };
  return { text: line.slice(0, dash.index).trim(), why: line.slice(dash.index + dash[0].length).trim() };
}

function readTrueFalse(options: readonly { text: string }[], flaws: Flaw[]): object {
  const found = new Map(options.map((option) => [option.text.toLowerCase(), option]));
  const strange = options.find(({ text }) => !/^(true|false)$/i.test(text));
  if (strange || found.size !== 2) flaws.push({ flaw: "not-true-false", text: strange?.text ?? "" });
  return { true: { ...found.get("true"), text: "True" }, false: { ...found.get("false"), text: "False" } };
}

/** "15", "15 s" or "0.5 ± 0.1 ms": the answer, what it may be off by, the unit. */
function readNumber(text: string, flaws: Flaw[]): object {
  const read = /^\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(?:(?:±|\+-|\+\/-)\s*([\d.]+))?\s*(\D.*?)?\s*$/i.exec(text);
  const [answer, tolerance] = [Number(read?.[1] ?? Number.NaN), Number(read?.[2] ?? 0)];
  if (!Number.isFinite(answer) || !Number.isFinite(tolerance)) flaws.push({ flaw: "not-a-number", text: text.trim() });
  return { answer, tolerance, ...(read?.[3] && { unit: read[3] }) };
}

function readReferences(text: string, today: LocalDate, flaws: Flaw[]) {
  return linesOf(text).flatMap(({ text: line, line: number }) => {
    const [url = "", ...title] = line.split(/\s+/);
    if (!URL.canParse(url) || !/^https?:/i.test(url)) {
      flaws.push({ flaw: "not-an-address", line: number, text: line });
      return [];
    }
    return [{ url, title: title.join(" ").replace(/^[—–-]\s*/, "") || new URL(url).hostname, checked: today }];
  });
}

function readCode(text: string): { language: string; text: string } | undefined {
  if (text.trim() === "") return undefined;
  const lines = text
    .replace(/\r\n?/g, "\n")
    .replace(/^\n+|\s+$/g, "")
    .split("\n");
  const fence = /^`{3,}\s*([a-z0-9+#-]*)\s*$/i.exec(lines[0] ?? "");
  const inside = fence ? lines.slice(1) : lines;
  if (/^`{3,}\s*$/.test(inside.at(-1) ?? "")) inside.pop();
  const language = fence?.[1]?.toLowerCase().replace(/[^a-z0-9]+/g, "");
  return { language: language || "text", text: inside.join("\n") || " " };
}

/** Names that say what an option says, so that they give away neither key nor order. */
function named<Item>(items: readonly Item[], wordsOf: (item: Item) => string): Record<string, Item> {
  const found: Record<string, Item> = {};
  for (const item of items) {
    found[freeSlug(wordsOf(item), "option", 28, (slug) => Object.hasOwn(found, slug))] = item;
  }
  return found;
}

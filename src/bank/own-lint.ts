import type { Question } from "../features/questions/rules.ts";
import type { Severity } from "./findings.ts";
import { comparable, SIMILAR, similarIssue, similarityOf, type Trigrams, trigramsOf } from "./rules/duplicates.ts";
import { SHARED_RULES } from "./rules/registry.ts";
import { error, type LintIssue } from "./rules/rule.ts";
import { totalLength } from "./text.ts";

/**
 * Discord allows 4,000 characters per message. The rest is reserved for headings, bars, ids and notes to moderators.
 */
const MAX_TEXT = 3_000;

/** `at` is the affected part of the question, such as "options again". */
type OwnFinding = { severity: Severity; at: string; message: string };

/** Checks one of a server's own questions. */
export function lintOwnQuestion(question: Question, today: string): OwnFinding[] {
  const issues = Object.values(SHARED_RULES).flatMap((rule) => rule(question, { today }));
  return [...issues, ...lengthIssues(question), ...misleadingText(question)].map(toOwnFinding);
}

/** The trigrams of a bank's questions. With them, comparing a question with 3,000 others takes only a millisecond. */
export type PreparedBank = readonly { id: string; trigrams: Trigrams }[];

export function prepareBank(questions: readonly Question[]): PreparedBank {
  return questions.map((question) => ({ id: question.id, trigrams: trigramsOf(comparable(question).text) }));
}

/** Checks a server's own question and compares it with other questions. */
export function lintAmong(question: Question, others: PreparedBank, today: string): OwnFinding[] {
  const own = trigramsOf(comparable(question).text);
  let closest: { id: string; similarity: number } | undefined;
  for (const { id, trigrams } of others) {
    const similarity = id === question.id ? 0 : similarityOf(own, trigrams);
    if (similarity >= (closest?.similarity ?? SIMILAR)) closest = { id, similarity };
  }
  const duplicates = closest ? [toOwnFinding(similarIssue(closest.id, closest.similarity))] : [];
  return [...lintOwnQuestion(question, today), ...duplicates];
}

function toOwnFinding({ severity, at, message }: LintIssue): OwnFinding {
  return { severity, at: at.join(" "), message };
}

/** Checks that all texts fit in one message together, because no one previews every message with an own question. */
function lengthIssues(question: Question): LintIssue[] {
  const length = totalLength(textsOf(question));
  if (length <= MAX_TEXT) return [];
  const message = `Shorten the question, answers, explanations and references to ${MAX_TEXT} characters in total; they have ${length}.`;
  return [error(["stem"], message)];
}

/** Includes answers twice, because a message can show them in the question and in the explanation. */
function textsOf(question: Question): string[] {
  const shared = [question.stem, question.code?.text ?? "", ...question.refs.flatMap(({ url, title }) => [url, title])];
  if ("options" in question) {
    return [...shared, ...Object.values(question.options).flatMap(({ text, why }) => [text, text, why])];
  }
  const steps = question.type === "order" ? Object.values(question.steps) : [];
  const accepted = question.type === "short" ? question.accept : [];
  return [...shared, question.why, ...steps, ...steps, ...accepted, ...accepted];
}

/** Text that Discord displays differently than written. Code is displayed as is. */
const MISLEADING: readonly { pattern: RegExp; inCode: boolean; message: string }[] = [
  { pattern: /```/, inCode: false, message: "Three backticks start a code block. Put code in the code field." },
  {
    pattern: /\]\(\s*<?\s*[a-z]+:/i,
    inCode: false,
    message: "A link can hide where it leads. List the page as a reference, or show Markdown in the code field.",
  },
  {
    // Bidirectional overrides, lone surrogates, and control characters other than white space.
    pattern: /[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}|(?![\t\n\r])\p{Control}/u,
    inCode: true,
    message: "Invisible characters change how this reads. Retype it without them.",
  },
];

function misleadingText(question: Question): LintIssue[] {
  return Object.entries(question).flatMap(([part, value]) => {
    const texts = stringsIn(value);
    return MISLEADING.filter(
      ({ pattern, inCode }) => (inCode || part !== "code") && texts.some((text) => pattern.test(text)),
    ).map(({ message }) => error([part], message));
  });
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

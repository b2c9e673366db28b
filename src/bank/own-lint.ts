import { setImmediate } from "node:timers/promises";
import type { Question } from "../features/questions/rules.ts";
import type { Finding } from "../features/suggestions/ports.ts";
import { ITEM_RULES } from "./lint.ts";
import { likenessTo } from "./near-duplicates.ts";
import { ALIKE, asked, complain } from "./rules/duplicates.ts";
import { executedKey } from "./rules/executed-key.ts";
import { names } from "./rules/names.ts";
import { type Complaint, error } from "./rules/rule.ts";
import { lengthOf } from "./text.ts";

/** A guild's ids are given by the bot, and nothing runs what its members wrote. */
const OWN_RULES = ITEM_RULES.filter((rule) => rule !== names && rule !== executedKey);

/** Of the 4,000 characters of a message; the rest is for headings, bars, ids and what moderators are told beside. */
const MOST_TEXT = 3_000;

/** So many questions are compared in a few milliseconds; then others have their turn. */
const COMPARED_TOGETHER = 100;

/** What the item rules say about one question of a guild's own. */
export function lintItem(question: Question, today: string): Finding[] {
  const complaints = OWN_RULES.flatMap((rule) => rule.check(question, { today }));
  return [...complaints, ...tooMuch(question), ...misleading(question)].map(findingOf);
}

/** Nobody looks at every message a guild's question becomes, so what it says in all has to fit the fullest of them. */
function tooMuch(question: Question): Complaint[] {
  const length = textsOf(question).reduce((sum, text) => sum + lengthOf(text), 0);
  if (length <= MOST_TEXT) return [];
  const what = "Question, answers, explanations and references";
  return [error(["stem"], `${what} have ${length} characters together; at most ${MOST_TEXT} fit every message.`)];
}

/** Text that would show as another thing than it says; code is shown as it is. */
const MISLEADING: readonly { found: RegExp; inCode: boolean; message: string }[] = [
  { found: /```/, inCode: false, message: "Three backticks begin a block of code: show code in the field for it." },
  {
    found: /\]\(\s*<?\s*[a-z]+:/i,
    inCode: false,
    message: "A link hides where it leads: name the page under the references, or show markdown in the field for code.",
  },
  {
    // Overrides of the direction of text, half characters, and control characters that are no space.
    found: /[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}|(?![\t\n\r])\p{Control}/u,
    inCode: true,
    message: "Characters that cannot be seen change how it reads: type it again without them.",
  },
];

function misleading(question: Question): Complaint[] {
  return Object.entries(question).flatMap(([part, value]) =>
    MISLEADING.filter(
      ({ found, inCode }) => (inCode || part !== "code") && stringsIn(value).some((text) => found.test(text)),
    ).map(({ message }) => error([part], message)),
  );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** What is answered stands in a message twice: as it is asked, and as it is explained. */
function textsOf(question: Question): string[] {
  const shared = [question.stem, question.code?.text ?? "", ...question.refs.flatMap(({ url, title }) => [url, title])];
  if ("options" in question) {
    return [...shared, ...Object.values(question.options).flatMap(({ text, why }) => [text, text, why])];
  }
  const steps = question.type === "order" ? Object.values(question.steps) : [];
  const accepted = question.type === "short" ? question.accept : [];
  return [...shared, question.why, ...steps, ...steps, ...accepted, ...accepted];
}

/** The same, and whether another question asks the same; never holds up the process it runs in. */
export async function lintAmong(question: Question, among: readonly Question[], today: string): Promise<Finding[]> {
  const likeness = likenessTo(asked(question));
  let closest: { other: Question; likeness: number } | undefined;
  for (const [index, other] of among.entries()) {
    if (index % COMPARED_TOGETHER === COMPARED_TOGETHER - 1) await setImmediate();
    const likely = other.id === question.id ? 0 : likeness(asked(other));
    if (likely >= (closest?.likeness ?? ALIKE)) closest = { other, likeness: likely };
  }
  const alike = closest ? [findingOf(complain(closest.other, question, closest.likeness))] : [];
  return [...lintItem(question, today), ...alike];
}

export function findingOf({ severity, at, message }: Complaint): Finding {
  return { severity, at: at.join(" "), message };
}

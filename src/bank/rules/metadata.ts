import { readFileSync } from "node:fs";
import { lengthOf, withoutCode } from "../text.ts";
import { type BankRule, error, optionsOf, type QuestionRule, warning } from "./rule.ts";

/** Checks that ids start with their topic, so an id always shows what it is about. */
export const idPrefix: QuestionRule = ({ id, objective, topic }) => [
  ...(id.startsWith(`${topic}.`) ? [] : [error(["id"], `Start the id with "${topic}.".`)]),
  ...(objective.startsWith(`${topic}.`) ? [] : [error(["objective"], `Start the objective with "${topic}.".`)]),
];

export const reviewBy: QuestionRule = ({ review_by: day }, { today }) => {
  if (day === undefined || day >= today) return [];
  const message = `Review was due by ${day}. Check the answer and its references, then move the date.`;
  return [warning(["review_by"], message)];
};

const MIN_WHY_LENGTH = 25;
const REFERS_BY_POSITION =
  /\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?)\s+\(?[A-E]\b|\([A-E]\)|\b[A-E] (?:is|are) (?:right|wrong|correct|incorrect|true|false)\b|\b(?:first|second|third|fourth|fifth|last|previous|next) (?:option|answer|choice)\b|\b(?:option|answer|choice)s? (?:above|below)\b/;

export const why: QuestionRule = (question) => {
  const explanations =
    "options" in question
      ? optionsOf(question).map((option) => ({ at: ["options", option.id, "why"], text: option.why }))
      : [{ at: ["why"], text: question.why }];
  return explanations.flatMap(({ at, text }) => [
    ...(lengthOf(text) < MIN_WHY_LENGTH ? [error(at, `Explain in at least ${MIN_WHY_LENGTH} characters.`)] : []),
    ...(REFERS_BY_POSITION.test(withoutCode(text))
      ? [error(at, "Options are shuffled. Refer to an option by what it says.")]
      : []),
  ]);
};

export const references: QuestionRule = ({ refs }) =>
  refs.flatMap(({ url }, index) => hostIssues(new URL(url)).map((message) => error(["refs", index, "url"], message)));

function hostIssues(url: URL): string[] {
  if (url.protocol !== "https:") return ["Use the https address."];
  if (isReferenceHost(url)) return [];
  return [`${url.hostname} isn't on the list of trusted hosts. Cite a standard or the official manual.`];
}

const REFERENCE_HOSTS = readFileSync(new URL("./reference-hosts.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

function isReferenceHost(url: URL): boolean {
  const place = `${url.hostname.replace(/^www\./, "")}${url.pathname}`;
  return REFERENCE_HOSTS.some((entry) => {
    const [host = "", ...path] = entry.split("/");
    if (path.length > 0) return place === entry || place.startsWith(`${entry}/`);
    return url.hostname === host || url.hostname.endsWith(`.${host}`);
  });
}

/** Reports enemies that are the question itself, are repeated or don't exist. */
export const enemies: BankRule = (bank) => {
  const ids = new Set(bank.map(({ id }) => id));
  return bank.flatMap(({ id, enemies = [] }) =>
    enemies.flatMap((enemy, index) => {
      const message = enemyProblem(enemy, { id, ids, isRepeated: enemies.indexOf(enemy) < index });
      return message === undefined ? [] : [{ ...error(["enemies", index], message), id }];
    }),
  );
};

function enemyProblem(
  enemy: string,
  { id, ids, isRepeated }: { id: string; ids: ReadonlySet<string>; isRepeated: boolean },
): string | undefined {
  if (enemy === id) return "A question can't be its own enemy. Remove its id from the list.";
  if (isRepeated) return `${enemy} is listed twice. Remove one of them.`;
  if (!ids.has(enemy)) return `There is no active question ${enemy}. Correct the id, or remove it.`;
  return undefined;
}

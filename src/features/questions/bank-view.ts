import { type Card, clip, container, lines, text, textCard } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { basePoints } from "../boards/rules.ts";
import { explainKey, numbered, references, solution } from "./feedback-view.ts";
import type { Question } from "./rules.ts";
import { accent, renderOptions, renderStem } from "./view.ts";

const MAX_STEM_LENGTH = 160;

/**
 * How much a reader may see of a key. "withheld": the question is open in some guild, so not even moderators see it
 * yet.
 */
export type KeyAccess = "shown" | "withheld" | "none";

/** Renders a question as it is posted, without controls. If the key is shown, `heading` precedes it. */
export function renderQuestionShow(
  question: Question,
  access: KeyAccess,
  heading: string = words.questionShow.forModerators,
): Card {
  const { id, rev, level, objective, topic, difficulty, retired } = question;
  const facts = [
    words.questionShow.facts(id, rev, level, objective),
    ...(retired ? [words.questionShow.retired(retired)] : []),
  ];
  const questionCard = container(
    [
      ...renderStem(question, words.question.heading(topic, difficulty, basePoints(difficulty))),
      ...renderOptions(question, id),
      text(`-# ${facts.join(" · ")}`),
      ...(access === "withheld" ? [text(words.questionShow.withheld)] : []),
    ],
    accent(difficulty),
  );
  return { components: access === "shown" ? [questionCard, key(question, heading)] : [questionCard] };
}

function key(question: Question, heading: string) {
  return container([text(heading), lines(...solutionLines(question)), text(words.feedback.read(references(question)))]);
}

function solutionLines(question: Question): string[] {
  switch (question.type) {
    case "single":
    case "true-false":
    case "multi":
      return explainKey(question);
    case "order":
      return [...Object.values(question.steps).map(numbered), question.why];
    case "short":
    case "number":
      return [words.feedback.answerIs(solution(question), question.why)];
  }
}

/** Renders search results with stem and id. Doesn't show options, because they could reveal the key. */
export function renderSearch(given: string, found: readonly Question[]): Card {
  if (found.length === 0) return textCard(words.questionSearch.none(given));
  const shown = found.flatMap(({ id, topic, difficulty, stem }) => [
    clip(stem, MAX_STEM_LENGTH),
    words.questionSearch.line(id, topic, difficulty),
  ]);
  return {
    components: [
      container([
        text(words.questionSearch.title(found.length, given)),
        lines(...shown),
        text(words.questionSearch.hint),
      ]),
    ],
  };
}

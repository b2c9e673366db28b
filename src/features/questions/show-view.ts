import { type Card, container, lines, text } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { basePoints } from "../boards/points-rules.ts";
import { accent } from "./answer-view.ts";
import { explainRight, numbered, references, solution } from "./feedback-view.ts";
import type { Question } from "./rules.ts";
import { offered, statement } from "./view.ts";

/** A question as it looks when it is posted, with nothing to tap; its key only for those who may see it, under this heading. */
export function renderQuestionShow(
  question: Question,
  withKey: boolean,
  heading: string = words.questionShow.forModerators,
): Card {
  const { id, rev, level, objective, topic, difficulty, retired } = question;
  const facts = [
    words.questionShow.facts(id, rev, level, objective),
    ...(retired ? [words.questionShow.retired(retired)] : []),
  ];
  const sheet = container(
    [
      ...statement(question, words.question.heading(topic, difficulty, basePoints(difficulty))),
      ...offered(question, id),
      text(`-# ${facts.join(" · ")}`),
    ],
    accent(difficulty),
  );
  return { components: withKey ? [sheet, key(question, heading)] : [sheet] };
}

function key(question: Question, heading: string) {
  return container([text(heading), lines(...solved(question)), text(words.feedback.read(references(question)))]);
}

function solved(question: Question): string[] {
  switch (question.type) {
    case "single":
    case "true-false":
    case "multi":
      return explainRight(question);
    case "order":
      return [...Object.values(question.steps).map(numbered), question.why];
    case "short":
    case "number":
      return [words.feedback.rightIs(solution(question), question.why)];
  }
}

import {
  button,
  type Card,
  container,
  divider,
  lines,
  row,
  sanitizeMarkdown,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { addToReviewButton } from "../daily/ids.ts";
import type { Post } from "../daily/rules.ts";
import { type Feedback, isWithheld } from "../daily/service.ts";
import { type Option, optionsOf, type Response } from "./answer-rules.ts";
import { reportButton } from "./ids.ts";
import type { ChoiceQuestion, Question } from "./rules.ts";
import { accent } from "./view.ts";

/** Renders the private reply to an answer: whether it is correct, why, and the member's streak and rank. */
export function renderFeedback(feedback: Feedback): Card {
  if (isWithheld(feedback)) return renderWithheldFeedback(feedback);
  const { question, answer } = feedback;
  const explained = explain(question, answer.response, answer.correct);
  return {
    components: [
      container(
        [
          lines(alreadyAnswered(feedback), verdict(feedback)),
          lines(...explained),
          divider(),
          lines(standing(feedback), words.feedback.read(references(question))),
          row(
            // Missed questions are added to the review automatically.
            ...(answer.correct ? [button(words.review.add, addToReviewButton.encode(feedback.post.slotId))] : []),
            button(words.report.button, reportButton.encode(question.id)),
          ),
        ],
        accent(question.difficulty),
      ),
    ],
  };
}

/** Confirms an answer without showing whether it is correct, for servers that give feedback at the reveal. */
function renderWithheldFeedback(feedback: Feedback): Card {
  const { post, question, answer } = feedback;
  const saved = words.feedback.noted(responseLetters(post, question, answer.response), timestamp(post.closesAt, "R"));
  return {
    components: [
      container(
        [lines(alreadyAnswered(feedback), saved), divider(), lines(`-# ${standing(feedback)}`)],
        accent(question.difficulty),
      ),
    ],
  };
}

function alreadyAnswered({ alreadyAnswered: isRepeat, post, question, answer }: Feedback): string | undefined {
  if (!isRepeat) return undefined;
  return words.feedback.again(responseLetters(post, question, answer.response), timestamp(answer.at, "t"));
}

function verdict({ answer }: Feedback): string {
  return answer.correct
    ? `${words.feedback.correct} · ${words.feedback.points(answer.base, answer.bonus)}`
    : words.feedback.incorrect;
}

function standing({ streak, freezes, rank, answer }: Feedback): string {
  return [
    words.feedback.streak(streak),
    ...(freezes > 0 ? [words.feedback.freezes(freezes)] : []),
    ...(rank !== undefined && answer.correct && !answer.withheld ? [words.feedback.place(rank)] : []),
  ].join(" · ");
}

/** Explains why the correct answer is correct, and why the given one isn't. */
export function explain(question: Question, response: Response, correct: boolean): string[] {
  const yours =
    correct || response.length === 0 ? [] : [words.feedback.yourAnswer(responseText(question, response).join(" → "))];
  switch (question.type) {
    case "single":
    case "true-false":
    case "multi":
      return correct ? explainKey(question) : explainMistake(question, response);
    case "order":
      return [
        ...yourOrder(question, response, correct),
        words.feedback.correctOrder,
        ...Object.values(question.steps).map(numbered),
        question.why,
      ];
    case "short":
    case "number":
      return [...yours, words.feedback.answerIs(solution(question), question.why)];
  }
}

function yourOrder(question: Question, response: Response, correct: boolean): string[] {
  if (correct || response.length === 0) return [];
  return [words.feedback.yourOrder, ...responseText(question, response).map(numbered)];
}

/** Explains why the key is correct and why the distractors aren't. */
export function explainKey(question: ChoiceQuestion): string[] {
  const options = Object.values(question.options);
  return [
    ...options.filter(({ key }) => key).map(({ text, why }) => words.feedback.why(text, why)),
    // In small print, because it's secondary to the answer.
    ...options.filter(({ key }) => !key).map(({ text, why }) => `-# ${words.feedback.whyNot(text, why)}`),
  ];
}

function explainMistake(question: ChoiceQuestion, response: Response): string[] {
  const options = Object.entries(question.options).map(([id, option]) => ({
    ...option,
    chosen: response.includes(id),
  }));
  const { yours, yoursToo, missed, answerIs } = words.feedback;
  const keyName = question.type === "multi" ? missed : answerIs;
  return [
    ...options.filter(({ chosen, key }) => chosen && !key).map(({ text, why }) => yours(text, why)),
    ...options.filter(({ chosen, key }) => chosen && key).map(({ text, why }) => yoursToo(text, why)),
    ...options.filter(({ chosen, key }) => !chosen && key).map(({ text, why }) => keyName(text, why)),
  ];
}

/** Explains why the distractors are wrong, for members who ask after the reveal. */
export function renderWhyNot(question: Question, { seed }: Pick<Post, "seed">): Card {
  if (!("options" in question)) return { components: [lines(question.why)] };
  const wrong = optionsOf(question, seed).filter(({ key }) => !key);
  return {
    components: [lines(...wrong.map((option) => words.feedback.whyNot(optionName(option), option.why)))],
  };
}

function optionName({ letter, text }: Option): string {
  return letter ? `${letter}  ${text}` : text;
}

/** The correct answer to a typed question, as it is shown. */
export function solution(question: Extract<Question, { type: "short" | "number" }>): string {
  if (question.type === "short") return question.accept[0] ?? "";
  return question.unit ? `${question.answer} ${question.unit}` : String(question.answer);
}

export function references({ refs }: Question): string[] {
  // Brackets in the title or URL would break the link.
  return refs.map(({ title, url }) => `[${sanitizeMarkdown(title).replace(/[[\]\s]+/g, " ")}](<${escapedUrl(url)}>)`);
}

function escapedUrl(url: string): string {
  return new URL(url).href.replace(/[()[\]]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function numbered(step: string, index: number): string {
  return `${index + 1}. ${step}`;
}

/** A response as text: option and step texts, or the typed text as inline code. */
export function responseText(question: Question, response: Response): string[] {
  switch (question.type) {
    case "single":
    case "multi":
    case "true-false":
      return Object.entries(question.options).flatMap(([id, { text }]) => (response.includes(id) ? [text] : []));
    case "order":
      return response.map((id) => question.steps[id] ?? id);
    case "short":
    case "number":
      return response.map((typed) => `\`${typed.replaceAll("`", "ˋ").replace(/\s+/g, " ").slice(0, 100)}\``);
  }
}

/** The shortest form of a response: letters if the post shows letters, otherwise text. */
export function responseLetters(post: Post, question: Question, response: Response): string {
  switch (question.type) {
    case "single":
    case "multi":
    case "true-false":
      return optionsOf(question, post.seed)
        .flatMap(({ id, letter, text }) => (response.includes(id) ? [letter || text] : []))
        .join(", ");
    case "order":
      return responseText(question, response).join(" → ");
    case "short":
    case "number":
      return responseText(question, response).join();
  }
}

import { type Post, shuffleSeed } from "../daily/rules.ts";
import { type Option, optionsOf, type Response } from "./answer-rules.ts";
import type { Difficulty, Question } from "./rules.ts";

const COLORS: Readonly<Record<Difficulty, number>> = { 1: 0x4f9d69, 2: 0xd99a2b, 3: 0x8f6ad8 };

/** How a container shows a difficulty. Words always say it too. */
export function accent(difficulty: Difficulty | undefined): { color?: number } {
  return difficulty ? { color: COLORS[difficulty] } : {};
}

/** A response in the words of its question: option and step texts, or what was typed, in code marks. */
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

/** An option with its letter, where it has one. */
export function lettered({ letter, text }: Option): string {
  return letter ? `**${letter}**  ${text}` : text;
}

/** A response as short as can be: letters where the post showed letters. */
export function responseLetters(post: Post, question: Question, response: Response): string {
  switch (question.type) {
    case "single":
    case "multi":
    case "true-false":
      return optionsOf(question, shuffleSeed(post))
        .flatMap(({ id, letter, text }) => (response.includes(id) ? [letter || text] : []))
        .join(", ");
    case "order":
      return responseText(question, response).join(" → ");
    case "short":
    case "number":
      return responseText(question, response).join();
  }
}

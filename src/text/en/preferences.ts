import type { Language } from "../../features/questions/rules.ts";
import { languages, list } from "./words.ts";

export const languageList = (chosen: readonly Language[]) =>
  chosen.length === 0 ? "all" : list.format(chosen.map((language) => languages[language]));

export const preferences = {
  title: "### Your preferences",
  scope: "They apply in every server and in direct messages. Only you see them.",
  languages: (chosen: readonly Language[]) => `**Programming languages** · ${languageList(chosen)}`,
  languagesExplained:
    "Quizzes, reviews and exams leave out questions that require other languages. You keep the cards you already have. Daily questions and live quizzes are the same for everyone.",
  chooseLanguages: "Choose languages; none means all",
} as const;

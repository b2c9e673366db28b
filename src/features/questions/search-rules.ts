import type { Question } from "./rules.ts";

const MOST_WORDS = 8;

/** The questions that speak of these words, those first that hold most of them in their id and their stem. */
export function searchQuestions(questions: readonly Question[], text: string, most: number): Question[] {
  const words = [...new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])].slice(0, MOST_WORDS);
  if (words.length === 0) return [];
  return questions
    .map((question) => ({ question, score: scoreOf(question, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.question.id < b.question.id ? -1 : 1))
    .slice(0, most)
    .map(({ question }) => question);
}

/** One more word outweighs any place where the others stand. Options are not looked at: a hit there might tell a key. */
function scoreOf({ id, stem, code, topic }: Question, words: readonly string[]): number {
  const [name, asked, shown] = [id.toLowerCase(), stem.toLowerCase(), code?.text.toLowerCase() ?? ""];
  return words.reduce((score, word) => {
    if (name.includes(word) || topic === word) return score + 104;
    if (asked.includes(word)) return score + 103;
    return shown.includes(word) ? score + 101 : score;
  }, 0);
}

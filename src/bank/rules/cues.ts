import { lengthOf, withoutCode, wordsIn } from "../text.ts";
import { error, type NamedOption, type QuestionRule, warning, writtenOptionsOf } from "./rule.ts";

/** A correct option with fewer characters than this is never reported as too long. */
const NOTICEABLE_LENGTH = 20;

/**
 * Reports correct options that are noticeably longer than the distractors, because guessers pick the longest option.
 */
export const answerLength: QuestionRule = (question) => {
  const options = writtenOptionsOf(question);
  const longest = Math.max(...options.filter(({ key }) => !key).map(({ text }) => lengthOf(text)));
  return options.flatMap(({ id, key, text }) => {
    const length = lengthOf(text);
    const ratio = length / longest;
    if (!key || length < NOTICEABLE_LENGTH || ratio < 1.2) return [];
    const message = `The correct option has ${length} characters, ${ratio.toFixed(2)} times the longest distractor (${longest}). Shorten it, or say more in a distractor.`;
    return [(ratio >= 1.4 ? error : warning)(["options", id, "text"], message)];
  });
};

const ABSOLUTES = ["always", "never", "all", "none", "every", "nothing", "everything", "impossible", "completely"];

/** Reports absolutes like "always" if only distractors use them. Readers would learn that such options are wrong. */
export const absolutes: QuestionRule = (question) => {
  const options = writtenOptionsOf(question);
  if (options.some((option) => option.key && absoluteIn(option))) return [];
  return options.flatMap((option) => {
    const word = absoluteIn(option);
    if (!word) return [];
    const message = `Only distractors use an absolute ("${word}"), which gives them away. Use a milder word.`;
    return [warning(["options", option.id, "text"], message)];
  });
};

function absoluteIn({ text }: NamedOption): string | undefined {
  const words = wordsIn(withoutCode(text));
  return ABSOLUTES.find((word) => words.has(word));
}

const MIN_ECHO_LENGTH = 5;
const COMMON_WORDS = new Set(
  "about after again against because before being between could does during every first from have into itself minutes must only other over same should since still than that their them then there these they this through times under until were what when where which while will with without would".split(
    " ",
  ),
);

/** Reports words that only the stem and the correct option share, because they give the correct option away. */
export const stemEcho: QuestionRule = (question) => {
  const options = writtenOptionsOf(question);
  const stem = wordsIn(question.stem);
  const distractors = options.filter(({ key }) => !key).map(({ text }) => text);
  const distractorWords = wordsIn(distractors.join(" "));
  return options.flatMap(({ id, key, text }) => {
    if (!key) return [];
    const echoed = [...wordsIn(text)].filter(
      (word) =>
        word.length >= MIN_ECHO_LENGTH && !COMMON_WORDS.has(word) && stem.has(word) && !distractorWords.has(word),
    );
    if (echoed.length === 0) return [];
    const message = `Only the correct option repeats "${echoed.join('", "')}" from the stem, which gives it away. Reword it.`;
    return [warning(["options", id, "text"], message)];
  });
};

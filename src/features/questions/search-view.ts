import { type Card, clip, container, lines, text, textCard } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { Question } from "./rules.ts";

const LONGEST_STEM = 160;

/** What a search found, by stem and id: no option, so no key. */
export function renderSearch(given: string, found: readonly Question[]): Card {
  if (found.length === 0) return textCard(words.search.none(given));
  const shown = found.flatMap(({ id, topic, difficulty, stem }) => [
    clip(stem, LONGEST_STEM),
    words.search.line(id, topic, difficulty),
  ]);
  return {
    components: [container([text(words.search.title(found.length, given)), lines(...shown), text(words.search.hint)])],
  };
}

import { type Card, text, textCard, timestamp } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { outlookText, renderQuiz } from "../quiz/view.ts";
import type { ReviewView } from "./service.ts";

/** What `/review` shows: the first card with how much is due, or when to come back. */
export function renderReview({ screen, outlook, cards, topic }: ReviewView): Card {
  if (!screen) return textCard(idle({ outlook, cards, ...(topic && { topic }) }));
  const counts = text(`-# ${words.review.counts(outlook.today, outlook.tomorrow)}`);
  return { components: [...renderQuiz(screen).components, counts] };
}

function idle({ outlook, cards, topic }: Omit<ReviewView, "screen">): string {
  if (cards === 0) return words.review.noCards;
  return topic && outlook.now > 0 ? words.review.noneOfTopic(topic, outlook.now) : outlookText(outlook);
}

/** When a question that was kept comes back. */
export function renderKept({ due, isDue }: { due: number; isDue: boolean }): Card {
  return textCard(words.review.kept(isDue ? undefined : timestamp(due, "R")));
}

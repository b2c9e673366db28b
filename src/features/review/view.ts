import { type Card, text, textCard, timestamp } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { outlookText, renderQuiz } from "../quiz/view.ts";
import type { ReviewView } from "./service.ts";

/** Renders the reply to `/review`: the first card and the counts, or when the next card is due. */
export function renderReview({ screen, outlook, ...view }: ReviewView): Card {
  if (!screen) return textCard(nothingDue({ outlook, ...view }));
  const counts = text(`-# ${words.review.counts(outlook.today, outlook.tomorrow)}`);
  return { components: [...renderQuiz(screen).components, counts] };
}

function nothingDue({ outlook, cards, unwanted, topic }: Omit<ReviewView, "screen">): string {
  if (cards === 0) return unwanted > 0 ? words.review.onlyUnwanted(unwanted) : words.review.noCards;
  return topic && outlook.now > 0 ? words.review.noneOfTopic(topic, outlook.now) : outlookText(outlook);
}

/** Confirms that a question was added to the review. */
export function renderAddedToReview({ due, isDue }: { due: number; isDue: boolean }): Card {
  return textCard(words.review.added(isDue ? undefined : timestamp(due, "R")));
}

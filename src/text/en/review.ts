import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, topics } from "./words.ts";

export const review = {
  add: "Add to review",
  counts: (today: number, tomorrow: number) => `Due today: ${today} · tomorrow: ${tomorrow}`,
  more: (now: number) => `${counted(now, "card")} still due. Continue with \`/review\`.`,
  nothingDue: (next: string) => `You're all caught up. Your next card is due ${next}.`,
  noneLeft: "You're all caught up, and no cards are scheduled.",
  noCards:
    "You don't have any cards yet. Questions from `/daily` and `/quiz solo` that you miss or answer slowly come back here.",
  onlyUnwanted: (cards: number) =>
    `${cards === 1 ? "Your only card requires" : `All ${cards} of your cards require`} a programming language that you haven't chosen. Change that with \`/preferences\`.`,
  noneOfTopic: (topic: Topic, now: number) =>
    `No cards about ${topics[topic]} are due. ${counted(now, "card")} from other topics ${now === 1 ? "is" : "are"} due: run \`/review\` without a topic.`,
  added: (due: string | undefined) =>
    due === undefined
      ? "This question is due for review now. Start with `/review`."
      : `Added to your review. It comes back ${due} in \`/review\`.`,
} as const;

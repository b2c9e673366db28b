import { PRACTICE_CAP } from "../../features/boards/points-rules.ts";
import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { QuizKind } from "../../features/quiz/rules.ts";
import { counted, difficulties, shortTopics, topics } from "./words.ts";

export const quiz = {
  kinds: { quiz: "Quiz", review: "Review", retry: "Retry" } satisfies Record<QuizKind | "retry", string>,
  heading: (kind: string, topic: Topic, place: number, of: number) =>
    `${kind} · ${shortTopics[topic]} · ${place} of ${of}`,
  progress: (difficulty: Difficulty, dots: string, answered: number, of: number) =>
    `${difficulties[difficulty]} · ${dots}  ${answered} of ${of} answered`,
  resumed: (kind: QuizKind) => `Your ${kind} goes on where you left it.`,
  next: "Next",
  result: "See the result",
  stop: "Stop",
  retry: "Retry what I missed",
  later: "Review later",
  score: (kind: string, right: number, answered: number) =>
    answered > 0 ? `${kind} · ${right} of ${answered} right` : `${kind} · nothing answered`,
  topicScore: (topic: Topic, right: number, answered: number) =>
    `${topics[topic]}  ${"▇".repeat(right)}${"▁".repeat(answered - right)}  ${right} of ${answered}`,
  comesBack: (count: number, first: string) =>
    count === 1
      ? `The one you missed comes back in your \`/review\` ${first}.`
      : `What you missed comes back in your \`/review\`: ${count} questions, the first ${first}.`,
  points: (points: number) => (points > 0 ? `+${counted(points, "point")}` : "No points this time."),
  noPoints: (retry: boolean) =>
    retry
      ? "A retry earns no points: you had just seen the answers."
      : "Points count in a server; here you played for what you learn.",
  pointsRule:
    `A question earns points the first time you answer it right in a season, ${PRACTICE_CAP} a day at most; ` +
    "it still counts for what you know.",
} as const;

export const review = {
  counts: (today: number, tomorrow: number) => `Due today: ${today} · tomorrow: ${tomorrow}.`,
  more: (now: number) => `${counted(now, "card")} still due: \`/review\` brings ${now === 1 ? "it" : "them"}.`,
  nothingDue: (next: string) => `Nothing is due. The next card comes ${next}.`,
  noneLeft: "Nothing is due, and no card is left to come.",
  noCards:
    "You have no cards yet. What you miss or are slow at, in the daily question or in `/quiz solo`, comes back here.",
  noneOfTopic: (topic: Topic, now: number) =>
    `Nothing of ${topics[topic]} is due. ${counted(now, "card")} of other topics: \`/review\` brings them.`,
  kept: (due: string | undefined) =>
    due === undefined
      ? "It is due now: `/review` brings it."
      : `It will come back in your review ${due}. \`/review\` brings what is due.`,
} as const;

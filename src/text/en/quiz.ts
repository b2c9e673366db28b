import { PRACTICE_CAP } from "../../features/boards/rules.ts";
import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { QuizKind } from "../../features/quiz/rules.ts";
import { counted, difficulties, shortTopics, topics } from "./words.ts";

export const quiz = {
  kinds: { quiz: "Quiz", review: "Review", retry: "Retry" } satisfies Record<QuizKind | "retry", string>,
  heading: (kind: string, topic: Topic, position: number, total: number) =>
    `${kind} · ${shortTopics[topic]} · ${position} of ${total}`,
  progress: (difficulty: Difficulty, dots: string, answered: number, total: number) =>
    `${difficulties[difficulty]} · ${dots}  ${answered} of ${total} answered`,
  resumed: (kind: QuizKind) => `You're picking up your ${kind} where you left off.`,
  skipped: () =>
    "That question, or one on the same subject, was just posted in one of your servers, so I skipped it. Your answer wasn't saved.",
  next: "Next",
  results: "Show results",
  end: "End quiz",
  retry: "Retry missed questions",
  score: (kind: string, correct: number, answered: number) =>
    answered > 0 ? `${kind} · ${correct} of ${answered} correct` : `${kind} · no answers`,
  topicScore: (topic: Topic, correct: number, answered: number) =>
    `${topics[topic]}  ${"▇".repeat(correct)}${"▁".repeat(answered - correct)}  ${correct} of ${answered}`,
  comesBack: (count: number, first: string) =>
    count === 1
      ? `The question you missed comes back in your \`/review\` ${first}.`
      : `${count} questions come back in your \`/review\`, the first one ${first}.`,
  points: (points: number) => (points > 0 ? `+${counted(points, "point")}` : "No points this time."),
  noPoints: (retry: boolean) =>
    retry
      ? "Retries don't earn points because you've just seen the answers."
      : "You only earn points in a server, but your progress counts here too.",
  pointsRule:
    `You earn points the first time you answer a question correctly each season, up to ${PRACTICE_CAP} a day. ` +
    "Every answer counts toward your level.",
} as const;

import { z } from "zod";
import { type Instant, MINUTE, SECOND } from "../../platform/time.ts";
import { optionsOf, type Response } from "../questions/answer-rules.ts";
import { type ChoiceQuestion, difficultySchema, languageSchema, type Question } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";

export const QUESTION_COUNT = { min: 5, default: 10, max: 20 } as const;
export const SECONDS_PER_QUESTION = { min: 10, default: 20, max: 60 } as const;
/** Maximum number of players. It limits a quiz's storage and the number of answers loaded when a round ends. */
export const MAX_PLAYERS = 500;
/** Maximum number of live quizzes in progress per guild. They share the guild's rate limit for messages. */
export const MAX_RUNNING = 2;
export const LOBBY_DURATION = 60 * SECOND;
/** The break between two questions, for reading the explanation. */
export const BREAK_DURATION = 10 * SECOND;
export const MAX_PAUSE = 30 * MINUTE;

/**
 * A quiz waits in `lobby`, `open` (a question accepts answers) and `break`. In the other phases, a step is in progress:
 * sending a question, showing its result, announcing the end or crediting points. It's retried until it succeeds.
 */
const PHASES = ["lobby", "sending", "open", "closed", "break", "ending", "crediting", "done"] as const;
export type Phase = (typeof PHASES)[number];

const END_REASONS = [
  "completed",
  "stopped",
  "canceled",
  "no-players",
  "paused-too-long",
  "out-of-questions",
  /** The bot was down for too long to continue. */
  "bot-away",
  "channel-lost",
  "message-rejected",
] as const;
export type EndReason = (typeof END_REASONS)[number];

const instant = z.int();

/** A skipped round doesn't count. */
const roundSchema = z.object({
  questionId: z.string(),
  rev: z.int(),
  messageId: z.string().exactOptional(),
  skipped: z.boolean(),
});
export type Round = z.infer<typeof roundSchema>;

/** A live quiz in a channel. Its players and their answers are stored separately. */
export const liveQuizSchema = z.object({
  id: z.string(),
  guildId: z.string(),
  channelId: z.string(),
  hostId: z.string(),
  /**
   * Seeds the choice of questions and the order of their options. Random, so nothing public reveals their original
   * order.
   */
  seed: z.string(),
  zone: z.string(),
  topic: topicSchema.exactOptional(),
  difficulty: difficultySchema.exactOptional(),
  language: languageSchema.exactOptional(),
  /** Number of questions. */
  count: z.int(),
  /** Seconds to answer each question. */
  seconds: z.int(),
  phase: z.enum(PHASES),
  /** When the phase ends, or when its step was due. */
  dueAt: instant,
  /** All rounds so far. The last one is the current one. */
  rounds: z.array(roundSchema).readonly(),
  pausedAt: instant.exactOptional(),
  endReason: z.enum(END_REASONS).exactOptional(),
  endedAt: instant.exactOptional(),
  /** For compare-and-set. Every change increments it. */
  version: z.int(),
});
export type LiveQuiz = z.infer<typeof liveQuizSchema>;

/** How many members are playing, and how many of them have answered the current question. */
export type Counts = { players: number; answered: number };

/** `elapsed`: milliseconds from the question's message to the click, as measured by Discord's clock. */
export type LiveAnswer = { userId: string; round: number; response: Response; elapsed: number; at: Instant };

export type ScoredAnswer = LiveAnswer & { question: Question; correct: boolean; score: number };

export type RankedPlayer = {
  userId: string;
  /** 1-based. */
  rank: number;
  score: number;
  correct: number;
  /** Total time of all correct answers, in milliseconds. */
  elapsed: number;
  /** Score of the latest round. */
  gained: number;
  /** Ranks gained since the previous round. Absent for a new player. */
  movedUp?: number;
  /** The member is hidden from leaderboards. */
  hidden?: true;
  /** Leaderboard points the player earned in the quiz. Present only on the podium. */
  points?: number;
};

/** Counts of a round's valid answers: total, correct, and per option. */
export type RoundSummary = { answered: number; correct: number; chosen: Record<string, number> };

/** The ranking after the first `rounds` rounds, best player first. `latest` is the last of these rounds. */
export type Standings = { rounds: number; ranking: readonly RankedPlayer[]; latest: RoundSummary };

/** A member's rank after the closed rounds. `asked` is how many of these count. */
export type OwnRank = Pick<RankedPlayer, "rank" | "score" | "correct"> & { players: number; asked: number };

/** A saved answer. `options` are the names of the chosen options, as shown in the question. */
export type AnswerReceipt = { answer: LiveAnswer; options: string[]; repeated: boolean };

/** A message of a quiz in its channel. `expired`: it has no buttons because the quiz has moved on. */
export type LiveMessage = { quiz: LiveQuiz; expired: boolean } & (
  | { kind: "lobby"; players: number }
  | { kind: "question"; question: Question; counts: Counts; closesAt: Instant }
  | { kind: "result"; question: Question; standings: Standings; nextAt: Instant }
  | { kind: "podium"; ranking: readonly RankedPlayer[] }
);

/** What moderators can do with the buttons of a live quiz. */
export const LIVE_CONTROLS = ["start", "cancel", "pause", "resume", "skip", "stop"] as const;
export type LiveControl = (typeof LIVE_CONTROLS)[number];

/** Index of the current round, or -1 in the lobby. */
export function roundOf({ rounds }: Pick<LiveQuiz, "rounds">): number {
  return rounds.length - 1;
}

/** The number of rounds that count. */
export function countAsked({ rounds }: Pick<LiveQuiz, "rounds">): number {
  return rounds.filter(({ skipped }) => !skipped).length;
}

/** Seeds the order of a round's options. */
export function optionSeed({ seed }: Pick<LiveQuiz, "seed">, round: number): string {
  return `${seed}/${round}`;
}

/** Excludes questions that need a modal, because members would lose time while it opens. */
export function isPlayable(question: Question): question is ChoiceQuestion {
  return "options" in question;
}

/** A round's options with the name players see: the letter, or the text if there is no letter. */
export type OptionNames = readonly { id: string; name: string }[];

export function optionNames(question: ChoiceQuestion, seed: string): OptionNames {
  return optionsOf(question, seed).map(({ id, letter, text }) => ({ id, name: letter || text }));
}

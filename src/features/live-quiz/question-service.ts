import type { Clock } from "../../platform/time.ts";
import type { PostStore } from "../daily/post-store.ts";
import { pickQuestion } from "../daily/rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { ChoiceQuestion } from "../questions/rules.ts";
import { isPlayable, type LiveQuiz, optionSeed } from "./rules.ts";

type Dependencies = { posts: Pick<PostStore, "lastAsked" | "open">; banks: Pick<BankService, "of">; clock: Clock };
type Filter = Pick<LiveQuiz, "guildId" | "topic" | "difficulty">;

/** Picks questions for live quizzes, preferring those the guild hasn't been asked for the longest time. */
export function createLiveQuestions({ posts, banks, clock }: Dependencies) {
  async function countAvailable(filter: Filter): Promise<number> {
    return (await playable(filter)).length;
  }

  /** Picks the next question, or undefined if all have been asked. Picking late avoids those opened meanwhile. */
  async function pickNext(quiz: LiveQuiz): Promise<ChoiceQuestion | undefined> {
    const [all, lastAsked] = await Promise.all([playable(quiz), posts.lastAsked(quiz.guildId)]);
    const used = new Set(quiz.rounds.map(({ questionId }) => questionId));
    const questions = all.filter(({ id }) => !used.has(id));
    const picked = pickQuestion({ questions, lastAsked, open: new Set(), seed: optionSeed(quiz, quiz.rounds.length) });
    return questions.find(({ id }) => id === picked?.id);
  }

  /** Leaves out open daily questions, because a live round reveals the answer. */
  async function playable({ guildId, topic, difficulty }: Filter): Promise<ChoiceQuestion[]> {
    const [bank, open] = await Promise.all([banks.of(guildId), posts.open(guildId, clock())]);
    const openIds = new Set(open.map(({ questionId }) => questionId));
    return bank
      .pool({ topic, difficulty })
      .filter(isPlayable)
      .filter(({ id }) => !openIds.has(id));
  }

  return { countAvailable, pickNext };
}

export type LiveQuestions = ReturnType<typeof createLiveQuestions>;

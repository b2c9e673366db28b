import {
  DirectMessagesClosedError,
  MessageRejectedError,
  RetryLaterError,
} from "../../platform/discord/discord-errors.ts";
import { localDateAt } from "../../platform/time.ts";
import type { CreditStore } from "../boards/credit-store.ts";
import type { HiddenMemberStore } from "../boards/store.ts";
import type { LearningService } from "../learning/service.ts";
import type { DirectMessageDelivery } from "../notifications/delivery.ts";
import type { ActivityStore } from "../profile/store.ts";
import type { BankService } from "../questions/bank-service.ts";
import { openRound } from "./round-rules.ts";
import { countAsked, type LiveQuiz, type RankedPlayer, type ScoredAnswer, type Standings } from "./rules.ts";
import { addRound, creditsFor, scoreAnswers, scoredQuestion, summarizeRound } from "./score-rules.ts";
import type { LiveQuizStore } from "./store.ts";

type Dependencies = {
  store: Pick<LiveQuizStore, "loadAnswers" | "loadStandings" | "saveStandings">;
  banks: Pick<BankService, "ofItems">;
  hidden: Pick<HiddenMemberStore, "of">;
  credits: CreditStore;
  learning: Pick<LearningService, "record">;
  activity: Pick<ActivityStore, "record">;
  directMessages: Pick<DirectMessageDelivery, "send">;
};

/** Limits the load on Redis when a large quiz ends. */
const BATCH_SIZE = 25;

/** Scores a live quiz, ranks its players, and credits them when it ends. */
export function createLiveResults({ store, banks, hidden, credits, learning, activity, directMessages }: Dependencies) {
  /**
   * Returns the standings after all closed rounds, with hidden players marked. Clicks only record answers, to stay
   * fast. A round is scored when its standings are first needed.
   */
  async function standings(quiz: LiveQuiz): Promise<Standings> {
    const closed = openRound(quiz) ?? quiz.rounds.length;
    for (;;) {
      const found = await store.loadStandings(quiz.guildId, quiz.id);
      if (found.rounds >= closed) return markHidden(quiz, found);
      const answers = await scoreRound(quiz, found.rounds);
      const ranking = addRound(found.ranking, answers);
      await store.saveStandings(quiz, { rounds: found.rounds + 1, ranking, latest: summarizeRound(answers) });
    }
  }

  async function markHidden(quiz: LiveQuiz, { ranking, ...found }: Standings): Promise<Standings> {
    const hiddenIds = await hidden.of(quiz.guildId);
    return {
      ...found,
      ranking: ranking.map((player) => (hiddenIds.has(player.userId) ? { ...player, hidden: true } : player)),
    };
  }

  async function scoreRound(quiz: LiveQuiz, round: number): Promise<ScoredAnswer[]> {
    const question = scoredQuestion(quiz, round, (await banks.ofItems(quiz.guildId, quiz.rounds)).find);
    if (!question) return [];
    return scoreAnswers(question, quiz.seconds, await store.loadAnswers(quiz.guildId, quiz.id, round));
  }

  /** Credits leaderboard points. Idempotent. Returns the final ranking with the points credited to each player. */
  async function creditPoints(quiz: LiveQuiz): Promise<RankedPlayer[]> {
    const { ranking } = await standings(quiz);
    const earned = creditsFor(quiz.id, ranking, { at: endOf(quiz), day: lastDay(quiz), ...topicOf(quiz) });
    const credited = await credits.credit(quiz.guildId, earned);
    const points = new Map<string, number>();
    for (const [index, { userId }] of earned.entries())
      points.set(userId, (points.get(userId) ?? 0) + (credited[index]?.points ?? 0));
    return ranking.map((player) => ({ ...player, points: points.get(player.userId) ?? 0 }));
  }

  /** Credits points and records every player's answers and activity. Idempotent. */
  async function credit(quiz: LiveQuiz): Promise<void> {
    await creditPoints(quiz);
    const byUser = new Map<string, ScoredAnswer[]>();
    for (const round of quiz.rounds.keys())
      for (const answer of await scoreRound(quiz, round))
        byUser.set(answer.userId, [...(byUser.get(answer.userId) ?? []), answer]);
    const players = [...byUser];
    for (let start = 0; start < players.length; start += BATCH_SIZE) {
      const batch = players.slice(start, start + BATCH_SIZE);
      await Promise.all(batch.map(([userId, own]) => recordLearning(quiz, userId, own)));
    }
  }

  async function recordLearning(quiz: LiveQuiz, userId: string, answers: readonly ScoredAnswer[]): Promise<void> {
    const outcomes = answers.map(({ question, correct, at }) => ({ question, correct, at, mode: "live" as const }));
    await learning.record(userId, outcomes);
    await activity.record(userId, [{ day: lastDay(quiz), session: quiz.id, answers: answers.length }]);
  }

  /** Notifies the host that the quiz had to end. Best effort: the host may have turned off direct messages. */
  async function notifyHost(quiz: LiveQuiz): Promise<void> {
    const { id, hostId, channelId } = quiz;
    try {
      await directMessages.send(
        hostId,
        { kind: "live-quiz-lost", channelId, scored: countAsked(quiz) > 0 },
        `live/${id}`,
      );
    } catch (error) {
      const undeliverable =
        error instanceof DirectMessagesClosedError ||
        error instanceof MessageRejectedError ||
        error instanceof RetryLaterError;
      if (!undeliverable) throw error;
    }
  }

  return { standings, creditPoints, credit, notifyHost };
}

export type LiveResults = ReturnType<typeof createLiveResults>;

function endOf({ endedAt, dueAt }: LiveQuiz) {
  return endedAt ?? dueAt;
}

function lastDay(quiz: LiveQuiz) {
  return localDateAt(endOf(quiz), quiz.zone);
}

function topicOf({ topic }: LiveQuiz) {
  return topic && { topic };
}

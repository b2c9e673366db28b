import {
  DirectMessagesClosedError,
  MessageRejectedError,
  RetryLaterError,
} from "../../platform/discord/discord-errors.ts";
import { type Instant, type LocalDate, localDateAt } from "../../platform/time.ts";
import type { CreditStore } from "../boards/credit-store.ts";
import type { NewCredit } from "../boards/rules.ts";
import type { LearningService } from "../learning/service.ts";
import type { DirectMessageDelivery } from "../notifications/direct-message-delivery.ts";
import type { HiddenMemberStore } from "../privacy/hidden-store.ts";
import type { ActivityStore } from "../profile/activity-store.ts";
import type { BankService } from "../questions/bank-service.ts";
import { countAsked, type LiveQuiz, type RankedPlayer, roundOf, type ScoredAnswer } from "./rules.ts";
import { leaderboardPoints, rankPlayers, scoreAnswers } from "./score-rules.ts";
import type { LiveQuizStore } from "./store.ts";

type Dependencies = {
  store: Pick<LiveQuizStore, "loadAnswers">;
  banks: Pick<BankService, "ofItems">;
  hidden: Pick<HiddenMemberStore, "of">;
  credits: CreditStore;
  learning: Pick<LearningService, "record">;
  activity: Pick<ActivityStore, "record">;
  directMessages: Pick<DirectMessageDelivery, "send">;
};

/** Bounds the load on Redis when a large quiz ends. */
const BATCH_SIZE = 25;

/** Scores a live quiz, ranks its players, and credits them when it ends. */
export function createLiveResults({ store, banks, hidden, credits, learning, activity, directMessages }: Dependencies) {
  /** Scores all answers. A click only records its answer, which keeps it fast. */
  async function score(quiz: LiveQuiz): Promise<ScoredAnswer[]> {
    const { guildId, id, rounds } = quiz;
    const [bank, answers] = await Promise.all([banks.ofItems(guildId, rounds), store.loadAnswers(guildId, id)]);
    return scoreAnswers(quiz, answers, bank.find);
  }

  /** Ranks the players, marking those who are hidden on leaderboards. */
  async function rank(quiz: LiveQuiz, answers: readonly ScoredAnswer[]): Promise<RankedPlayer[]> {
    const hiddenIds = await hidden.of(quiz.guildId);
    return rankPlayers(answers, roundOf(quiz)).map((player) =>
      hiddenIds.has(player.userId) ? { ...player, hidden: true } : player,
    );
  }

  /** Credits points, and records every player's answers and activity. Idempotent. */
  async function credit(quiz: LiveQuiz): Promise<void> {
    const answers = await score(quiz);
    await credits.credit(quiz.guildId, creditsFor(quiz, answers));

    const byUser = new Map<string, ScoredAnswer[]>();
    for (const answer of answers) byUser.set(answer.userId, [...(byUser.get(answer.userId) ?? []), answer]);
    const players = [...byUser];
    for (let start = 0; start < players.length; start += BATCH_SIZE) {
      const batch = players.slice(start, start + BATCH_SIZE);
      await Promise.all(batch.map(([userId, own]) => recordLearning(quiz, userId, own)));
    }
  }

  async function recordLearning(quiz: LiveQuiz, userId: string, answers: readonly ScoredAnswer[]): Promise<void> {
    const outcomes = answers.map(({ question, correct, at }) => ({
      question,
      correct,
      at,
      mode: "live" as const,
    }));
    await learning.record(userId, outcomes);
    await activity.record(userId, [{ day: lastDay(quiz), sitting: quiz.id, answers: answers.length }]);
  }

  /** Tells the host that the quiz had to end. If direct messages fail too, that's all we can do. */
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

  return { score, rank, credit, notifyHost };
}

export type LiveResults = ReturnType<typeof createLiveResults>;

function endOf({ endedAt, dueAt }: LiveQuiz): Instant {
  return endedAt ?? dueAt;
}

function lastDay(quiz: LiveQuiz): LocalDate {
  return localDateAt(endOf(quiz), quiz.zone);
}

function creditsFor(quiz: LiveQuiz, answers: readonly ScoredAnswer[]): NewCredit[] {
  const ranking = rankPlayers(answers, roundOf(quiz));
  return ranking.flatMap((player) => {
    const points = leaderboardPoints(player, ranking.length);
    if (points === 0) return [];
    return [
      {
        userId: player.userId,
        reason: `live:${quiz.id}`,
        points,
        at: endOf(quiz),
        day: lastDay(quiz),
        ...(quiz.topic && { topic: quiz.topic }),
      },
    ];
  });
}

import { ChannelError } from "../../platform/discord/discord-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, type Instant, localDateAt } from "../../platform/time.ts";
import type { CreditStore } from "../boards/credit-store.ts";
import type { HiddenMemberStore } from "../boards/store.ts";
import type { LearningService } from "../learning/service.ts";
import { dailySession } from "../profile/rules.ts";
import type { ActivityStore } from "../profile/store.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import type { AnswerStore } from "./answer-store.ts";
import type { PostDelivery } from "./delivery.ts";
import { refreshJob, showAnswerJob } from "./jobs.ts";
import type { PostStore } from "./post-store.ts";
import { type Post, type PostResults, summarizeAnswers } from "./rules.ts";

type Slot = Pick<Post, "guildId" | "slotId">;

/** Keeps a post's message up to date: the answer count while it is open, the results once it is revealed. */
export function createRevealService({
  posts,
  answers,
  hidden,
  creditWithheld,
  learning,
  activity,
  banks,
  delivery,
  agenda,
  clock,
}: {
  posts: Pick<PostStore, "find" | "markRevealed" | "markThreadOpened">;
  answers: Pick<AnswerStore, "list" | "batches" | "count" | "totals">;
  hidden: Pick<HiddenMemberStore, "of">;
  creditWithheld: CreditWithheld;
  learning: Pick<LearningService, "record">;
  activity: Pick<ActivityStore, "record">;
  banks: Pick<BankService, "find">;
  delivery: Pick<PostDelivery, "updateCount" | "updateResults" | "openThread">;
  agenda: Pick<Agenda, "set" | "removeDue">;
  clock: Clock;
}) {
  /** Closes a post: later answers don't count. Credits points and updates learning data. Safe to call again. */
  async function reveal(slot: Slot): Promise<void> {
    const post = await posts.find(slot.guildId, slot.slotId);
    if (!post) return;

    await posts.markRevealed(post);
    try {
      for await (const batch of answers.batches(post.guildId, post.slotId)) await creditWithheld(post, batch);
    } finally {
      // The answer is shown even if points can't be credited yet.
      await agenda.set(showAnswerJob, { guildId: post.guildId, slotId: post.slotId }, clock());
    }
    await recordLearning(post);
  }

  /**
   * Reads answers in small batches just before it uses them, because learners may delete their data in the meantime. A
   * failure for one learner doesn't affect the others.
   */
  async function recordLearning(post: Post): Promise<void> {
    const question = await questionOf(post);
    const failures: unknown[] = [];
    for await (const batch of answers.batches(post.guildId, post.slotId)) {
      const recorded = await Promise.allSettled(
        batch.flatMap(({ userId, correct, at, day }) => [
          learning.record(userId, [{ question, correct, at, mode: "daily" }]),
          activity.record(userId, [{ day, session: dailySession(post), answers: 1 }]),
        ]),
      );
      failures.push(...recorded.flatMap((one) => (one.status === "rejected" ? [one.reason] : [])));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Shows the answer and opens the thread of a revealed post. Safe to call again. */
  async function showAnswer(slot: Slot): Promise<void> {
    await updateMessage(slot);
    const post = await posts.find(slot.guildId, slot.slotId);
    // Runs after the update, so the answer is shown even if the channel can't have threads.
    if (!post?.thread || post.threadOpened || !(await delivery.openThread(post, await questionOf(post)))) return;
    await posts.markThreadOpened(post);
    await updateMessage(slot);
  }

  /** Updates the answer count or the results under a post. */
  async function refresh(slot: Slot, dueAt: Instant): Promise<void> {
    await agenda.removeDue(refreshJob, { guildId: slot.guildId, slotId: slot.slotId }, dueAt);
    await updateMessage(slot);
  }

  /** Repeats until the message shows the stored state. Otherwise, a slow refresh could overwrite the answer. */
  async function updateMessage({ guildId, slotId }: Slot): Promise<void> {
    for (let shown: Post["state"] | undefined; ; ) {
      const post = await posts.find(guildId, slotId);
      if (!post?.messageId || post.state === shown) return;
      try {
        await draw(post);
      } catch (error) {
        // Ignored because the next scheduled post reports the channel problem.
        if (!(error instanceof ChannelError)) throw error;
      }
      shown = post.state;
    }
  }

  async function draw(post: Post): Promise<void> {
    const question = await questionOf(post);
    if (post.state === "revealed") await delivery.updateResults(post, question, await resultsOf(post));
    else await delivery.updateCount(post, question, await answers.count(post.guildId, post.slotId));
  }

  async function resultsOf({ guildId, slotId }: Post): Promise<PostResults> {
    const [given, totals, hiddenMembers] = await Promise.all([
      answers.list(guildId, slotId),
      answers.totals(guildId),
      hidden.of(guildId),
    ]);
    return summarizeAnswers(given, totals, hiddenMembers);
  }

  async function questionOf({ guildId, questionId, slotId }: Post): Promise<Question> {
    const question = await banks.find(guildId, questionId);
    if (!question) throw new Error(`Question ${questionId}, posted for slot ${slotId}, is not in the bank`);
    return question;
  }

  return { reveal, showAnswer, refresh };
}

/**
 * Credits withheld points. They are withheld so leaderboards don't reveal the answer to an open question. Idempotent.
 */
export function createWithheldCredits({
  credits,
  settings,
  clock,
}: {
  credits: Pick<CreditStore, "credit">;
  settings: Pick<SettingsStore, "calendar">;
  clock: Clock;
}) {
  return async ({ guildId, slotId, topic }: Post, answers: readonly Answer[]): Promise<void> => {
    const withheld = answers.filter((answer) => answer.withheld && answer.correct);
    if (withheld.length === 0) return;
    const at = clock();
    const calendar = await settings.calendar(guildId);
    const shared = { reason: slotId, at, day: localDateAt(at, calendar.zone), topic };
    await credits.credit(
      guildId,
      withheld.map((answer) => ({
        ...shared,
        userId: answer.userId,
        points: answer.base + answer.bonus,
        withheldSequence: answer.sequence,
      })),
      calendar,
    );
  };
}

export type CreditWithheld = ReturnType<typeof createWithheldCredits>;

import { ChannelError } from "../../platform/discord/discord-errors.ts";
import { type Clock, localDateAt } from "../../platform/time.ts";
import type { CreditStore } from "../boards/credit-store.ts";
import type { LearningService } from "../learning/service.ts";
import type { HiddenMemberStore } from "../privacy/hidden-store.ts";
import { dailySitting } from "../profile/activity-rules.ts";
import type { ActivityStore } from "../profile/activity-store.ts";
import type { Answer } from "../questions/answer-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import type { AnswerStore } from "./answer-store.ts";
import type { PostDelivery } from "./delivery.ts";
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
}: {
  posts: Pick<PostStore, "find" | "markRevealed" | "markThreadOpened">;
  answers: Pick<AnswerStore, "list" | "batches" | "totals">;
  hidden: Pick<HiddenMemberStore, "of">;
  creditWithheld: CreditWithheld;
  learning: Pick<LearningService, "record">;
  activity: Pick<ActivityStore, "record">;
  banks: Pick<BankService, "find">;
  delivery: Pick<PostDelivery, "update" | "openThread">;
}) {
  /** Closes a post: later answers don't count, and its message shows the answer key. Safe to call again. */
  async function reveal(slot: Slot): Promise<void> {
    const post = await posts.find(slot.guildId, slot.slotId);
    if (!post) return;

    await posts.markRevealed(post);
    await ignoreChannelErrors(() => updateMessage(slot));
    // After the message, so that a channel without threads still shows the answer.
    if (post.thread && !post.threadOpened && (await delivery.openThread(post, await questionOf(post)))) {
      await posts.markThreadOpened(post);
      await ignoreChannelErrors(() => updateMessage(slot));
    }
    await recordOutcomes(post);
  }

  /** Updates learning, activity and withheld points. Reads in batches, since a learner may delete their data meanwhile. */
  async function recordOutcomes(post: Post): Promise<void> {
    const question = await questionOf(post);
    for await (const batch of answers.batches(post.guildId, post.slotId)) {
      await creditWithheld(post, batch);
      await Promise.all(
        batch.flatMap(({ userId, correct, at, day }) => [
          learning.record(userId, [{ question, correct, at, mode: "daily" }]),
          activity.record(userId, [{ day, sitting: dailySitting(post), answers: 1 }]),
        ]),
      );
    }
  }

  /** Redraws the answer count of an open post. */
  async function refresh(slot: Slot): Promise<void> {
    await ignoreChannelErrors(() => updateMessage(slot));
  }

  /** Repeats until the message shows the stored state: a slow refresh must not overwrite the reveal. */
  async function updateMessage({ guildId, slotId }: Slot): Promise<void> {
    for (let shown: Post["state"] | undefined; ; ) {
      const post = await posts.find(guildId, slotId);
      if (!post?.messageId || post.state === shown) return;

      await delivery.update(post, await questionOf(post), await resultsOf(post));
      shown = post.state;
    }
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

  return { reveal, refresh };
}

export type RevealService = ReturnType<typeof createRevealService>;

/** Credits points withheld until the reveal, so that leaderboards never give an open question away. Idempotent. */
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

/** The next scheduled post reports a broken channel, so an update doesn't have to. */
async function ignoreChannelErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
  }
}

import { ChannelError } from "../../platform/discord/delivery-errors.ts";
import type { HiddenMembers } from "../boards/ports.ts";
import type { ActivityStore, PlacesStore } from "../learning/ports.ts";
import type { Learning } from "../learning/service.ts";
import { dailySitting } from "../profile/activity-rules.ts";
import type { Banks } from "../questions/ports.ts";
import type { AnswerStore } from "./answer-ports.ts";
import type { HeldCredits } from "./held-credits.ts";
import type { Messenger, PostStore } from "./post-ports.ts";
import type { Post } from "./post-rules.ts";
import { type Results, summarise } from "./results-rules.ts";

type Needs = {
  posts: PostStore;
  answers: AnswerStore;
  hidden: Pick<HiddenMembers, "of">;
  creditHeld: HeldCredits;
  learning: Pick<Learning, "record">;
  activity: Pick<ActivityStore, "note">;
  places: Pick<PlacesStore, "note">;
  banks: Pick<Banks, "find">;
  messenger: Messenger;
};
type Slot = { guildId: string; slotId: string };

/** Keeps the message of a post true to what is stored: its count while it is open, its results once it is revealed. */
export function createReveals(needs: Needs) {
  const { posts, answers, hidden, creditHeld, learning, activity, places, banks, messenger } = needs;

  /** Ends a post: no later answer counts, and its message shows the key. May be called again after any failure. */
  async function reveal(slot: Slot): Promise<void> {
    const post = await posts.find(slot.guildId, slot.slotId);
    if (!post) return;

    await posts.markRevealed(post);
    await ifChannelTakesIt(() => draw(slot));
    // The thread comes last: a channel that cannot have one shall still see the answer.
    if (post.thread && !post.threadOpened && (await messenger.openThread(post, await questionOf(post)))) {
      await posts.markThreadOpened(post);
      await ifChannelTakesIt(() => draw(slot));
    }
    await teach(post);
  }

  /**
   * What the answers taught their learners, away from the clicks that gave them; told twice, it is learnt once. Read
   * some at a time, for a learner may have all of it deleted meanwhile.
   */
  async function teach(post: Post): Promise<void> {
    const question = await questionOf(post);
    for await (const some of answers.some(post.guildId, post.slotId)) {
      await creditHeld(post, some);
      await Promise.all(
        some.flatMap(({ userId, right, at, day }) => [
          learning.record(userId, [{ question, right, at, mode: "daily" }]),
          activity.note(userId, [{ day, sitting: dailySitting(post), answers: 1 }]),
          places.note(userId, post.guildId, at),
        ]),
      );
    }
  }

  /** Draws the count under an open post. */
  async function refresh(slot: Slot): Promise<void> {
    await ifChannelTakesIt(() => draw(slot));
  }

  /** Draws until what was drawn is what is stored: a slow refresh must not paint an open question over its reveal. */
  async function draw({ guildId, slotId }: Slot): Promise<void> {
    for (let drawn: Post["state"] | undefined; ; ) {
      const post = await posts.find(guildId, slotId);
      if (!post?.messageId || post.state === drawn) return;

      await messenger.draw(post, await questionOf(post), await resultsOf(post));
      drawn = post.state;
    }
  }

  async function resultsOf(post: Post): Promise<Results> {
    const [given, totals, unnamed] = await Promise.all([
      answers.ofPost(post.guildId, post.slotId),
      answers.totals(post.guildId),
      hidden.of(post.guildId),
    ]);
    return summarise(given, totals, unnamed);
  }

  async function questionOf({ guildId, questionId, slotId }: Post) {
    const question = await banks.find(guildId, questionId);
    if (!question) throw new Error(`Question ${questionId}, posted for slot ${slotId}, is not in the bank`);
    return question;
  }

  return { reveal, refresh };
}

export type Reveals = ReturnType<typeof createReveals>;

/** A question whose channel was taken away needs no drawing: its next slot will tell the moderators. */
async function ifChannelTakesIt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
  }
}

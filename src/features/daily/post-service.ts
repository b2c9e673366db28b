import { ChannelError, TryLaterError } from "../../platform/discord/delivery-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { Instant } from "../../platform/time.ts";
import { type Clock, HOUR } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { Warnings } from "../notifications/warning-service.ts";
import type { Banks } from "../questions/ports.ts";
import type { ScheduleStore } from "../schedules/ports.ts";
import { type ChannelTrouble, GRACE, isWish, type Schedule } from "../schedules/rules.ts";
import { revealJob } from "./jobs.ts";
import type { Claim, Messenger, Outlook, PostStore, SentMessage } from "./post-ports.ts";
import { type Post, pickQuestion, seedOf } from "./post-rules.ts";

/** A slot that is due. */
export type PostTask = { guildId: string; scheduleId: string; slotId: string; slotAt: Instant };
type Needs = {
  schedules: ScheduleStore;
  posts: PostStore;
  agenda: Pick<Agenda, "set">;
  banks: Pick<Banks, "of" | "find">;
  messenger: Messenger;
  warnings: Warnings;
  clock: Clock;
};

/** What came of a slot: a post, a channel that refuses it (a planned one lets its schedule rest), or nothing, for there was no need. */
export type PostOutcome =
  | { outcome: "posted"; post: Post }
  | { outcome: "refused"; trouble: ChannelTrouble }
  | { outcome: "nothing" };

type Settled = Exclude<Claim, { outcome: "stale" }>;

/** Turns slots into posts, each exactly once, whatever crashes between any two lines of this file. */
export function createPosting({ schedules, posts, agenda, banks, messenger, warnings, clock }: Needs) {
  /**
   * Posts the question of a slot; called again for the same slot, it goes on where the last call stopped. Throws what
   * may pass, so that it is called again.
   */
  async function post(task: PostTask): Promise<PostOutcome> {
    const [schedule, outlook] = await Promise.all([
      schedules.find(task.guildId, task.scheduleId),
      posts.outlook(task.guildId, clock()),
    ]);
    const wanted = schedule && !schedule.pause && task.slotId.startsWith(`${schedule.serial}-`);
    if (!wanted) {
      // The very slot that was refused: whoever let the schedule rest may have died before it could say so.
      if (schedule && isRefused(schedule, task)) await warnings.paused(task.guildId, schedule);
      return outcomeOf(await recover(task));
    }

    try {
      return outcomeOf(clock() > task.slotAt + GRACE ? await settleLate(task) : await deliver(schedule, task, outlook));
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      await (isWish(task.slotId) ? drop(schedule, task, error.trouble) : rest(schedule, task, error.trouble));
      return { outcome: "refused", trouble: error.trouble };
    }
  }

  async function deliver(schedule: Schedule, task: PostTask, outlook: Outlook): Promise<Post | undefined> {
    const claimed = await claimQuestion(schedule, task, outlook);
    if (!claimed) return skipEmpty(schedule, task);
    const { claim, left } = claimed;
    switch (claim.outcome) {
      case "skipped":
        return undefined;
      case "done":
        return noteSent(claim.post);
      case "again":
        return sendAgain(schedule, claim.post);
      case "fresh":
        return sendFirst(schedule, claim.post, left);
    }
  }

  async function sendFirst(schedule: Schedule, post: Post, left: number): Promise<Post> {
    const message = await send(post);
    const [sent] = await Promise.all([noteSent(post, message), warnings.left(post.guildId, schedule, left)]);
    return sent;
  }

  /** An earlier try may have sent it: it is looked for where that one sent it before it goes where it belongs now. */
  async function sendAgain({ channelId, revealAfterHours }: Schedule, post: Post): Promise<Post> {
    const elsewhere = channelId !== post.channelId;
    const found = await (elsewhere ? unlessHidden(messenger.find(post)) : messenger.find(post));
    if (found) return noteSent(post, found);

    const renewed = await posts.renew(post, { channelId, closesAt: clock() + revealAfterHours * HOUR });
    return noteSent(renewed, await send(renewed));
  }

  /** Nothing where there is nothing to ask. `left`: how many questions of the schedule have then not been asked here yet. */
  async function claimQuestion(
    schedule: Schedule,
    task: PostTask,
    read: Outlook,
  ): Promise<{ claim: Settled; left: number } | undefined> {
    for (let outlook = read; ; outlook = await posts.outlook(task.guildId, clock())) {
      const { askedAt, open, bank } = outlook;
      const questions = (await banks.of(task.guildId, bank)).pool(schedule);
      const question = pickQuestion({ questions, askedAt, open, seed: seedOf(task) });
      if (!question) return claimedBefore(task);

      const claim = await posts.claim(newPost(schedule, task, question, clock()), askedAt.get(question.id));
      const left = questions.filter(({ id }) => id !== question.id && !askedAt.has(id)).length;
      if (claim.outcome !== "stale") return { claim, left };
    }
  }

  /** An earlier try fixed the question while there was one. */
  async function claimedBefore({ guildId, slotId }: PostTask): Promise<{ claim: Settled; left: number } | undefined> {
    const post = await posts.find(guildId, slotId);
    return post && { claim: { outcome: post.state === "claimed" ? "again" : "done", post }, left: 0 };
  }

  /** There is nothing to ask: whoever wished for it is told at once, others by the list and a warning. */
  async function skipEmpty(schedule: Schedule, task: PostTask): Promise<undefined> {
    if (isWish(task.slotId)) throw new UserError("pool-empty", schedule);
    await posts.markSkipped({ ...task, reason: "pool-empty" });
    await warnings.empty(task.guildId, schedule, task.slotAt);
  }

  async function send(post: Post): Promise<SentMessage> {
    const question = await banks.find(post.guildId, post.questionId);
    if (!question) throw new Error(`Question ${post.questionId}, claimed for slot ${post.slotId}, is not in the bank`);
    return { channelId: post.channelId, messageId: await messenger.send(post, question) };
  }

  /** Notes what became of a post and when it is to be revealed; every step may be repeated. */
  async function noteSent(post: Post, message?: SentMessage): Promise<Post> {
    if (message) await posts.markSent(post, message);
    const sent: Post = message ? { ...post, ...message, state: "sent" } : post;
    const { guildId, slotId } = post;
    if (sent.state === "sent") await agenda.set(revealJob, { guildId, slotId }, sent.closesAt);
    return sent;
  }

  /** Finishes what an earlier try began, if it did send a message; begins nothing. */
  async function recover({ guildId, slotId }: PostTask): Promise<Post | undefined> {
    const earlier = await posts.find(guildId, slotId);
    if (!earlier) return undefined;
    if (earlier.state !== "claimed") return noteSent(earlier);

    const message = await unlessHidden(messenger.find(earlier));
    return message && noteSent(earlier, message);
  }

  /** A slot whose grace has passed is skipped, unless an earlier try sent it and could not say so. */
  async function settleLate(task: PostTask): Promise<Post | undefined> {
    const earlier = await recover(task);
    if (!earlier) await posts.markSkipped(task);
    return earlier;
  }

  /** Lets the schedule rest with its slot remembered, so that nothing is lost while moderators mend the channel. */
  async function rest(schedule: Schedule, task: PostTask, trouble: ChannelTrouble): Promise<void> {
    const pause = { by: "channel", reason: trouble, slotAt: task.slotAt } as const;
    const replaced = await schedules.replace(task.guildId, schedule, { ...schedule, pause });
    // Somebody changed it meanwhile, perhaps to another channel: the next try follows what they chose.
    if (!replaced) throw new TryLaterError(`Schedule ${schedule.id} changed while its channel refused`);
    await warnings.paused(task.guildId, { ...schedule, pause });
  }

  /** Only a slot that was planned is made up for: a wish must not take the place of one that waits for its turn. */
  async function drop(schedule: Schedule, { guildId, slotId, slotAt }: PostTask, trouble: ChannelTrouble) {
    const { id, channelId } = schedule;
    await schedules.noteRun(guildId, id, { outcome: "refused", at: slotAt, channelId, trouble });
    // Whoever wished for it may be told no more: the wish may have waited for Discord.
    await warnings.refused(guildId, schedule, slotId, trouble);
  }

  return { post };
}

export type Posting = ReturnType<typeof createPosting>;

function isRefused({ serial, pause }: Schedule, { slotId, slotAt }: PostTask): boolean {
  return slotId.startsWith(`${serial}-`) && pause?.by === "channel" && pause.slotAt === slotAt;
}

/** What nobody can see any more is taken for not sent. */
async function unlessHidden(search: Promise<SentMessage | undefined>): Promise<SentMessage | undefined> {
  try {
    return await search;
  } catch (error) {
    if (error instanceof ChannelError) return undefined;
    throw error;
  }
}

function outcomeOf(post: Post | undefined): PostOutcome {
  return post ? { outcome: "posted", post } : { outcome: "nothing" };
}

function newPost(
  schedule: Schedule,
  task: PostTask,
  question: { id: string; rev: number; topic: Post["topic"] },
  now: number,
): Post {
  return {
    state: "claimed",
    guildId: task.guildId,
    slotId: task.slotId,
    scheduleId: schedule.id,
    channelId: schedule.channelId,
    topic: question.topic,
    questionId: question.id,
    rev: question.rev,
    slotAt: task.slotAt,
    claimedAt: now,
    closesAt: now + schedule.revealAfterHours * HOUR,
    tried: [],
    thread: schedule.thread,
    threadOpened: false,
    ...(schedule.roleId && { roleId: schedule.roleId }),
  };
}

import type { Task } from "../core/agenda.ts";
import { UserError } from "../core/errors.ts";
import { type Post, pickQuestion, seedOf } from "../core/post.ts";
import { type ChannelTrouble, GRACE, type Schedule } from "../core/schedule.ts";
import { type Clock, HOUR } from "../core/time.ts";
import {
  type Agenda,
  type Bank,
  ChannelError,
  type Claim,
  type Messenger,
  type PostStore,
  type ScheduleStore,
} from "./ports.ts";

/** A slot that is due. */
export type PostTask = Extract<Task, { kind: "post" }>;
type Needs = {
  schedules: ScheduleStore;
  posts: PostStore;
  agenda: Agenda;
  bank: Bank;
  messenger: Messenger;
  clock: Clock;
};

/** What came of a slot: a post, a channel that refuses it (its schedule rests), or nothing, for there was no need. */
export type PostOutcome =
  | { outcome: "posted"; post: Post }
  | { outcome: "refused"; trouble: ChannelTrouble }
  | { outcome: "nothing" };

/** Turns slots into posts, each exactly once, whatever crashes between any two lines of this file. */
export function createPosting({ schedules, posts, agenda, bank, messenger, clock }: Needs) {
  /**
   * Posts the question of a slot; called again for the same slot, it goes on where the last call stopped. Throws what
   * may pass, so that it is called again.
   */
  async function post(task: PostTask): Promise<PostOutcome> {
    const schedule = await schedules.find(task.guildId, task.scheduleId);
    if (!schedule || schedule.pause || !task.slotId.startsWith(`${schedule.serial}-`)) return { outcome: "nothing" };

    try {
      const made = clock() > task.slotAt + GRACE ? await settleLate(task) : await deliver(schedule, task);
      return made ? { outcome: "posted", post: made } : { outcome: "nothing" };
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      await rest(schedule, task, error.trouble);
      return { outcome: "refused", trouble: error.trouble };
    }
  }

  async function deliver(schedule: Schedule, task: PostTask): Promise<Post | undefined> {
    const claim = await claimQuestion(schedule, task);
    if (claim.outcome === "skipped") return undefined;

    const sent = claim.outcome === "done" ? claim.post : await send(claim);
    if (sent.state === "sent")
      await agenda.set({ kind: "reveal", guildId: sent.guildId, slotId: sent.slotId }, sent.closesAt);
    return sent;
  }

  async function claimQuestion(schedule: Schedule, task: PostTask): Promise<Exclude<Claim, { outcome: "stale" }>> {
    for (;;) {
      const [askedAt, open] = await Promise.all([posts.askedAt(task.guildId), posts.open(task.guildId, clock())]);
      const question = pickQuestion({
        questions: bank.pool(schedule),
        askedAt,
        open: new Set(open.map(({ questionId }) => questionId)),
        seed: seedOf(task),
      });
      if (!question) throw new UserError("pool-empty", schedule);

      const claim = await posts.claim(newPost(schedule, task, question, clock()), askedAt.get(question.id));
      if (claim.outcome !== "stale") return claim;
    }
  }

  async function send(claim: Extract<Claim, { outcome: "fresh" | "again" }>): Promise<Post> {
    const { post } = claim;
    const question = bank.find(post.questionId);
    if (!question) throw new Error(`Question ${post.questionId}, claimed for slot ${post.slotId}, is not in the bank`);

    const earlier = claim.outcome === "again" ? await messenger.find(post, claim.triedIn) : undefined;
    const messageId = earlier ?? (await messenger.send(post, question));
    await posts.markSent(post, messageId);
    return { ...post, state: "sent", messageId };
  }

  /** A slot whose grace has passed is skipped, unless an earlier try sent it and could not say so. */
  async function settleLate(task: PostTask): Promise<Post | undefined> {
    const earlier = await posts.find(task.guildId, task.slotId);
    const messageId = earlier && (earlier.messageId ?? (await messenger.find(earlier, earlier.channelId)));
    if (!messageId) {
      await posts.markSkipped(task);
      return undefined;
    }
    await posts.markSent(earlier, messageId);
    await agenda.setIfAbsent({ kind: "reveal", guildId: task.guildId, slotId: task.slotId }, earlier.closesAt);
    return { ...earlier, messageId };
  }

  /** Lets the schedule rest with its slot remembered, so that nothing is lost while moderators mend the channel. */
  async function rest(schedule: Schedule, task: PostTask, trouble: ChannelTrouble): Promise<void> {
    const pause = { by: "channel", reason: trouble, slotAt: task.slotAt } as const;
    const replaced = await schedules.replace(task.guildId, schedule, { ...schedule, pause });
    if (replaced) await agenda.remove({ kind: "slot", guildId: task.guildId, scheduleId: schedule.id });
  }

  return { post };
}

export type Posting = ReturnType<typeof createPosting>;

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
    thread: schedule.thread,
    ...(schedule.roleId && { roleId: schedule.roleId }),
  };
}

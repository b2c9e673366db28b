import {
  ChannelError,
  RetryLaterError,
  UnknownRefusalError,
  undefinedIfRefused,
} from "../../platform/discord/discord-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { Telemetry } from "../../platform/ops/metrics.ts";
import { newSeed } from "../../platform/seed.ts";
import { type Clock, HOUR, type Instant, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { ScheduleNotificationService } from "../notifications/schedule-notification-service.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import { type ChannelProblem, GRACE_PERIOD, isManualSlot, REFUSAL_TIMEOUT, type Schedule } from "../schedules/rules.ts";
import type { ScheduleStore } from "../schedules/store.ts";
import type { PostDelivery } from "./delivery.ts";
import { revealJob } from "./jobs.ts";
import type { Claim, PickContext, PostStore, SentMessage } from "./post-store.ts";
import { ENEMY_DISTANCE, type Post, pickQuestion } from "./rules.ts";

/** A slot that is due. */
export type PostTask = { guildId: string; scheduleId: string; slotId: string; slotAt: Instant };

/** `refused`: Discord rejected the post in this channel. `nothing`: there was nothing to post. */
type PostOutcome =
  | { outcome: "posted"; post: Post }
  | { outcome: "refused"; problem: ChannelProblem }
  | { outcome: "nothing" };

/** `unasked`: how many of the schedule's questions the guild hasn't been asked yet. */
type ClaimedQuestion = { claim: Exclude<Claim, { outcome: "stale" }>; unasked: number };

export function createPostService({
  schedules,
  posts,
  agenda,
  banks,
  delivery,
  scheduleNotifications,
  clock,
  telemetry,
}: {
  schedules: Pick<ScheduleStore, "find" | "replace" | "recordRun" | "removeWaitingPost">;
  posts: PostStore;
  agenda: Pick<Agenda, "set">;
  banks: Pick<BankService, "of" | "find">;
  delivery: Pick<PostDelivery, "send" | "find" | "isInGuild">;
  scheduleNotifications: ScheduleNotificationService;
  clock: Clock;
  telemetry?: Telemetry;
}) {
  /** Posts the question for a slot. Safe to call again: a retry resumes where the last call stopped. */
  async function post(task: PostTask): Promise<PostOutcome> {
    let outcome: "failed" | PostOutcome["outcome"] = "failed";
    let isWaiting = false;
    try {
      const result = await processSlot(task);
      outcome = result.outcome;
      return result;
    } catch (error) {
      isWaiting = !(error instanceof UserError);
      throw error;
    } finally {
      telemetry?.emit("slot", { outcome, lateMilliseconds: clock() - task.slotAt });
      if (isManualSlot(task.slotId) && !isWaiting) await schedules.removeWaitingPost(task.guildId, task.slotId);
    }
  }

  /** Throws temporary errors, so the job is retried. */
  async function processSlot(task: PostTask): Promise<PostOutcome> {
    const [schedule, context] = await Promise.all([
      schedules.find(task.guildId, task.scheduleId),
      posts.pickContext(task.guildId, clock()),
    ]);
    const isDue = schedule && !schedule.pause && task.slotId.startsWith(`${schedule.serial}-`);
    if (!isDue) {
      // The worker that paused the schedule for this slot may have crashed before it sent the warning.
      if (schedule && wasPausedFor(schedule, task)) await scheduleNotifications.notifyPaused(task.guildId, schedule);
      return outcomeOf(await finishEarlierAttempt(task));
    }

    try {
      const late = clock() > task.slotAt + GRACE_PERIOD;
      return outcomeOf(late ? await skipLate(task) : await postNow(schedule, task, context));
    } catch (error) {
      const problem = await channelProblemOf(error, task);
      if (!problem) throw error;
      if (isManualSlot(task.slotId)) await dropManualPost(schedule, task, problem);
      else await pauseSchedule(schedule, task, problem);
      return { outcome: "refused", problem };
    }
  }

  /** Returns undefined if the error is temporary. */
  async function channelProblemOf(error: unknown, { guildId, slotAt }: PostTask): Promise<ChannelProblem | undefined> {
    if (error instanceof UnknownRefusalError && clock() >= slotAt + REFUSAL_TIMEOUT) return "refused";
    if (!(error instanceof ChannelError)) return undefined;
    const canBeAbsent = error.problem === "deleted" || error.problem === "no-access";
    return canBeAbsent && !(await delivery.isInGuild(guildId)) ? "absent" : error.problem;
  }

  async function postNow(schedule: Schedule, task: PostTask, context: PickContext): Promise<Post | undefined> {
    const claimed = await claimQuestion(schedule, task, context);
    if (!claimed) return skipEmptyPool(schedule, task);
    const { claim, unasked } = claimed;
    switch (claim.outcome) {
      case "skipped":
        return undefined;
      case "done":
        return recordSent(claim.post);
      case "resumed":
        return resumeSending(schedule, claim.post);
      case "claimed": {
        const message = await send(claim.post);
        const [sent] = await Promise.all([
          recordSent(claim.post, message),
          scheduleNotifications.notifyPoolLow(task.guildId, schedule, unasked),
        ]);
        return sent;
      }
    }
  }

  /** Returns undefined if the pool is empty. */
  async function claimQuestion(
    schedule: Schedule,
    task: PostTask,
    initial: PickContext,
  ): Promise<ClaimedQuestion | undefined> {
    for (let context = initial; ; context = await posts.pickContext(task.guildId, clock())) {
      const { lastAsked, open } = context;
      const [bank, now] = [await banks.of(task.guildId, context.bank), clock()];
      const questions = bank.pool(schedule);
      const recent = [...lastAsked].flatMap(([id, at]) => (at > now - ENEMY_DISTANCE ? (bank.find(id) ?? []) : []));
      const question = pickQuestion({ questions, lastAsked, open, recent, seed: newSeed() });
      if (!question) return findClaim(task);

      const enemies = [...bank.enemiesOf(question.id)].map((id) => ({ id, lastAsked: lastAsked.get(id) }));
      const claim = await posts.claim(newPost(schedule, task, question, now), lastAsked.get(question.id), enemies);
      const unasked = questions.filter(({ id }) => id !== question.id && !lastAsked.has(id)).length;
      if (claim.outcome !== "stale") return { claim, unasked };
    }
  }

  /** Finds an earlier attempt's claim. The pool may have become empty since then. */
  async function findClaim({ guildId, slotId }: PostTask): Promise<ClaimedQuestion | undefined> {
    const post = await posts.find(guildId, slotId);
    return post && { claim: { outcome: post.state === "claimed" ? "resumed" : "done", post }, unasked: 0 };
  }

  /** Looks for a message from an earlier attempt, and sends the post only if there is none. */
  async function resumeSending({ channelId, revealAfterHours }: Schedule, post: Post): Promise<Post> {
    const found = await (channelId === post.channelId ? delivery.find(post) : undefinedIfRefused(delivery.find(post)));
    if (found) return recordSent(post, found);

    const redirected = await posts.redirect(post, { channelId, closesAt: clock() + revealAfterHours * HOUR });
    return recordSent(redirected, await send(redirected));
  }

  async function send(post: Post): Promise<SentMessage> {
    const question = await banks.find(post.guildId, post.questionId);
    if (!question) throw new Error(`Question ${post.questionId}, claimed for slot ${post.slotId}, is not in the bank`);
    return { channelId: post.channelId, messageId: await delivery.send(post, question) };
  }

  /** Records the message and schedules the reveal. Every step can be repeated. */
  async function recordSent(post: Post, message?: SentMessage): Promise<Post> {
    if (message) await posts.markSent(post, message);
    const sent: Post = message ? { ...post, ...message, state: "sent" } : post;
    const { guildId, slotId } = post;
    if (sent.state === "sent") await agenda.set(revealJob, { guildId, slotId }, sent.closesAt);
    return sent;
  }

  /** Records a message that an earlier attempt sent. Never sends one. */
  async function finishEarlierAttempt({ guildId, slotId }: PostTask): Promise<Post | undefined> {
    const earlier = await posts.find(guildId, slotId);
    if (!earlier) return undefined;
    if (earlier.state !== "claimed") return recordSent(earlier);

    const message = await undefinedIfRefused(delivery.find(earlier));
    return message && recordSent(earlier, message);
  }

  async function skipLate(task: PostTask): Promise<Post | undefined> {
    const earlier = await finishEarlierAttempt(task);
    if (!earlier) await posts.markSkipped(task);
    return earlier;
  }

  async function skipEmptyPool(schedule: Schedule, task: PostTask): Promise<undefined> {
    if (isManualSlot(task.slotId)) throw new UserError("pool-empty", schedule);
    await posts.markSkipped({ ...task, reason: "pool-empty" });
    await scheduleNotifications.notifyPoolEmpty(task.guildId, schedule, task.slotAt);
  }

  /** Pauses the schedule and saves the slot. It can still be posted when moderators have fixed the channel. */
  async function pauseSchedule(schedule: Schedule, task: PostTask, problem: ChannelProblem): Promise<void> {
    const pause = { by: "channel", reason: problem, slotAt: task.slotAt } as const;
    const replaced = await schedules.replace(task.guildId, schedule, { ...schedule, pause });
    // A moderator has just edited the schedule, possibly its channel. The retry uses the new settings.
    if (!replaced) throw new RetryLaterError(`Schedule ${schedule.id} changed while it was being paused`);
    await scheduleNotifications.notifyPaused(task.guildId, { ...schedule, pause });
  }

  /** Drops a manual post instead of posting it later, so it can't replace a scheduled slot that is waiting. */
  async function dropManualPost(
    schedule: Schedule,
    { guildId, slotId, slotAt }: PostTask,
    problem: ChannelProblem,
  ): Promise<void> {
    const { id, channelId } = schedule;
    await schedules.recordRun(guildId, id, { outcome: "refused", at: slotAt, channelId, problem });
    // The moderator who requested it may have stopped waiting for the reply.
    await scheduleNotifications.notifyManualPostFailed(guildId, schedule, slotId, problem);
  }

  return { post };
}

export type PostService = ReturnType<typeof createPostService>;

function wasPausedFor({ serial, pause }: Schedule, { slotId, slotAt }: PostTask): boolean {
  return slotId.startsWith(`${serial}-`) && pause?.by === "channel" && pause.slotAt === slotAt;
}

function outcomeOf(post: Post | undefined): PostOutcome {
  return post ? { outcome: "posted", post } : { outcome: "nothing" };
}

function newPost(schedule: Schedule, task: PostTask, question: Question, now: Instant): Post {
  return {
    state: "claimed",
    guildId: task.guildId,
    slotId: task.slotId,
    scheduleId: schedule.id,
    channelId: schedule.channelId,
    topic: question.topic,
    questionId: question.id,
    rev: question.rev,
    seed: newSeed(),
    slotAt: task.slotAt,
    claimedAt: now,
    closesAt: now + schedule.revealAfterHours * HOUR,
    previousChannelIds: [],
    thread: schedule.thread,
    threadOpened: false,
    ...(schedule.roleId && { roleId: schedule.roleId }),
    ...(isManualSlot(task.slotId) && { date: localDateAt(task.slotAt, schedule.zone) }),
  };
}

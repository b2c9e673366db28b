import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, type Instant, MINUTE, SECOND } from "../../platform/time.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import { periodNames } from "../boards/calendar-rules.ts";
import type { RecomputeService } from "../boards/recompute-service.ts";
import { leaderboardsFor, rescoreAnswer } from "../boards/rules.ts";
import type { AnswerStore } from "../daily/answer-store.ts";
import { REFRESH_EVERY, refreshJob } from "../daily/jobs.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { CreditWithheld } from "../daily/reveal-service.ts";
import type { Post } from "../daily/rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { rescoreJob } from "./jobs.ts";
import type { RescoreStore } from "./store.ts";

/** Maximum number of posts whose messages are updated. Older posts keep their results. */
const MAX_REFRESHED_POSTS = 25;
/** Delays rescoring until answers that are being scored with the old key have been recorded. */
const IN_FLIGHT_DELAY = 3 * SECOND;
/** When rescoring starts if the process crashes while saving new revisions. */
const SAVE_TIMEOUT = MINUTE;

/**
 * Rescores answers after a question's answer key was corrected. Updates points, counts and leaderboards. Streaks stay
 * the same, because they don't depend on correct answers. So do quiz points: wrong quiz answers aren't stored, so a
 * correction could only take points away. Every step can be repeated after a crash.
 */
export function createRescoringService({
  rescores,
  posts,
  answers,
  creditWithheld,
  recompute,
  settings,
  banks,
  auditLog,
  agenda,
  clock,
}: {
  rescores: RescoreStore;
  posts: Pick<PostStore, "find" | "lastAsked">;
  answers: Pick<AnswerStore, "batches">;
  creditWithheld: CreditWithheld;
  recompute: Pick<RecomputeService, "entries">;
  settings: Pick<SettingsStore, "calendar">;
  banks: Pick<BankService, "find">;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  agenda: Pick<Agenda, "set" | "setIfAbsent">;
  clock: Clock;
}) {
  /** Schedules rescoring for built-in questions whose revision has increased since the last start. */
  async function catchUp(questions: readonly Question[]): Promise<void> {
    const known = await rescores.revisions();
    const raised = questions.filter(({ id, rev }) => rev > (known.get(id) ?? rev));
    if (raised.length > 0) {
      for await (const { guildId, questionIds } of rescores.guildsWithPosts(raised.map(({ id }) => id))) {
        // Delayed until the new revisions are saved. Processes that still run the previous version then postpone the
        // job.
        for (const questionId of questionIds) await request(guildId, questionId, clock() + MINUTE);
      }
    }
    await rescores.saveRevisions(questions.filter(({ id, rev }) => known.get(id) !== rev));
  }

  /** Schedules rescoring of a guild's answers to a question. */
  async function request(guildId: string, questionId: string, at: Instant = clock()): Promise<void> {
    await agenda.set(rescoreJob, { guildId, questionId }, at);
  }

  /** Saves new revisions of a guild's own questions and schedules rescoring, even if the process crashes in between. */
  async function revise<Outcome>(
    guildId: string,
    questionIds: readonly string[],
    save: () => Promise<Outcome>,
  ): Promise<Outcome> {
    await requestPosted(guildId, questionIds, clock() + SAVE_TIMEOUT);
    const outcome = await save();
    await requestPosted(guildId, questionIds, clock() + IN_FLIGHT_DELAY);
    return outcome;
  }

  async function requestPosted(guildId: string, questionIds: readonly string[], at: Instant): Promise<void> {
    const posted = await posts.lastAsked(guildId);
    const due = questionIds.filter((id) => posted.has(id));
    await Promise.all(due.map((questionId) => request(guildId, questionId, at)));
  }

  async function rescore(guildId: string, questionId: string): Promise<void> {
    const question = await banks.find(guildId, questionId);
    const latest = await rescores.revisionOf(questionId);
    // During an upgrade, this process may still be running the previous revision.
    if (question && latest !== undefined && latest > question.rev) {
      return request(guildId, questionId, clock() + MINUTE);
    }

    const outdated = question ? await rescores.outdatedPosts(guildId, question) : [];
    for (const post of outdated) if (question) await rescorePost(post, question);
    await recomputePending(guildId);

    for (const { slotId } of outdated.slice(-MAX_REFRESHED_POSTS)) {
      await agenda.setIfAbsent(refreshJob, { guildId, slotId }, clock() + REFRESH_EVERY);
    }
    if (question && outdated.length > 0) {
      await auditLog.recordAndNotify(guildId, ROOTINE, { kind: "key-corrected", questionId, rev: question.rev });
    }
  }

  async function rescorePost(post: Post, question: Question): Promise<void> {
    for await (const batch of answers.batches(post.guildId, post.slotId)) {
      const rescored = batch.map((before) => ({ before, after: rescoreAnswer(before, question) }));
      await rescores.replaceAnswers(
        post,
        rescored.filter(({ before, after }) => after !== before),
      );
      // Loads the post again. If it was revealed in the meantime, the reveal may have read the old answers and credited
      // nothing for them.
      const { state } = (await posts.find(post.guildId, post.slotId)) ?? post;
      if (state !== "revealed") continue;
      await creditWithheld(
        post,
        rescored.map(({ after }) => after),
      );
    }
    await rescores.markRescored(post, question.rev);
  }

  /** Recomputes the entries of members with pending recomputes on the affected leaderboards. */
  async function recomputePending(guildId: string): Promise<void> {
    const pending = await rescores.pendingRecomputes(guildId);
    if (pending.length === 0) return;
    const calendar = await settings.calendar(guildId);
    const boards = pending.flatMap((one) => leaderboardsFor(periodNames(calendar, one), one.topic));
    const names = new Set(boards.map(({ name }) => name));
    const userIds = [...new Set(pending.map(({ userId }) => userId))];
    await recompute.entries(guildId, userIds, ({ name }) => names.has(name));
    await rescores.removePendingRecomputes(guildId, pending);
  }

  return { catchUp, request, revise, rescore };
}

export type RescoringService = ReturnType<typeof createRescoringService>;

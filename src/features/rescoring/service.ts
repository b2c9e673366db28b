import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, type Instant, MINUTE, SECOND } from "../../platform/time.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { Audit } from "../audit-log/service.ts";
import { countedOn } from "../boards/calendar-rules.ts";
import { boardsOf } from "../boards/rules.ts";
import type { Standings } from "../boards/standing-service.ts";
import type { AnswerStore } from "../daily/answer-store.ts";
import { REFRESH_EVERY, refreshJob } from "../daily/jobs.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { CreditWithheld } from "../daily/reveal-service.ts";
import type { Post } from "../daily/rules.ts";
import type { Banks } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import type { SettingsStore } from "../settings/ports.ts";
import { rescoreJob } from "./jobs.ts";
import type { RescoreStore, Touched } from "./ports.ts";
import { rejudge } from "./rules.ts";

type Needs = {
  rescores: RescoreStore;
  posts: Pick<PostStore, "find" | "lastAsked">;
  answers: Pick<AnswerStore, "batches">;
  creditWithheld: CreditWithheld;
  standings: Standings;
  settings: Pick<SettingsStore, "calendar">;
  banks: Pick<Banks, "find">;
  audit: Pick<Audit, "note">;
  agenda: Pick<Agenda, "set" | "setIfAbsent">;
  clock: Clock;
};

/** Members whose boards are told again together: bounds what is held in memory. */
const RESTATED_TOGETHER = 1_000;
/** Of the posts that were judged again the latest are drawn again. */
const REDRAWN = 25;
/** What was being judged by the old key when the new one was written is recorded by then. */
const RECORDED = 3 * SECOND;
/** How long the writing of new revisions may take before its answers are looked at anyway. */
const PATIENCE = MINUTE;

/**
 * When a key is corrected, its question's revision rises, and the answers given before are judged by the new key: points,
 * counts and boards follow, streaks stay, for a streak counts answering. Everything may be repeated after any crash: an
 * answer judged again stays so, a post is settled after its answers, and whose boards are to follow is noted with them.
 * Points of quizzes stay: of them only the right answers are kept, so a correction could take points away and give none.
 */
export function createRescoring(needs: Needs) {
  const { rescores, posts, answers, creditWithheld, standings, settings, banks, audit, agenda, clock } = needs;

  /** Compares the built-in questions with those of the last start, and has the answers to corrected ones judged again. */
  async function catchUp(questions: readonly Question[]): Promise<void> {
    const known = await rescores.revisions();
    const raised = questions.filter(({ id, rev }) => rev > (known.get(id) ?? rev));
    if (raised.length > 0) {
      for await (const { guildId, questionIds } of rescores.askedIn(raised.map(({ id }) => id))) {
        // By then the new revisions are noted, so that processes of the version before leave it to those of this one.
        for (const questionId of questionIds) await request(guildId, questionId, clock() + MINUTE);
      }
    }
    await rescores.noteRevisions(questions.filter(({ id, rev }) => known.get(id) !== rev));
  }

  /** Has the answers to a guild's corrected question judged again, soon and in the background. */
  async function request(guildId: string, questionId: string, at: Instant = clock()): Promise<void> {
    await agenda.set(rescoreJob, { guildId, questionId }, at);
  }

  /**
   * Has a guild's own questions written anew, and their answers judged again. The agenda knows of it before they are
   * written, so that a crash in between delays it and no more.
   */
  async function revise<Outcome>(
    guildId: string,
    questionIds: readonly string[],
    write: () => Promise<Outcome>,
  ): Promise<Outcome> {
    await requestAsked(guildId, questionIds, clock() + PATIENCE);
    const outcome = await write();
    await requestAsked(guildId, questionIds, clock() + RECORDED);
    return outcome;
  }

  async function requestAsked(guildId: string, questionIds: readonly string[], at: Instant): Promise<void> {
    const known = await posts.lastAsked(guildId);
    const due = questionIds.filter((id) => known.has(id));
    await Promise.all(due.map((questionId) => request(guildId, questionId, at)));
  }

  async function rescore(guildId: string, questionId: string): Promise<void> {
    const question = await banks.find(guildId, questionId);
    const noted = await rescores.revisionOf(questionId);
    // Amid an upgrade: this process still has the question as it was.
    if (question && noted !== undefined && noted > question.rev) return request(guildId, questionId, clock() + MINUTE);

    const outdated = question ? await rescores.outdated(guildId, question) : [];
    for (const post of outdated) if (question) await rescorePost(post, question);
    await restate(guildId);

    for (const { slotId } of outdated.slice(-REDRAWN)) {
      await agenda.setIfAbsent(refreshJob, { guildId, slotId }, clock() + REFRESH_EVERY);
    }
    if (question && outdated.length > 0) {
      await audit.note(guildId, ROOTINE, { kind: "key-corrected", questionId, rev: question.rev });
    }
  }

  async function rescorePost(post: Post, question: Question): Promise<void> {
    for await (const some of answers.batches(post.guildId, post.slotId)) {
      const judged = some.map((before) => ({ before, after: rejudge(before, question) }));
      await rescores.replace(
        post,
        judged.filter(({ before, after }) => after !== before),
      );
      // As it is by now: a reveal that came meanwhile may have read the answers as they were.
      const { state } = (await posts.find(post.guildId, post.slotId)) ?? post;
      if (state !== "revealed") continue;
      await creditWithheld(
        post,
        judged.map(({ after }) => after),
      );
    }
    await rescores.settle(post, question.rev);
  }

  /** Tells the boards again for whoever is noted, until nobody is. */
  async function restate(guildId: string): Promise<void> {
    const calendar = await settings.calendar(guildId);
    const byBoards = new Map<string, { names: Set<string>; touched: Touched[] }>();
    for (const one of await rescores.touched(guildId)) {
      const names = boardsOf(countedOn(calendar, one.at, one.day), one.topic);
      const group = byBoards.get(names.join()) ?? { names: new Set(names), touched: [] };
      byBoards.set(names.join(), group);
      group.touched.push(one);
    }
    for (const { names, touched } of byBoards.values()) {
      while (touched.length > 0) {
        const some = touched.splice(0, RESTATED_TOGETHER);
        await standings.restate(guildId, [...new Set(some.map(({ userId }) => userId))], names);
        await rescores.restated(guildId, some);
      }
    }
  }

  return { catchUp, request, revise, rescore };
}

export type Rescoring = ReturnType<typeof createRescoring>;

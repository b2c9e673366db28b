import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, type Instant, type LocalDate, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { dailyPoints } from "../boards/rules.ts";
import type { LearningService } from "../learning/service.ts";
import { type Answer, isCorrectResponse, type Response } from "../questions/answer-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import type { UpcomingService } from "../schedules/upcoming-service.ts";
import type { AnswerContext, AnswerStore, NewAnswer } from "./answer-store.ts";
import { REFRESH_EVERY, refreshJob } from "./jobs.ts";
import type { PostStore } from "./post-store.ts";
import type { Post } from "./rules.ts";
import { advanceStreak, currentStreak, type Streak } from "./rules.ts";

type Click = { guildId: string; userId: string; slotId: string };
type PostedQuestion = { post: Post; question: Question };

/** What a member sees after answering. */
export type Feedback = PostedQuestion & {
  answer: Pick<Answer, "response" | "correct" | "base" | "bonus" | "at" | "withheld">;
  /** The member answered before, and only that answer counts. */
  alreadyAnswered: boolean;
  streak: number;
  freezes: number;
  /** 1-based rank on today's leaderboard. Only present right after the answer was recorded. */
  rank?: number;
};

/** What `/daily` shows. */
export type DailyView = {
  streak: number;
  open?: PostedQuestion & { answered: number };
  feedback?: Feedback;
  /** Other open posts. */
  others: Post[];
  /** When the next question is due, if none is open. */
  next?: Instant;
};

/** Handles members' answers to the daily question, under its post and with `/daily`. */
export function createDailyService({
  upcoming,
  posts,
  answers,
  learning,
  agenda,
  banks,
  clock,
}: {
  upcoming: Pick<UpcomingService, "nextIn">;
  posts: Pick<PostStore, "find" | "open">;
  answers: Pick<AnswerStore, "context" | "record" | "member" | "count">;
  learning: Pick<LearningService, "addToReview" | "load">;
  agenda: Pick<Agenda, "setIfAbsent">;
  banks: Pick<BankService, "find">;
  clock: Clock;
}) {
  /** Slots whose refresh this process scheduled, each with the earliest time that refresh can start. */
  const refreshing = new Map<string, Instant>();

  /** The question to answer, or feedback if the member already answered it. Throws a UserError if it has closed. */
  async function question(click: Click): Promise<PostedQuestion | Feedback> {
    const { posted, earlier } = await load(click);
    return earlier ?? posted;
  }

  /** Records a member's answer. Only the first one counts. Later calls return the feedback on it. */
  async function answer(click: Click, response: Response): Promise<Feedback> {
    const { context, posted, earlier } = await load(click);
    return earlier ?? record(click, posted, context, response);
  }

  async function load({ guildId, slotId, userId }: Click) {
    const context = await answers.context(guildId, slotId, userId);
    const posted = await postedQuestion(context);
    const earlier = earlierFeedback(context, posted);
    if (!earlier && !acceptsAnswers(posted.post)) throw new UserError("question-closed", {});
    return { context, posted, earlier };
  }

  async function record(
    click: Click,
    posted: PostedQuestion,
    context: AnswerContext,
    response: Response,
  ): Promise<Feedback> {
    const at = clock();
    const day = localDateAt(at, context.zone);
    const correct = isCorrectResponse(posted.question, response);

    for (let streakBefore = context.streak; ; ) {
      const streakAfter = advanceStreak(streakBefore, day);
      const answer: NewAnswer = {
        ...(context.feedback === "at-reveal" && { withheld: true }),
        userId: click.userId,
        response,
        correct,
        ...dailyPoints(correct, posted.question.difficulty, streakAfter.length),
        at,
        day,
        streakBefore,
        streakAfter,
      };

      const recording = await answers.record(posted.post, answer, context.calendar);
      switch (recording.outcome) {
        case "closed":
          throw new UserError("question-closed", {});
        case "deleted":
          throw new UserError("answer-deleted", {});
        case "already": {
          const { streak } = await answers.member(click.guildId, click.userId);
          return { ...posted, answer: recording.answer, alreadyAnswered: true, ...streakOn(streak, day) };
        }
        case "stale":
          streakBefore = recording.streak;
          continue;
        case "recorded":
          await scheduleRefresh(click);
          return {
            ...posted,
            answer,
            alreadyAnswered: false,
            ...streakOn(streakAfter, day),
            ...(recording.rankToday !== undefined && { rank: recording.rankToday + 1 }),
          };
      }
    }
  }

  /**
   * Schedules an update of the answer count under the post. One refresh covers all answers recorded before it starts.
   */
  async function scheduleRefresh({ guildId, slotId }: Click): Promise<void> {
    const now = clock();
    const slot = `${guildId}/${slotId}`;
    if ((refreshing.get(slot) ?? 0) > now) return;
    // A refresh that was already scheduled, perhaps by another process, may start at any time.
    if (!(await agenda.setIfAbsent(refreshJob, { guildId, slotId }, now + REFRESH_EVERY))) return;
    for (const [other, until] of refreshing) if (until <= now) refreshing.delete(other);
    // Only half the interval, because the clock of the process that runs the refresh may be ahead.
    refreshing.set(slot, now + REFRESH_EVERY / 2);
  }

  /** Adds an answered question to the member's review and returns when it is due. */
  async function addToReview({ guildId, slotId, userId }: Click): Promise<{ due: Instant; isDue: boolean }> {
    const [context, known] = await Promise.all([answers.context(guildId, slotId, userId), learning.load(userId)]);
    const posted = await postedQuestion(context);
    const earlier = earlierFeedback(context, posted);
    if (!earlier) throw new UserError("review-unanswered", {});
    if (isWithheld(earlier)) throw new UserError("answer-withheld", { until: posted.post.closesAt });
    // Records the outcome now, so the learner gets a card before the reveal. The reveal then skips it.
    const { correct, at } = earlier.answer;
    const due = await learning.addToReview(userId, { question: posted.question, correct, at, mode: "daily" }, known);
    return { due, isDue: due <= clock() };
  }

  async function view(guildId: string, userId: string): Promise<DailyView> {
    const now = clock();
    const open = await posts.open(guildId, now);
    const contexts = await Promise.all(open.map(({ slotId }) => answers.context(guildId, slotId, userId)));
    const shown = contexts.find((context) => !context.answer) ?? contexts[0];
    if (!shown) return viewWithoutPost(guildId, userId, now);

    const posted = await postedQuestion(shown);
    const feedback = earlierFeedback(shown, posted);
    return {
      streak: currentStreak(shown.streak, localDateAt(now, shown.zone)),
      ...(feedback
        ? { feedback }
        : { open: { ...posted, answered: await answers.count(guildId, posted.post.slotId) } }),
      others: open.filter(({ slotId }) => slotId !== posted.post.slotId),
    };
  }

  async function viewWithoutPost(guildId: string, userId: string, now: Instant): Promise<DailyView> {
    const [next, { streak, zone }] = await Promise.all([upcoming.nextIn(guildId), answers.member(guildId, userId)]);
    return {
      streak: currentStreak(streak, localDateAt(now, zone)),
      others: [],
      ...(next !== undefined && { next }),
    };
  }

  /** A revealed post and its question. Throws a UserError while the post is open. */
  async function revealed(guildId: string, slotId: string): Promise<PostedQuestion> {
    const post = await posts.find(guildId, slotId);
    if (post?.state !== "revealed") throw new UserError("button-outdated", {});
    return postedQuestion({ post });
  }

  async function postedQuestion({ post, bankVersion }: { post?: Post; bankVersion?: number }): Promise<PostedQuestion> {
    const question = post && (await banks.find(post.guildId, post.questionId, bankVersion));
    if (!question) throw new UserError("question-removed", {});
    return { post, question };
  }

  function earlierFeedback({ answer, streak, zone }: AnswerContext, posted: PostedQuestion): Feedback | undefined {
    if (!answer) return undefined;
    return { ...posted, answer, alreadyAnswered: true, ...streakOn(streak, localDateAt(clock(), zone)) };
  }

  /** A claimed post accepts answers too, because members can click before the message is recorded as sent. */
  function acceptsAnswers({ state, closesAt }: Post): boolean {
    return (state === "claimed" || state === "sent") && clock() < closesAt;
  }

  return { question, answer, addToReview, view, revealed };
}

/** Whether the result must stay hidden until the reveal. */
export function isWithheld({ answer, post }: Pick<Feedback, "answer" | "post">): boolean {
  return answer.withheld === true && post.state !== "revealed";
}

function streakOn(streak: Streak | undefined, day: LocalDate): { streak: number; freezes: number } {
  return { streak: currentStreak(streak, day), freezes: streak?.freezes ?? 0 };
}

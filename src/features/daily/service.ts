import type { Agenda } from "../../platform/jobs/agenda.ts";
import { onceIn } from "../../platform/throttle.ts";
import { type Clock, type Instant, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { dailyPoints } from "../boards/points-rules.ts";
import type { Learning } from "../learning/service.ts";
import { type Answer, judge, type Response } from "../questions/answer-rules.ts";
import type { Banks } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import type { Upcoming } from "../schedules/upcoming-service.ts";
import type { AnswerStore, NewAnswer, Situation } from "./answer-ports.ts";
import { REFRESH_EVERY, refreshJob } from "./jobs.ts";
import type { PostStore } from "./post-ports.ts";
import type { Post } from "./post-rules.ts";
import { advanceStreak, currentStreak, type Streak } from "./streak-rules.ts";

type Needs = {
  upcoming: Upcoming;
  posts: PostStore;
  answers: AnswerStore;
  learning: Pick<Learning, "keep" | "all">;
  agenda: Pick<Agenda, "setIfAbsent">;
  banks: Pick<Banks, "find">;
  clock: Clock;
};
type Asked = { post?: Post; bankVersion?: number };
type Click = { guildId: string; userId: string; slotId: string };

/** What the answerer alone is told. `again`: the answer had been recorded before, and only that one counts. */
export type Feedback = {
  post: Post;
  question: Question;
  answer: Pick<Answer, "response" | "right" | "base" | "bonus" | "at" | "held">;
  again: boolean;
  streak: number;
  freezes: number;
  /** The member's place on today's board, from 1; only where the answer has just been recorded. */
  place?: number;
};

/** What `/daily` shows: the open question to answer or the feedback on it, and what else is open. */
export type DailyView = {
  streak: number;
  open?: { post: Post; question: Question; answered: number };
  feedback?: Feedback;
  others: Post[];
  /** When the next question comes, if nothing is open. */
  next?: Instant;
};

/** How members meet the daily question: they answer it once, and find it again when they missed the post. */
export function createDaily({ upcoming, posts, answers, learning, agenda, banks, clock }: Needs) {
  const needsRefresh = onceIn(REFRESH_EVERY);

  /** The question a post asks, for those who still may answer; throws a UserError once it is closed. */
  async function question({ guildId, slotId, userId }: Click): Promise<{ post: Post; question: Question } | Feedback> {
    const situation = await answers.situation(guildId, slotId, userId);
    const asked = await askedIn(situation);
    const earlier = recorded(situation, asked);
    if (earlier) return earlier;
    if (!takesAnswers(asked.post)) throw new UserError("question-closed", {});
    return asked;
  }

  /** Records a member's answer; the first one counts, and any later call tells what was recorded. */
  async function answer(click: Click, response: Response): Promise<Feedback> {
    const situation = await answers.situation(click.guildId, click.slotId, click.userId);
    const asked = await askedIn(situation);
    const earlier = recorded(situation, asked);
    if (earlier) return earlier;
    if (!takesAnswers(asked.post)) throw new UserError("question-closed", {});

    return record(click, asked, situation, response);
  }

  async function record(
    click: Click,
    { post, question }: { post: Post; question: Question },
    situation: Situation,
    response: Response,
  ): Promise<Feedback> {
    const at = clock();
    const day = localDateAt(at, situation.zone);
    const right = judge(question, response);

    for (let streakBefore = situation.streak; ; ) {
      const streakAfter = advanceStreak(streakBefore, day);
      const points = dailyPoints(right, question.difficulty, streakAfter.length);
      const answer: NewAnswer = {
        ...(situation.feedback === "at-reveal" && { held: true }),
        userId: click.userId,
        response,
        right,
        ...points,
        at,
        day,
        streakBefore,
        streakAfter,
      };

      const recording = await answers.record(post, answer, situation.calendar);
      switch (recording.outcome) {
        case "closed":
          throw new UserError("question-closed", {});
        case "already":
          return { post, question, answer: recording.answer, again: true, ...(await standingNow(click)) };
        case "stale":
          streakBefore = recording.streak;
          continue;
        case "recorded":
          await refreshSoon(click, at);
          return {
            post,
            question,
            answer,
            again: false,
            ...standing(streakAfter, day),
            ...(recording.rankToday !== undefined && { place: recording.rankToday + 1 }),
          };
      }
    }
  }

  /** The count is drawn some seconds after the first answer that changed it; the answers until then come with it. */
  async function refreshSoon({ guildId, slotId }: Click, now: Instant): Promise<void> {
    if (!needsRefresh(`${guildId}/${slotId}`, now)) return;
    await agenda.setIfAbsent(refreshJob, { guildId, slotId }, now + REFRESH_EVERY);
  }

  async function standingNow({ guildId, userId }: Click) {
    const { streak, zone } = await answers.member(guildId, userId);
    return standing(streak, localDateAt(clock(), zone));
  }

  /** Lets an answered question come back in the member's review; tells when. */
  async function keep({ guildId, slotId, userId }: Click): Promise<{ due: Instant; isDue: boolean }> {
    const [situation, known] = await Promise.all([answers.situation(guildId, slotId, userId), learning.all(userId)]);
    const asked = await askedIn(situation);
    const earlier = recorded(situation, asked);
    if (!earlier) throw new UserError("keep-unanswered", {});
    if (isHeld(earlier)) throw new UserError("answer-held", { until: asked.post.closesAt });
    // What an answer teaches is learnt at the reveal; who wants the card now is taught now, and then not again.
    const { right, at } = earlier.answer;
    const due = await learning.keep(userId, { question: asked.question, right, at, mode: "daily" }, known);
    return { due, isDue: due <= clock() };
  }

  /** What a member who asks for the daily question sees. */
  async function view(guildId: string, userId: string): Promise<DailyView> {
    const now = clock();
    const open = await posts.open(guildId, now);
    const situations = await Promise.all(open.map(({ slotId }) => answers.situation(guildId, slotId, userId)));
    const shown = situations.find(({ answer }) => !answer) ?? situations[0];
    if (!shown) return { ...(await idle(guildId, userId, now)), others: [] };

    const asked = await askedIn(shown);
    const feedback = recorded(shown, asked);
    return {
      streak: currentStreak(shown.streak, localDateAt(now, shown.zone)),
      ...(feedback ? { feedback } : { open: { ...asked, answered: await answers.count(guildId, asked.post.slotId) } }),
      others: open.filter(({ slotId }) => slotId !== asked.post.slotId),
    };
  }

  async function idle(guildId: string, userId: string, now: Instant): Promise<Pick<DailyView, "streak" | "next">> {
    const [next, { streak, zone }] = await Promise.all([upcoming.nextIn(guildId), answers.member(guildId, userId)]);
    return { streak: currentStreak(streak, localDateAt(now, zone)), ...(next !== undefined && { next }) };
  }

  /** A question whose key may be shown; throws a UserError while it is open. */
  async function revealed(guildId: string, slotId: string): Promise<{ post: Post; question: Question }> {
    const post = await posts.find(guildId, slotId);
    if (post?.state !== "revealed") throw new UserError("button-outdated", {});
    return askedIn({ post });
  }

  async function askedIn({ post, bankVersion }: Asked): Promise<{ post: Post; question: Question }> {
    const question = post && (await banks.find(post.guildId, post.questionId, bankVersion));
    if (!question) throw new UserError("question-gone", {});
    return { post, question };
  }

  function recorded(
    { answer, streak, zone }: Situation,
    asked: { post: Post; question: Question },
  ): Feedback | undefined {
    return answer && { ...asked, answer, again: true, ...standing(streak, localDateAt(clock(), zone)) };
  }

  /** A message can be clicked before its sender has had time to note that it was sent. */
  function takesAnswers({ state, closesAt }: Post): boolean {
    return (state === "claimed" || state === "sent") && clock() < closesAt;
  }

  return { question, answer, keep, view, revealed };
}

export type Daily = ReturnType<typeof createDaily>;

/** Must this feedback not yet tell whether the answer was right? */
export function isHeld({ answer, post }: Pick<Feedback, "answer" | "post">): boolean {
  return answer.held === true && post.state !== "revealed";
}

function standing(streak: Streak | undefined, today: string): { streak: number; freezes: number } {
  return { streak: currentStreak(streak, today), freezes: streak?.freezes ?? 0 };
}

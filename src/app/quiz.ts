import { quizActivity } from "../core/activity.ts";
import { judge, type Response } from "../core/answer.ts";
import { UserError } from "../core/errors.ts";
import { isSlow, type Known, learn } from "../core/learner.ts";
import type { Question } from "../core/question.ts";
import { earnsPoints, isComplete, lastActive, QUIZ_IDLE, type Quiz, type QuizAnswer } from "../core/quiz.ts";
import { type Outlook, outlook } from "../core/review.ts";
import { type Clock, SECOND } from "../core/time.ts";
import type { ActivityStore, Agenda, Banks, CreditStore, LearnerStore, QuizStore, RatingStore } from "./ports.ts";
import type { QuizChoice } from "./quiz-choice.ts";
import { creditsOf, pointsOf } from "./quiz-credits.ts";

type Needs = {
  learners: Pick<LearnerStore, "seen">;
  quizzes: QuizStore;
  ratings: RatingStore;
  credits: CreditStore;
  activity: Pick<ActivityStore, "note">;
  choice: Pick<QuizChoice, "openTo">;
  agenda: Agenda;
  banks: Pick<Banks, "holding">;
  clock: Clock;
};
/** What a component of a quiz says it belongs to. */
export type QuizStep = { userId: string; quizId: string; position: number };

export type QuizQuestion = { show: "question"; quiz: Quiz; position: number; question: Question; resumed: boolean };
/** `settle` sees to what need not be waited for; lost in a crash, it is made up for when the quiz ends. */
export type QuizFeedback = {
  show: "feedback";
  quiz: Quiz;
  position: number;
  question: Question;
  answer: QuizAnswer;
  again: boolean;
  settle: () => Promise<unknown>;
};
/** `points`: what this quiz earned; absent where it is played for none. */
export type QuizSummary = {
  show: "summary";
  quiz: Quiz;
  results: { question: Question; right: boolean }[];
  points?: number;
  /** What is due after a review. */
  outlook?: Outlook;
};
export type QuizScreen = QuizQuestion | QuizFeedback | QuizSummary;

/** A learner's quiz or review: one at a time, one question at a time, each answered once. */
export function createQuizzes({ learners, quizzes, ratings, credits, activity, choice, agenda, banks, clock }: Needs) {
  /** Shows the quiz under way, or begins the one `make` makes in its place. */
  async function begin(userId: string, make: () => Promise<Quiz>): Promise<QuizScreen> {
    for (;;) {
      const { shown, latest } = await resume(userId);
      const begun = shown ?? (await replace(userId, latest, await make()));
      if (begun) return begun;
    }
  }

  /** The screen of the quiz under way, if there is one, and the latest quiz, which has ended, if there is none. */
  async function resume(userId: string): Promise<{ shown?: QuizScreen; latest?: Quiz }> {
    for (;;) {
      const { quiz } = await load(userId);
      if (!quiz) return {};
      if (quiz.ended) return { latest: quiz };
      if (lastActive(quiz) + QUIZ_IDLE <= clock()) {
        await end(userId, quiz);
        continue;
      }
      const shown = await proceed(userId, quiz, true);
      if (shown) return { shown };
    }
  }

  /** Puts a new quiz in the place of an ended one; nothing if another step came first. */
  async function replace(userId: string, before: Quiz | undefined, quiz: Quiz): Promise<QuizScreen | undefined> {
    const [shown] = await Promise.all([
      proceed(userId, before, false, quiz),
      agenda.set({ kind: "quiz", userId, quizId: quiz.id }, clock() + QUIZ_IDLE),
    ]);
    return shown;
  }

  /** The question a step is about, for those who still may answer it, or what to show instead. */
  async function question(step: QuizStep): Promise<QuizScreen> {
    const { quiz } = await owned(step);
    const earlier = await answered(quiz, step.position);
    if (earlier) return earlier;
    if (quiz.ended) return summary(step.userId, quiz);
    if (step.position !== quiz.answers.length) throw new UserError("button-outdated", {});
    return ask(quiz, false);
  }

  /** Records the answer to a step's question; the first one counts, and any later call tells what was recorded. */
  async function answer(step: QuizStep, response: Response): Promise<QuizScreen> {
    for (;;) {
      const { quiz, known } = await owned(step);
      const earlier = await answered(quiz, step.position);
      if (earlier) return earlier;
      if (quiz.ended) return summary(step.userId, quiz);
      if (step.position !== quiz.answers.length) throw new UserError("button-outdated", {});

      const recorded = await record(step.userId, quiz, known, response);
      if (recorded) return recorded;
    }
  }

  async function record(
    userId: string,
    quiz: Quiz,
    known: Known,
    response: Response,
  ): Promise<QuizFeedback | undefined> {
    const position = quiz.answers.length;
    const { question, rating } = await itemAt(quiz, position);
    // Of a question that stood here before the bank changed.
    const strange = "options" in question && response.some((id) => !Object.hasOwn(question.options, id));
    if (strange) throw new UserError("button-outdated", {});

    const at = clock();
    const right = judge(question, response);
    const slow = isSlow(question, at - quiz.shownAt);
    const learnt = learn(known, [{ question, right, at, mode: quiz.kind, slow, retry: quiz.retry }], () => rating);
    const earns = right && earnsPoints(quiz, known.seen.get(question.id));
    const answer = { response, right, at, earns };
    const after = { ...quiz, answers: [...quiz.answers, answer] };
    if ((await quizzes.save(userId, quiz, after, { known, learnt })) !== "saved") return undefined;

    const settle = () =>
      Promise.all([
        ratings.move(learnt.moves),
        credit(userId, after, position),
        activity.note(userId, quizActivity(after)),
      ]);
    return { show: "feedback", quiz: after, position, question, answer, again: false, settle };
  }

  /** Goes on to the open question, or to the summary after the last. */
  async function next(step: QuizStep): Promise<QuizScreen> {
    for (;;) {
      const { quiz } = await owned(step);
      const shown = quiz.ended ? await summary(step.userId, quiz) : await proceed(step.userId, quiz, false);
      if (shown) return shown;
    }
  }

  /** Ends the quiz; what was answered counts. */
  async function stop(step: QuizStep): Promise<QuizScreen> {
    for (;;) {
      const { quiz } = await owned(step);
      const shown = await (quiz.ended ? summary(step.userId, quiz) : end(step.userId, quiz));
      if (shown) return shown;
    }
  }

  /** A quiz of what was missed in this one. */
  async function retry(userId: string, quizId: string, newId: string): Promise<QuizScreen> {
    const { quiz } = await owned({ userId, quizId });
    const items = quiz.items.filter((_, index) => quiz.answers[index]?.right === false);
    if (!quiz.ended || items.length === 0) return next({ userId, quizId, position: 0 });

    const again = { ...quiz, id: newId, retry: true, items, answers: [], shownAt: clock(), ended: false };
    const begun = await replace(userId, quiz, again);
    if (!begun) throw new UserError("quiz-over", {});
    return begun;
  }

  /** The questions that were answered wrong in this quiz. */
  async function missed(userId: string, quizId: string): Promise<string[]> {
    const { quiz } = await owned({ userId, quizId });
    return quiz.items.flatMap(({ questionId }, index) => (quiz.answers[index]?.right === false ? [questionId] : []));
  }

  /** Ends a quiz that nobody has answered for long; its agenda entry comes back while somebody does. */
  async function expire({ userId, quizId }: { userId: string; quizId: string }): Promise<void> {
    for (;;) {
      const { quiz } = await load(userId);
      if (quiz?.id !== quizId) return;
      const until = lastActive(quiz) + QUIZ_IDLE;
      if (!quiz.ended && until > clock())
        return agenda.set({ kind: "quiz", userId, quizId }, Math.max(until, clock() + SECOND));
      if (await (quiz.ended ? summary(userId, quiz) : end(userId, quiz))) return;
    }
  }

  async function proceed(
    userId: string,
    before: Quiz | undefined,
    resumed: boolean,
    quiz = before,
  ): Promise<QuizScreen | undefined> {
    if (!quiz) throw new UserError("quiz-over", {});
    // What a guild has been asked since the quiz was made would give its key away.
    const open = await choice.openTo(userId, quiz.guildId);
    const items = quiz.items.filter(({ questionId }, index) => index < quiz.answers.length || !open.has(questionId));
    const left = { ...quiz, items };
    if (isComplete(left)) return end(userId, left, quiz);
    const shown = { ...left, shownAt: clock() };
    return (await quizzes.save(userId, before, shown)) === "saved" ? ask(shown, resumed) : undefined;
  }

  async function end(userId: string, quiz: Quiz, before = quiz): Promise<QuizSummary | undefined> {
    const ended = { ...quiz, ended: true };
    const [told, saved] = await Promise.all([summary(userId, ended), quizzes.save(userId, before, ended)]);
    return saved === "saved" ? told : undefined;
  }

  /** Credits and notes what this quiz came to, as far as that has not been done, and tells all of it. */
  async function summary(userId: string, quiz: Quiz): Promise<QuizSummary> {
    const bank = await bankOf(quiz);
    const results = quiz.answers.flatMap(({ right }, index) => {
      const question = bank.find(quiz.items[index]?.questionId ?? "");
      return question ? [{ question, right }] : [];
    });
    const earned = creditsOf(userId, quiz, bank);
    const [credited, seen] = await Promise.all([
      quiz.guildId === undefined ? [] : credits.credit(quiz.guildId, earned),
      quiz.kind === "review" ? learners.seen(userId) : undefined,
      activity.note(userId, quizActivity(quiz)),
    ]);
    return {
      show: "summary",
      quiz,
      results,
      ...(quiz.guildId !== undefined && !quiz.retry && { points: pointsOf(earned, credited) }),
      ...(seen && { outlook: outlook(seen, clock(), quiz.zone) }),
    };
  }

  async function credit(userId: string, quiz: Quiz, position: number): Promise<void> {
    const at = quiz.answers[position]?.at;
    const earned = creditsOf(userId, quiz, await bankOf(quiz)).filter((one) => one.at === at);
    if (quiz.guildId !== undefined && earned.length > 0) await credits.credit(quiz.guildId, earned);
  }

  async function ask(quiz: Quiz, resumed: boolean): Promise<QuizQuestion> {
    const position = quiz.answers.length;
    const { question } = await itemAt(quiz, position);
    return { show: "question", quiz, position, question, resumed };
  }

  async function answered(quiz: Quiz, position: number): Promise<QuizFeedback | undefined> {
    const answer = quiz.answers[position];
    if (!answer) return undefined;
    const { question } = await itemAt(quiz, position);
    return { show: "feedback", quiz, position, question, answer, again: true, settle: async () => undefined };
  }

  async function itemAt(quiz: Quiz, position: number) {
    const item = quiz.items[position];
    const question = item && (await bankOf(quiz)).find(item.questionId);
    if (!question) throw new UserError("button-outdated", {});
    return { question, rating: item.rating };
  }

  async function owned({ userId, quizId }: Pick<QuizStep, "userId" | "quizId">) {
    const { quiz, known } = await load(userId);
    if (quiz?.id !== quizId) throw new UserError("quiz-over", {});
    return { quiz, known };
  }

  /** The learner's quiz, without open questions that the bank no longer has. */
  async function load(userId: string): ReturnType<QuizStore["load"]> {
    for (;;) {
      const loaded = await quizzes.load(userId);
      const { quiz } = loaded;
      if (!quiz) return loaded;
      const bank = await bankOf(quiz);
      const items = quiz.items.filter(
        ({ questionId }, index) => index < quiz.answers.length || bank.find(questionId) !== undefined,
      );
      if (items.length === quiz.items.length) return loaded;
      await quizzes.save(userId, quiz, { ...quiz, items });
    }
  }

  function bankOf({ guildId, items }: Quiz) {
    return banks.holding(guildId, items);
  }

  return { begin, resume, question, answer, next, stop, retry, missed, expire };
}

export type Quizzes = ReturnType<typeof createQuizzes>;

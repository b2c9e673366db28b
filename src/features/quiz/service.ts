import type { Agenda } from "../../platform/jobs/agenda.ts";
import { newSeed } from "../../platform/seed.ts";
import { type Clock, isRedelivery, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { applyOutcomes, isSlow, type LearnerState } from "../learning/rules.ts";
import type { RatingStore } from "../learning/store.ts";
import { isCorrectResponse, type Response } from "../questions/answer-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { QuizBuilder, QuizContext } from "./builder-service.ts";
import { expireQuizJob } from "./jobs.ts";
import {
  earnsPoints,
  idleAt,
  isComplete,
  type Quiz,
  type QuizFeedback,
  type QuizQuestion,
  tagOf,
  withoutUpcoming,
} from "./rules.ts";
import type { QuizStore } from "./store.ts";
import type { QuizSummary, QuizSummaryService } from "./summary-service.ts";

/** `guildId` is where the interaction happens, usually the guild where the quiz was started. */
type Learner = { userId: string; guildId?: string | undefined };
type QuizStep = Learner & { quizId: string };
/** `tag` identifies the question, because another one may now be at its position. */
type QuizQuestionStep = QuizStep & { position: number; tag: string };

type Notice = QuizQuestion["notice"];
export type QuizScreen = QuizQuestion | QuizFeedback | QuizSummary;

/** Runs quizzes and reviews. A learner has one at a time, and can answer each question once. */
export function createQuizService({
  quizzes,
  ratings,
  summaries,
  quizBuilder,
  agenda,
  banks,
  clock,
}: {
  quizzes: QuizStore;
  ratings: Pick<RatingStore, "adjust">;
  summaries: QuizSummaryService;
  quizBuilder: Pick<QuizBuilder, "loadContext">;
  agenda: Pick<Agenda, "set">;
  banks: Pick<BankService, "ofItems">;
  clock: Clock;
}) {
  /** Shows the quiz in progress, or starts the one that `build` returns. `id` is that quiz's id. */
  async function start(
    { id, userId, guildId }: Learner & { id: string },
    build: (context: Promise<QuizContext>) => Promise<Quiz | undefined>,
    context = quizBuilder.loadContext(userId, guildId),
  ): Promise<QuizScreen | undefined> {
    // Starts building right away, because usually no quiz is in progress.
    const building = build(context);
    building.catch(() => undefined);
    for (;;) {
      const { shown, latest } = await resume({ id, userId }, context);
      const quiz = shown ? undefined : await building;
      const screen = shown ?? (quiz && (await replace(userId, latest, quiz, await context)));
      if (screen || !quiz) return screen;
    }
  }

  /** Returns the screen of the quiz in progress. If there is none, returns the latest quiz. */
  async function resume(
    { id, userId }: { id: string; userId: string },
    loading: Promise<QuizContext>,
  ): Promise<{ shown?: QuizScreen; latest?: Quiz }> {
    for (;;) {
      const [{ quiz }, context] = await Promise.all([load(userId), loading]);
      if (!quiz) return {};
      if (quiz.ended) return { latest: quiz };
      if (idleAt(quiz) <= clock()) {
        await finish(userId, quiz, context);
        continue;
      }
      // If the id is the same, another process has already handled this command.
      const shown = await proceed(userId, quiz, context, quiz.id === id ? undefined : "resumed");
      if (shown) return { shown };
    }
  }

  /** Replaces an ended quiz with a new one. Returns undefined if a concurrent step was saved first. */
  async function replace(userId: string, before: Quiz | undefined, quiz: Quiz, context: QuizContext) {
    const [saved, inOtherGuilds] = await Promise.all([
      quizzes.save(userId, before, quiz),
      context.inOtherGuilds,
      agenda.set(expireQuizJob, { userId, quizId: quiz.id }, idleAt(quiz)),
    ]);
    return saved && askUnlessOpen(userId, saved, { ...context, inGuild: inOtherGuilds });
  }

  /** Returns a step's question if it can still be answered, otherwise what to show instead. */
  async function question(step: QuizQuestionStep): Promise<QuizScreen> {
    const { quiz } = await owned(step);
    return (await alternative(step, quiz)) ?? ask(quiz);
  }

  /** Records the answer to a question. Only the first answer counts. Later calls return the feedback on it. */
  async function answer(step: QuizQuestionStep, response: Response): Promise<QuizScreen> {
    const loading = quizBuilder.loadContext(step.userId, step.guildId);
    for (;;) {
      const [{ quiz, learner }, context] = await Promise.all([owned(step), loading]);
      const shown =
        (await alternative(step, quiz, response)) ??
        (await skipIfOpen(step.userId, quiz, context)) ??
        (await record(step.userId, quiz, learner, response));
      if (shown) return shown;
    }
  }

  /** Returns what to show if the question was answered or the quiz ended. Throws a UserError for another question. */
  async function alternative(step: QuizQuestionStep, quiz: Quiz, response?: Response): Promise<QuizScreen | undefined> {
    const item = quiz.items[step.position];
    const isSame = item !== undefined && tagOf(item) === step.tag;
    const earlier = isSame ? await earlierFeedback(quiz, step.position, response) : undefined;
    if (earlier) return earlier;
    if (quiz.ended) return summary(step.userId, quiz);
    if (!isSame || step.position !== quiz.answers.length) throw new UserError("button-outdated", {});
    return undefined;
  }

  /**
   * Skips the current question if a guild has posted it since it was shown. Otherwise, the feedback would reveal the
   * answer.
   */
  async function skipIfOpen(userId: string, quiz: Quiz, loaded: QuizContext): Promise<QuizScreen | undefined> {
    const questionId = quiz.items[quiz.answers.length]?.questionId ?? "";
    const context = await contextOf(userId, quiz, loaded);
    const isOpen = context.inGuild.has(questionId) || (await context.inOtherGuilds).has(questionId);
    if (!isOpen) return undefined;
    return proceed(userId, quiz, { ...context, inGuild: new Set([...context.inGuild, questionId]) }, "skipped");
  }

  async function record(
    userId: string,
    quiz: Quiz,
    learner: LearnerState,
    response: Response,
  ): Promise<QuizFeedback | undefined> {
    const position = quiz.answers.length;
    const { question, rating } = await itemAt(quiz, position);
    // The message may show an earlier revision of the question.
    const isOutdated = "options" in question && response.some((id) => !Object.hasOwn(question.options, id));
    if (isOutdated) throw new UserError("button-outdated", {});

    const at = clock();
    const correct = isCorrectResponse(question, response);
    const slow = isSlow(question, at - quiz.shownAt);
    const outcome = { question, correct, at, mode: quiz.kind, slow, retry: quiz.retry };
    const changes = applyOutcomes(learner, [outcome], () => rating);
    const earns = correct && earnsPoints(quiz, learner.history.get(question.id));
    const answer = { response, correct, at, earns };
    const after = { ...quiz, answers: [...quiz.answers, answer] };
    const saved = await quizzes.save(userId, quiz, after, { before: learner, changes });
    if (!saved) return undefined;

    const settle = () =>
      Promise.all([ratings.adjust(changes.ratingChanges), summaries.recordAnswer(userId, saved, position)]);
    return { show: "feedback", quiz: saved, position, question, answer, alreadyAnswered: false, settle };
  }

  /** Shows the next question, or the summary after the last one. */
  async function next(step: QuizStep): Promise<QuizScreen> {
    return advance(step, (quiz, context) => proceed(step.userId, quiz, context));
  }

  /** Ends the quiz. Its answers still count. */
  async function end(step: QuizStep): Promise<QuizScreen> {
    return advance(step, (quiz, context) => finish(step.userId, quiz, context));
  }

  /** Takes a step. Retries if a concurrent step was saved first. */
  async function advance(
    step: QuizStep,
    take: (quiz: Quiz, context: QuizContext) => Promise<QuizScreen | undefined>,
  ): Promise<QuizScreen> {
    const loading = quizBuilder.loadContext(step.userId, step.guildId);
    for (;;) {
      const [{ quiz }, context] = await Promise.all([owned(step), loading]);
      const shown = await (quiz.ended ? summary(step.userId, quiz, context) : take(quiz, context));
      if (shown) return shown;
    }
  }

  /** Starts a quiz with the questions that were missed in this one. */
  async function retry(step: QuizStep, id: string): Promise<QuizScreen> {
    const { userId, guildId, quizId } = step;
    const [{ quiz }, context] = await Promise.all([load(userId), quizBuilder.loadContext(userId, guildId)]);
    // Another process has already handled this click.
    if (quiz?.id === id) return next({ userId, guildId, quizId: id });
    if (quiz?.id !== quizId) throw new UserError("quiz-over", {});

    const missed = quiz.items.filter((_, index) => quiz.answers[index]?.correct === false);
    const items = missed.filter(({ questionId }) => !context.inGuild.has(questionId));
    if (!quiz.ended || items.length === 0) return next(step);

    const again = { ...quiz, id, seed: newSeed(), retry: true, items, answers: [], shownAt: clock(), ended: false };
    return (await replace(userId, quiz, again, context)) ?? next({ userId, guildId, quizId: id });
  }

  /** Ends an idle quiz. If the learner is active, checks again later. */
  async function expire({ userId, quizId }: { userId: string; quizId: string }): Promise<void> {
    for (;;) {
      const { quiz } = await load(userId);
      if (quiz?.id !== quizId) return;
      const until = idleAt(quiz);
      if (!quiz.ended && until > clock())
        return agenda.set(expireQuizJob, { userId, quizId }, Math.max(until, clock() + SECOND));
      if (await (quiz.ended ? summary(userId, quiz) : finish(userId, quiz))) return;
    }
  }

  async function proceed(userId: string, before: Quiz, loaded: QuizContext, notice?: Notice) {
    const context = await contextOf(userId, before, loaded);
    // Feedback on questions that were posted since the quiz was built would reveal their answers.
    const remaining = withoutUpcoming(before, ({ questionId }) => context.inGuild.has(questionId));
    if (isComplete(remaining)) return finish(userId, remaining, context, before);
    const shown = { ...remaining, shownAt: clock() };
    const [saved, inOtherGuilds] = await Promise.all([quizzes.save(userId, before, shown), context.inOtherGuilds]);
    return saved && askUnlessOpen(userId, saved, { ...context, inGuild: inOtherGuilds }, notice);
  }

  /** Shows the current question of a saved quiz, after removing questions that are open in other guilds. */
  async function askUnlessOpen(
    userId: string,
    quiz: Quiz,
    context: QuizContext,
    notice?: Notice,
  ): Promise<QuizScreen | undefined> {
    const remaining = withoutUpcoming(quiz, ({ questionId }) => context.inGuild.has(questionId));
    return remaining.items.length < quiz.items.length ? proceed(userId, quiz, context, notice) : ask(quiz, notice);
  }

  /** Returns the context of the quiz's own guild. Usually it has already been loaded. */
  function contextOf(userId: string, { guildId }: Quiz, loaded?: QuizContext): QuizContext | Promise<QuizContext> {
    return loaded && loaded.guildId === guildId ? loaded : quizBuilder.loadContext(userId, guildId);
  }

  async function finish(userId: string, quiz: Quiz, context?: QuizContext, before = quiz) {
    const ended = { ...quiz, ended: true };
    const [shown, saved] = await Promise.all([summary(userId, ended, context), quizzes.save(userId, before, ended)]);
    return saved && shown;
  }

  async function summary(userId: string, quiz: Quiz, context?: QuizContext): Promise<QuizSummary> {
    return summaries.summarize(userId, quiz, await contextOf(userId, quiz, context));
  }

  async function ask(quiz: Quiz, notice?: Notice): Promise<QuizQuestion> {
    const position = quiz.answers.length;
    const { question } = await itemAt(quiz, position);
    return { show: "question", quiz, position, question, ...(notice && { notice }) };
  }

  /** The feedback on an earlier answer. It isn't a repeated answer if another process handled the same click. */
  async function earlierFeedback(quiz: Quiz, position: number, response?: Response): Promise<QuizFeedback | undefined> {
    const answer = quiz.answers[position];
    if (!answer) return undefined;
    const { question } = await itemAt(quiz, position);
    const alreadyAnswered = response?.join() !== answer.response.join() || !isRedelivery(answer.at, clock());
    return { show: "feedback", quiz, position, question, answer, alreadyAnswered, settle: async () => undefined };
  }

  async function itemAt(quiz: Quiz, position: number) {
    const item = quiz.items[position];
    const question = item && (await banks.ofItems(quiz.guildId, quiz.items)).find(item.questionId);
    if (!question) throw new UserError("button-outdated", {});
    return { question, rating: item.rating };
  }

  async function owned({ userId, quizId }: Pick<QuizStep, "userId" | "quizId">) {
    const { quiz, learner } = await load(userId);
    if (quiz?.id !== quizId) throw new UserError("quiz-over", {});
    return { quiz, learner };
  }

  /** Loads the learner's quiz and removes upcoming questions that the bank no longer has. */
  async function load(userId: string): ReturnType<QuizStore["load"]> {
    for (;;) {
      const loaded = await quizzes.load(userId);
      const { quiz } = loaded;
      if (!quiz) return loaded;
      const bank = await banks.ofItems(quiz.guildId, quiz.items);
      const remaining = withoutUpcoming(quiz, ({ questionId }) => bank.find(questionId) === undefined);
      if (remaining.items.length === quiz.items.length) return loaded;
      await quizzes.save(userId, quiz, remaining);
    }
  }

  return { start, question, answer, next, end, retry, expire };
}

export type QuizService = ReturnType<typeof createQuizService>;

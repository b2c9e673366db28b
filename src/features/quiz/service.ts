import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, isRedelivery, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { RatingStore } from "../learning/ports.ts";
import { isSlow, type Known, learn } from "../learning/rules.ts";
import { isCorrectResponse, type Response } from "../questions/answer-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Question } from "../questions/rules.ts";
import type { QuizChoice, Scene } from "./choice-service.ts";
import { expireQuizJob } from "./jobs.ts";
import type { QuizStore } from "./ports.ts";
import {
  earnsPoints,
  isComplete,
  lastActive,
  QUIZ_IDLE,
  type Quiz,
  type QuizAnswer,
  type QuizItem,
  tagOf,
} from "./rules.ts";
import type { QuizSummaries, QuizSummary } from "./summary-service.ts";

type Needs = {
  quizzes: QuizStore;
  ratings: RatingStore;
  summaries: QuizSummaries;
  choice: Pick<QuizChoice, "sceneOf">;
  agenda: Pick<Agenda, "set">;
  banks: Pick<BankService, "ofItems">;
  clock: Clock;
};
/** Who does something, and where: most likely where the quiz is played. */
type Learner = { userId: string; guildId?: string | undefined };
/** What a component of a quiz says it belongs to. */
export type QuizStep = Learner & { quizId: string };
/** The same of a question: its place, and the tag by which it is told from another that takes its place. */
export type QuizPlace = QuizStep & { position: number; tag: string };

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
export type QuizScreen = QuizQuestion | QuizFeedback | QuizSummary;

/** A learner's quiz or review: one at a time, one question at a time, each answered once. */
export function createQuizzes({ quizzes, ratings, summaries, choice, agenda, banks, clock }: Needs) {
  /** Shows the quiz under way, or begins the one `make` makes in its place, if it makes one; `id` names that one. */
  async function begin(
    { id, userId, guildId }: Learner & { id: string },
    make: (scene: Promise<Scene>) => Promise<Quiz | undefined>,
    scene = choice.sceneOf(userId, guildId),
  ): Promise<QuizScreen | undefined> {
    // Made meanwhile, for there seldom is one under way.
    const making = make(scene);
    making.catch(() => undefined);
    for (;;) {
      const { shown, latest } = await resume({ id, userId }, scene);
      const quiz = shown ? undefined : await making;
      const begun = shown ?? (quiz && (await replace(userId, latest, quiz, await scene)));
      if (begun || !quiz) return begun;
    }
  }

  /** The screen of the quiz under way, if there is one, and the latest quiz, which has ended, if there is none. */
  async function resume(
    { id, userId }: { id: string; userId: string },
    at: Promise<Scene>,
  ): Promise<{ shown?: QuizScreen; latest?: Quiz }> {
    for (;;) {
      const [{ quiz }, scene] = await Promise.all([load(userId), at]);
      if (!quiz) return {};
      if (quiz.ended) return { latest: quiz };
      if (lastActive(quiz) + QUIZ_IDLE <= clock()) {
        await end(userId, quiz, scene);
        continue;
      }
      // Its own name: this very wish, heard by another process too, has begun it.
      const shown = await proceed(userId, quiz, scene, quiz.id !== id);
      if (shown) return { shown };
    }
  }

  /** Puts a new quiz in the place of an ended one; nothing if another step came first. */
  async function replace(
    userId: string,
    before: Quiz | undefined,
    quiz: Quiz,
    scene: Scene,
  ): Promise<QuizScreen | undefined> {
    const [saved, elsewhere] = await Promise.all([
      quizzes.save(userId, before, quiz),
      scene.elsewhere,
      agenda.set(expireQuizJob, { userId, quizId: quiz.id }, clock() + QUIZ_IDLE),
    ]);
    return saved === "saved" ? askUnlessOpen(userId, quiz, { ...scene, here: elsewhere }, false) : undefined;
  }

  /** The question a step is about, for those who still may answer it, or what to show instead. */
  async function question(place: QuizPlace): Promise<QuizScreen> {
    const { quiz } = await owned(place);
    return (await instead(place, quiz)) ?? ask(quiz, false);
  }

  /** Records the answer to a step's question; the first one counts, and any later call tells what was recorded. */
  async function answer(place: QuizPlace, response: Response): Promise<QuizScreen> {
    for (;;) {
      const { quiz, known } = await owned(place);
      const shown = (await instead(place, quiz, response)) ?? (await record(place.userId, quiz, known, response));
      if (shown) return shown;
    }
  }

  /** What to show where the question of a place cannot be answered any more; throws a UserError for another question. */
  async function instead(place: QuizPlace, quiz: Quiz, response?: Response): Promise<QuizScreen | undefined> {
    const item = quiz.items[place.position];
    const isThis = item !== undefined && tagOf(item) === place.tag;
    const earlier = isThis ? await answered(quiz, place.position, response) : undefined;
    if (earlier) return earlier;
    if (quiz.ended) return summary(place.userId, quiz);
    if (!isThis || place.position !== quiz.answers.length) throw new UserError("button-outdated", {});
    return undefined;
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
    const right = isCorrectResponse(question, response);
    const slow = isSlow(question, at - quiz.shownAt);
    const learnt = learn(known, [{ question, right, at, mode: quiz.kind, slow, retry: quiz.retry }], () => rating);
    const earns = right && earnsPoints(quiz, known.seen.get(question.id));
    const answer = { response, right, at, earns };
    const after = { ...quiz, answers: [...quiz.answers, answer] };
    if ((await quizzes.save(userId, quiz, after, { known, learnt })) !== "saved") return undefined;

    const settle = () => Promise.all([ratings.move(learnt.moves), summaries.noteAnswer(userId, after, position)]);
    return { show: "feedback", quiz: after, position, question, answer, again: false, settle };
  }

  /** Goes on to the open question, or to the summary after the last. */
  async function next(step: QuizStep): Promise<QuizScreen> {
    const at = choice.sceneOf(step.userId, step.guildId);
    for (;;) {
      const [{ quiz }, scene] = await Promise.all([owned(step), at]);
      const { userId } = step;
      const shown = quiz.ended ? await summary(userId, quiz, scene) : await proceed(userId, quiz, scene, false);
      if (shown) return shown;
    }
  }

  /** Ends the quiz; what was answered counts. */
  async function stop(step: QuizStep): Promise<QuizScreen> {
    const at = choice.sceneOf(step.userId, step.guildId);
    for (;;) {
      const [{ quiz }, scene] = await Promise.all([owned(step), at]);
      const shown = await (quiz.ended ? summary(step.userId, quiz, scene) : end(step.userId, quiz, scene));
      if (shown) return shown;
    }
  }

  /** A quiz of what was missed in this one. */
  async function retry(step: QuizStep, id: string): Promise<QuizScreen> {
    const { userId, guildId, quizId } = step;
    const [{ quiz }, scene] = await Promise.all([load(userId), choice.sceneOf(userId, guildId)]);
    // Another process that heard of it has begun it.
    if (quiz?.id === id) return next({ userId, guildId, quizId: id });
    if (quiz?.id !== quizId) throw new UserError("quiz-over", {});

    const missed = quiz.items.filter((_, index) => quiz.answers[index]?.right === false);
    const items = missed.filter(({ questionId }) => !scene.here.has(questionId));
    if (!quiz.ended || items.length === 0) return next(step);

    const again = { ...quiz, id, retry: true, items, answers: [], shownAt: clock(), ended: false };
    return (await replace(userId, quiz, again, scene)) ?? next({ userId, guildId, quizId: id });
  }

  /** Ends a quiz that nobody has answered for long; its agenda entry comes back while somebody does. */
  async function expire({ userId, quizId }: { userId: string; quizId: string }): Promise<void> {
    for (;;) {
      const { quiz } = await load(userId);
      if (quiz?.id !== quizId) return;
      const until = lastActive(quiz) + QUIZ_IDLE;
      if (!quiz.ended && until > clock())
        return agenda.set(expireQuizJob, { userId, quizId }, Math.max(until, clock() + SECOND));
      if (await (quiz.ended ? summary(userId, quiz) : end(userId, quiz))) return;
    }
  }

  async function proceed(userId: string, before: Quiz, at: Scene, resumed: boolean): Promise<QuizScreen | undefined> {
    const scene = await sceneOf(userId, before, at);
    // What a guild has been asked since the quiz was made would give its key away.
    const left = withoutOpen(before, ({ questionId }) => !scene.here.has(questionId));
    if (isComplete(left)) return end(userId, left, scene, before);
    const shown = { ...left, shownAt: clock() };
    const [saved, elsewhere] = await Promise.all([quizzes.save(userId, before, shown), scene.elsewhere]);
    return saved === "saved" ? askUnlessOpen(userId, shown, { ...scene, here: elsewhere }, resumed) : undefined;
  }

  /** Shows the open question of a quiz just saved, once none is left in it that another guild is being asked. */
  async function askUnlessOpen(
    userId: string,
    quiz: Quiz,
    scene: Scene,
    resumed: boolean,
  ): Promise<QuizScreen | undefined> {
    const left = withoutOpen(quiz, ({ questionId }) => !scene.here.has(questionId));
    return left.items.length < quiz.items.length ? proceed(userId, quiz, scene, resumed) : ask(quiz, resumed);
  }

  /** The scene of a quiz: most often the one at hand, for a quiz is seldom taken elsewhere. */
  function sceneOf(userId: string, { guildId }: Quiz, atHand?: Scene): Scene | Promise<Scene> {
    return atHand && atHand.guildId === guildId ? atHand : choice.sceneOf(userId, guildId);
  }

  async function end(userId: string, quiz: Quiz, at?: Scene, before = quiz): Promise<QuizSummary | undefined> {
    const ended = { ...quiz, ended: true };
    const [told, saved] = await Promise.all([summary(userId, ended, at), quizzes.save(userId, before, ended)]);
    return saved === "saved" ? told : undefined;
  }

  async function summary(userId: string, quiz: Quiz, at?: Scene): Promise<QuizSummary> {
    return summaries.of(userId, quiz, await sceneOf(userId, quiz, at));
  }

  async function ask(quiz: Quiz, resumed: boolean): Promise<QuizQuestion> {
    const position = quiz.answers.length;
    const { question } = await itemAt(quiz, position);
    return { show: "question", quiz, position, question, resumed };
  }

  /** The feedback on what was answered before; as if it were now for a tap that another process heard too. */
  async function answered(quiz: Quiz, position: number, response?: Response): Promise<QuizFeedback | undefined> {
    const answer = quiz.answers[position];
    if (!answer) return undefined;
    const { question } = await itemAt(quiz, position);
    const again = response?.join() !== answer.response.join() || !isRedelivery(answer.at, clock());
    return { show: "feedback", quiz, position, question, answer, again, settle: async () => undefined };
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
      const left = withoutOpen(quiz, ({ questionId }) => bank.find(questionId) !== undefined);
      if (left.items.length === quiz.items.length) return loaded;
      await quizzes.save(userId, quiz, left);
    }
  }

  function bankOf({ guildId, items }: Quiz) {
    return banks.ofItems(guildId, items);
  }

  return { begin, question, answer, next, stop, retry, expire };
}

export type Quizzes = ReturnType<typeof createQuizzes>;

/** A quiz without those of its open questions that may not be asked. */
function withoutOpen(quiz: Quiz, mayBeAsked: (item: QuizItem) => boolean): Quiz {
  return { ...quiz, items: quiz.items.filter((item, index) => index < quiz.answers.length || mayBeAsked(item)) };
}

import { newSeed } from "../../platform/seed.ts";
import type { Clock } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { type Calendar, DEFAULT_CALENDAR } from "../boards/calendar-rules.ts";
import type { PostStore } from "../daily/post-store.ts";
import { type Rating, seedRating } from "../learning/mastery-rules.ts";
import type { LearnerStore, RatingStore } from "../learning/store.ts";
import { isWanted, type Preferences } from "../preferences/rules.ts";
import type { PreferenceStore } from "../preferences/store.ts";
import type { PoolFilter } from "../questions/bank-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { OpenQuestionService, OpenQuestions } from "../questions/open-questions-service.ts";
import type { Question } from "../questions/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { pickQuiz, type Quiz, type QuizItem } from "./rules.ts";

type QuizRequest = PoolFilter & {
  /** The new quiz's id. It also seeds the selection of questions. */
  id: string;
  userId: string;
  guildId?: string | undefined;
  count: number;
};

/** Data about the guild and the learner that every step of a quiz needs. */
export type QuizContext = OpenQuestions & {
  guildId: string | undefined;
  calendar: Calendar;
  preferences: Preferences;
};

/** Builds quizzes: selects the questions and determines which ones earn points. */
export function createQuizBuilder({
  learners,
  ratings,
  posts,
  openQuestions,
  settings,
  preferences,
  banks,
  clock,
}: {
  learners: Pick<LearnerStore, "history" | "mastery">;
  ratings: Pick<RatingStore, "loadRecent">;
  posts: Pick<PostStore, "openAnywhere">;
  openQuestions: Pick<OpenQuestionService, "load">;
  settings: Pick<SettingsStore, "calendar">;
  preferences: Pick<PreferenceStore, "load">;
  banks: Pick<BankService, "of" | "cached">;
  clock: Clock;
}) {
  /**
   * Builds a quiz with questions at the learner's level. A requested language overrides the preferred ones. Returns
   * undefined if no question matches. Throws a UserError if the learner's preferences exclude every match.
   */
  async function select(request: QuizRequest, context: Promise<QuizContext>): Promise<Quiz | undefined> {
    const { id, userId, guildId, topic, difficulty, language, count } = request;
    const filter = { topic, difficulty, language };
    const [bank, history, mastery, itemRatings, avoided, { inGuild, calendar, preferences: preferred }] =
      await Promise.all([
        banks.of(guildId),
        learners.history(userId),
        learners.mastery(userId),
        // Uses the cached bank to avoid another round trip for the ratings.
        ratings.loadRecent(banks.cached(guildId).pool(filter)),
        posts.openAnywhere(clock()),
        context,
      ]);
    const matching = bank.pool(filter);
    const questions = language ? matching : matching.filter((question) => isWanted(question, preferred));
    if (questions.length < matching.length && questions.length === 0) throw new UserError("pool-unwanted", {});
    const pool = { questions, history, mastery, ratings: itemRatings, excluded: inGuild, avoided, count, seed: id };
    const picked = pickQuiz(pool);
    return picked.length > 0 ? build("quiz", request, picked, itemRatings, calendar) : undefined;
  }

  /** Builds a quiz with these questions, in this order. */
  function build(
    kind: Quiz["kind"],
    { id, guildId, topic, difficulty }: Omit<QuizRequest, "userId" | "count">,
    questions: readonly Question[],
    ratings: ReadonlyMap<string, Rating>,
    { zone, closings }: Calendar,
  ): Quiz {
    const items = questions.map((question): QuizItem => {
      const rating = ratings.get(question.id) ?? seedRating(question);
      return {
        questionId: question.id,
        rev: question.rev,
        rating: { difficulty: Math.round(rating.difficulty * 1e3) / 1e3, answers: rating.answers },
      };
    });
    const seasonStart = closings.at(-1)?.at;
    return {
      id,
      kind,
      seed: newSeed(),
      ...(guildId !== undefined && { guildId }),
      zone,
      ...(seasonStart !== undefined && { seasonStart }),
      ...(topic && { topic }),
      ...(difficulty && { difficulty }),
      retry: false,
      items,
      answers: [],
      shownAt: clock(),
      ended: false,
      version: 0,
    };
  }

  async function loadContext(userId: string, guildId: string | undefined): Promise<QuizContext> {
    const [open, calendar, preferred] = await Promise.all([
      openQuestions.load({ userId, guildId }),
      guildId === undefined ? DEFAULT_CALENDAR : settings.calendar(guildId),
      preferences.load(userId),
    ]);
    return { ...open, guildId, calendar, preferences: preferred };
  }

  return { select, build, loadContext };
}

export type QuizBuilder = ReturnType<typeof createQuizBuilder>;

import { type Calendar, DEFAULT_CALENDAR } from "../core/calendar.ts";
import { UserError } from "../core/errors.ts";
import { type Rating, seedRating } from "../core/mastery.ts";
import type { Difficulty, Question } from "../core/question.ts";
import { pickQuiz, type Quiz, type QuizItem } from "../core/quiz.ts";
import type { Clock } from "../core/time.ts";
import type { Topic } from "../core/topic.ts";
import type { Banks, LearnerStore, PlacesStore, PostStore, RatingStore, SettingsStore } from "./ports.ts";

export type QuizWish = {
  /** Names the quiz, and seeds its choice and its shuffles. */
  id: string;
  userId: string;
  guildId?: string | undefined;
  topic?: Topic | undefined;
  difficulty?: Difficulty | undefined;
  count: number;
};

type Needs = {
  learners: LearnerStore;
  ratings: RatingStore;
  posts: Pick<PostStore, "open">;
  places: Pick<PlacesStore, "lately">;
  settings: SettingsStore;
  banks: Pick<Banks, "of">;
  clock: Clock;
};

/** Makes quizzes: which questions, for whom, played where. */
export function createQuizChoice({ learners, ratings, posts, places, settings, banks, clock }: Needs) {
  /** A quiz of questions the learner has not seen, or not for long; throws a UserError where there are none. */
  async function choose(wish: QuizWish): Promise<Quiz> {
    const { id, userId, topic, difficulty, count } = wish;
    const questions = (await banks.of(wish.guildId)).pool({ topic, difficulty });
    const [seen, mastery, rated, excluded, calendar] = await Promise.all([
      learners.seen(userId),
      learners.mastery(userId),
      ratings.of(questions),
      openTo(userId, wish.guildId),
      calendarOf(wish.guildId),
    ]);
    const picked = pickQuiz({ questions, seen, mastery, ratings: rated, excluded, count, seed: id });
    if (picked.length === 0) {
      throw new UserError("pool-empty", { ...(topic && { topic }), ...(difficulty && { difficulty }) });
    }
    return build("quiz", wish, picked, rated, calendar);
  }

  /** A quiz of these questions, in this order. */
  function build(
    kind: Quiz["kind"],
    { id, guildId, topic, difficulty }: Omit<QuizWish, "userId" | "count">,
    questions: readonly Question[],
    rated: ReadonlyMap<string, Rating>,
    { zone, closings }: Calendar,
  ): Quiz {
    const items = questions.map((question): QuizItem => {
      const { difficulty: now, answers } = rated.get(question.id) ?? seedRating(question);
      return {
        questionId: question.id,
        rev: question.rev,
        rating: { difficulty: Math.round(now * 1e3) / 1e3, answers },
      };
    });
    const seasonBegan = closings.at(-1);
    return {
      id,
      kind,
      ...(guildId !== undefined && { guildId }),
      zone,
      ...(seasonBegan !== undefined && { seasonBegan }),
      ...(topic && { topic }),
      ...(difficulty && { difficulty }),
      retry: false,
      items,
      answers: [],
      shownAt: clock(),
      ended: false,
    };
  }

  /** The questions open here and in the guilds this learner answers in, whose keys must not be shown yet. */
  async function openTo(userId: string, guildId: string | undefined): Promise<Set<string>> {
    const now = clock();
    const guildIds = new Set([...(await places.lately(userId, now)), ...(guildId === undefined ? [] : [guildId])]);
    const open = await Promise.all([...guildIds].map((id) => posts.open(id, now)));
    return new Set(open.flat().map(({ questionId }) => questionId));
  }

  /** The calendar of a guild, or that of a learner who is in none. */
  async function calendarOf(guildId: string | undefined): Promise<Calendar> {
    return guildId === undefined ? DEFAULT_CALENDAR : settings.calendar(guildId);
  }

  return { choose, build, openTo, calendarOf };
}

export type QuizChoice = ReturnType<typeof createQuizChoice>;

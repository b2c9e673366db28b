import type { Clock, Instant } from "../../platform/time.ts";
import { type Calendar, DEFAULT_CALENDAR } from "../boards/calendar-rules.ts";
import type { PostStore } from "../daily/post-store.ts";
import { type Rating, seedRating } from "../learning/mastery-rules.ts";
import type { LearnerStore, PlacesStore, RatingStore } from "../learning/ports.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { Difficulty, Question } from "../questions/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { pickQuiz, type Quiz, type QuizItem } from "./rules.ts";

export type QuizWish = {
  /** Names the quiz, and seeds its choice and its shuffles. */
  id: string;
  userId: string;
  guildId?: string | undefined;
  topic?: Topic | undefined;
  difficulty?: Difficulty | undefined;
  count: number;
};

/**
 * The questions open in the guild at hand and in the others a learner answers in, whose keys must not be shown yet.
 * Which others those are must be known first: what is open there is on its way while the next step is taken.
 */
export type Secrets = { here: ReadonlySet<string>; elsewhere: Promise<ReadonlySet<string>> };
/** What a step of a quiz has to know of the place it is taken in. */
export type Scene = Secrets & { guildId: string | undefined; calendar: Calendar };

type Needs = {
  learners: LearnerStore;
  ratings: RatingStore;
  posts: Pick<PostStore, "open">;
  places: Pick<PlacesStore, "lately">;
  settings: SettingsStore;
  banks: Pick<BankService, "of" | "cached">;
  clock: Clock;
};

/** Makes quizzes: which questions, for whom, played where. */
export function createQuizChoice({ learners, ratings, posts, places, settings, banks, clock }: Needs) {
  /** A quiz of questions the learner has not seen, or not for long; nothing where there are none. */
  async function choose(wish: QuizWish, scene: Promise<Scene>): Promise<Quiz | undefined> {
    const { id, userId, guildId, topic, difficulty, count } = wish;
    const [bank, seen, mastery, rated, { here, calendar }] = await Promise.all([
      banks.of(guildId),
      learners.seen(userId),
      learners.mastery(userId),
      // Of the bank as it was known before, or the ratings would cost a round trip of their own.
      ratings.of(banks.cached(guildId).pool({ topic, difficulty })),
      scene,
    ]);
    const questions = bank.pool({ topic, difficulty });
    const picked = pickQuiz({ questions, seen, mastery, ratings: rated, excluded: here, count, seed: id });
    return picked.length > 0 ? build("quiz", wish, picked, rated, calendar) : undefined;
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

  async function sceneOf(userId: string, guildId: string | undefined): Promise<Scene> {
    const [open, calendar] = await Promise.all([openTo(userId, guildId), calendarOf(guildId)]);
    return { ...open, guildId, calendar };
  }

  /** What must not be shown to this learner yet; `guildId` is the guild at hand. */
  async function openTo(userId: string, guildId: string | undefined): Promise<Secrets> {
    const now = clock();
    const [here, guildIds] = await Promise.all([
      openIn(guildId === undefined ? [] : [guildId], now),
      places.lately(userId, now),
    ]);
    const others = guildIds.filter((id) => id !== guildId);
    const elsewhere = openIn(others, now);
    // Whoever needs it hears of its failure.
    elsewhere.catch(() => undefined);
    return { here, elsewhere };
  }

  async function openIn(guildIds: readonly string[], now: Instant): Promise<Set<string>> {
    const open = await Promise.all(guildIds.map((id) => posts.open(id, now)));
    return new Set(open.flat().map(({ questionId }) => questionId));
  }

  /** The calendar of a guild, or that of a learner who is in none. */
  async function calendarOf(guildId: string | undefined): Promise<Calendar> {
    return guildId === undefined ? DEFAULT_CALENDAR : settings.calendar(guildId);
  }

  return { choose, build, openTo, sceneOf };
}

export type QuizChoice = ReturnType<typeof createQuizChoice>;

import { type Clock, DEFAULT_ZONE, localDateAt } from "../../platform/time.ts";
import { DEFAULT_CALENDAR, periodNames } from "../boards/calendar-rules.ts";
import { leaderboardName } from "../boards/rules.ts";
import type { LeaderboardStore } from "../boards/store.ts";
import type { AnswerStore } from "../daily/answer-store.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { Post } from "../daily/rules.ts";
import { currentStreak, freezesLeft } from "../daily/rules.ts";
import type { ExamService } from "../exams/service.ts";
import type { Readiness } from "../learning/readiness-rules.ts";
import type { LearnerStore } from "../learning/store.ts";
import { type DayTotal, type HeatMap, heatMap, type Level, levelsOf } from "./rules.ts";
import type { ActivityStore } from "./store.ts";

/** A member's public statistics in a guild. */
type GuildStats = {
  streak: number;
  freezes: number;
  points: number;
  /** 1-based all-time rank. Undefined if the member isn't on the leaderboard. */
  rank?: number;
  members: number;
};

/** The learner's own profile, across guilds. `inGuild` is undefined in direct messages. */
export type OwnProfile = {
  of: "self";
  inGuild?: GuildStats;
  heat: HeatMap;
  /** How many questions the learner has answered, and how many of them correctly on the first attempt. */
  answered: number;
  correct: number;
  levels: Level[];
  readiness: Readiness;
};

/**
 * Another member's profile. Contains only what this guild's posts and leaderboards show anyway. Accuracy, levels,
 * cards, quizzes, exams and readiness are private, so members can practice without being watched.
 */
export type PublicProfile = { of: "other"; userId: string; inGuild: GuildStats; heat: HeatMap };

export type Profile = OwnProfile | PublicProfile;

/** An answer to an open post. The reveal adds it to the history and activity. */
type Pending = Pick<DayTotal, "day" | "answers"> & {
  questionId: string;
  correct: boolean;
  /** The result is private until the reveal, so it must not affect the accuracy. */
  withheld: boolean;
};

export function createProfileService({
  answers,
  boards,
  posts,
  activity,
  learners,
  exams,
  clock,
}: {
  answers: Pick<AnswerStore, "member" | "context">;
  boards: Pick<LeaderboardStore, "page">;
  posts: Pick<PostStore, "open">;
  activity: Pick<ActivityStore, "list">;
  learners: Pick<LearnerStore, "history" | "mastery">;
  exams: Pick<ExamService, "readinessFor">;
  clock: Clock;
}) {
  /** The learner's own profile. Undefined before the first answer. */
  async function own(userId: string, guildId: string | undefined): Promise<OwnProfile | undefined> {
    const [history, mastery, totals, here] = await Promise.all([
      learners.history(userId),
      learners.mastery(userId),
      activity.list(userId),
      guildId === undefined ? undefined : inGuild(guildId, userId),
    ]);
    const pending = here?.pending ?? [];
    if (history.size === 0 && pending.length === 0) return undefined;

    const today = here?.today ?? localDateAt(clock(), DEFAULT_ZONE);
    const firsts = [
      ...[...history.values()].flatMap(({ first }) => (first.mode === "shown" ? [] : [first])),
      ...pending.filter(({ questionId, withheld }) => !withheld && !history.has(questionId)),
    ];
    return {
      of: "self",
      ...(here && { inGuild: here.stats }),
      heat: heatMap([...totals.filter(({ guildId: of }) => of === undefined), ...pending], today),
      answered: firsts.length,
      correct: firsts.filter(({ correct }) => correct).length,
      levels: levelsOf(mastery),
      readiness: exams.readinessFor(history),
    };
  }

  /** Another member's profile in a guild. Undefined if they aren't on its leaderboards. */
  async function other(userId: string, guildId: string): Promise<PublicProfile | undefined> {
    const [totals, { stats, pending, today }] = await Promise.all([activity.list(userId), inGuild(guildId, userId)]);
    if (stats.rank === undefined) return undefined;
    const dailies = totals.filter((total) => total.guildId === guildId);
    return { of: "other", userId, inGuild: stats, heat: heatMap([...dailies, ...pending], today) };
  }

  async function inGuild(guildId: string, userId: string) {
    const now = clock();
    const [{ streak, zone }, slice, open] = await Promise.all([
      answers.member(guildId, userId),
      boards.page(guildId, leaderboardName("all", periodNames(DEFAULT_CALENDAR, { at: now })), userId, "own", 1),
      posts.open(guildId, now),
    ]);
    const today = localDateAt(now, zone);
    const rank = slice.ownRank;
    const own = rank === undefined ? undefined : slice.page[0];
    const stats: GuildStats = {
      streak: currentStreak(streak, today),
      freezes: freezesLeft(streak, today),
      points: own?.points ?? 0,
      ...(rank !== undefined && { rank }),
      members: slice.members,
    };
    const pending = await Promise.all(open.map((post) => pendingIn(post, userId)));
    return { today, stats, pending: pending.flat() };
  }

  async function pendingIn({ guildId, slotId, questionId }: Post, userId: string): Promise<Pending[]> {
    const { answer } = await answers.context(guildId, slotId, userId);
    if (!answer) return [];
    const { day, correct, withheld = false } = answer;
    return [{ day, answers: 1, questionId, correct, withheld }];
  }

  return { own, other };
}

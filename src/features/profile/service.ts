import { type Clock, DEFAULT_ZONE, localDateAt } from "../../platform/time.ts";
import { DEFAULT_CALENDAR, periodNames } from "../boards/calendar-rules.ts";
import { leaderboardName } from "../boards/rules.ts";
import type { LeaderboardStore } from "../boards/store.ts";
import type { AnswerStore } from "../daily/answer-store.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { Post } from "../daily/rules.ts";
import { currentStreak, freezesLeft } from "../daily/streak-rules.ts";
import type { ExamService } from "../exams/index.ts";
import type { ActivityStore, LearnerStore } from "../learning/ports.ts";
import type { Readiness } from "../learning/readiness-rules.ts";
import { type Activity, dailySitting, type HeatMap, heatMap, isDailyIn } from "./activity-rules.ts";
import { type Level, levelsOf } from "./rules.ts";

/** How a member stands in a guild, as its boards show to all. */
export type Place = {
  streak: number;
  freezes: number;
  points: number;
  /** From 1, over all time; absent: not on the board. */
  place?: number;
  members: number;
};

/** One's own: everything, from everywhere. `here` is absent outside of a guild. */
export type OwnProfile = {
  of: "oneself";
  here?: Place;
  heat: HeatMap;
  /** Questions met, and those of them that were right at first sight. */
  met: number;
  right: number;
  levels: Level[];
  readiness: Readiness;
};

/**
 * Somebody else's: what this guild's posts and boards have shown anyway, and nothing from elsewhere. Accuracy, levels,
 * cards, quizzes, exams and readiness are told to their owner alone: who fears being watched does not practise.
 */
export type PublicProfile = { of: "other"; userId: string; here: Place; heat: HeatMap };

export type Profile = OwnProfile | PublicProfile;

type Needs = {
  answers: Pick<AnswerStore, "member" | "context">;
  boards: LeaderboardStore;
  posts: Pick<PostStore, "open">;
  activity: Pick<ActivityStore, "of">;
  learners: Pick<LearnerStore, "seen" | "mastery">;
  exams: Pick<ExamService, "readinessFor">;
  clock: Clock;
};

/** An answer to a post that is still open: what it teaches is learnt, and its day noted, at the reveal. */
type Pending = Activity & {
  questionId: string;
  right: boolean;
  /** Whether it was right is told at the reveal, so accuracy must not tell it before. */
  held: boolean;
};

export function createProfiles({ answers, boards, posts, activity, learners, exams, clock }: Needs) {
  /** A learner's own profile; undefined before the first answer. */
  async function own(userId: string, guildId: string | undefined): Promise<OwnProfile | undefined> {
    const [seen, mastery, noted, local] = await Promise.all([
      learners.seen(userId),
      learners.mastery(userId),
      activity.of(userId),
      guildId === undefined ? undefined : inGuild(guildId, userId),
    ]);
    const pending = local?.pending ?? [];
    if (seen.size === 0 && pending.length === 0) return undefined;

    const today = local?.today ?? localDateAt(clock(), DEFAULT_ZONE);
    const firsts = [
      ...[...seen.values()].flatMap(({ first }) => (first.mode === "shown" ? [] : [first])),
      ...pending.filter(({ questionId, held }) => !held && !seen.has(questionId)),
    ];
    return {
      of: "oneself",
      ...(local && { here: local.standing }),
      heat: heatMap([...noted, ...pending], today),
      met: firsts.length,
      right: firsts.filter(({ right }) => right).length,
      levels: levelsOf(mastery),
      readiness: exams.readinessFor(seen),
    };
  }

  /** Somebody else's profile in a guild; undefined if they never played there, or are kept off its boards. */
  async function other(userId: string, guildId: string): Promise<PublicProfile | undefined> {
    const [noted, { standing, pending, today }] = await Promise.all([activity.of(userId), inGuild(guildId, userId)]);
    if (standing.place === undefined) return undefined;
    const dailies = noted.filter((one) => isDailyIn(guildId, one));
    return { of: "other", userId, here: standing, heat: heatMap([...dailies, ...pending], today) };
  }

  async function inGuild(guildId: string, userId: string) {
    const now = clock();
    const [{ streak, zone }, slice, open] = await Promise.all([
      answers.member(guildId, userId),
      boards.page(guildId, leaderboardName("all", periodNames(DEFAULT_CALENDAR, now)), userId, "own", 1),
      posts.open(guildId, now),
    ]);
    const today = localDateAt(now, zone);
    const rank = slice.ownRank;
    const own = rank === undefined ? undefined : slice.page[0];
    const standing: Place = {
      streak: currentStreak(streak, today),
      freezes: freezesLeft(streak, today),
      points: own?.points ?? 0,
      ...(rank !== undefined && { place: rank }),
      members: slice.members,
    };
    const pending = await Promise.all(open.map((post) => pendingIn(post, userId)));
    return { today, standing, pending: pending.flat() };
  }

  async function pendingIn({ guildId, slotId, questionId }: Post, userId: string): Promise<Pending[]> {
    const { answer } = await answers.context(guildId, slotId, userId);
    if (!answer) return [];
    const { day, correct: right, withheld: held = false } = answer;
    return [{ day, sitting: dailySitting({ guildId, slotId }), answers: 1, questionId, right, held }];
  }

  return { own, other };
}

export type Profiles = ReturnType<typeof createProfiles>;

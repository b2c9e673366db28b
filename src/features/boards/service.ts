import type { Clock, Instant } from "../../platform/time.ts";
import { currentStreak } from "../daily/rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { UpcomingService } from "../schedules/upcoming-service.ts";
import type { SettingsStore } from "../settings/store.ts";
import type { Period } from "./calendar-rules.ts";
import { periodEnd, periodNames } from "./calendar-rules.ts";
import { leaderboardName } from "./rules.ts";
import type { LeaderboardStore } from "./store.ts";

export const PAGE_SIZE = 10;

/** `rank` is 1-based. */
export type LeaderboardRow = { rank: number; userId: string; points: number; streak: number };

/** A page of a leaderboard as one member sees it. */
export type LeaderboardPage = {
  period: Period;
  topic?: Topic;
  /** 1-based. */
  page: number;
  pages: number;
  members: number;
  rows: LeaderboardRow[];
  /** The member's own row and the neighbors that the page doesn't show. Empty if the page shows all of them. */
  around: LeaderboardRow[];
  /** The member has chosen to be hidden. */
  hidden?: true;
  /** Absent if the member isn't on the leaderboard. */
  rank?: number;
  endsAt?: Instant;
  /** When the next question is due, if the leaderboard is empty. */
  nextQuestionAt?: Instant;
};

type LeaderboardQuery = {
  guildId: string;
  userId: string;
  period: Period;
  topic?: Topic | undefined;
  /** 1-based, or "own" for the page that contains the member's rank. */
  page: number | "own";
};

export function createLeaderboardService({
  boards,
  settings,
  upcoming,
  clock,
}: {
  boards: Pick<LeaderboardStore, "page">;
  settings: Pick<SettingsStore, "calendar">;
  upcoming: Pick<UpcomingService, "nextIn">;
  clock: Clock;
}) {
  /** If the page is past the end, returns the last one. */
  async function page({ guildId, userId, period, topic, page: shown }: LeaderboardQuery): Promise<LeaderboardPage> {
    const now = clock();
    const calendar = await settings.calendar(guildId);
    const names = periodNames(calendar, { at: now });
    const rank = shown === "own" ? shown : (shown - 1) * PAGE_SIZE + 1;
    const slice = await boards.page(guildId, leaderboardName(period, names, topic), userId, rank, PAGE_SIZE);

    const toRow = ({ streak, ...entry }: (typeof slice.page)[number]): LeaderboardRow => ({
      ...entry,
      streak: currentStreak(streak, names.day),
    });
    const rows = slice.page.map(toRow);
    const endsAt = periodEnd(period, calendar, now);
    const nextQuestionAt = slice.members === 0 ? await upcoming.nextIn(guildId) : undefined;
    return {
      period,
      ...(topic && { topic }),
      page: Math.ceil(slice.first / PAGE_SIZE),
      pages: Math.max(1, Math.ceil(slice.members / PAGE_SIZE)),
      members: slice.members,
      rows,
      around: rowsAround(slice.around.map(toRow), rows, userId),
      ...(slice.hidden && { hidden: true }),
      ...(slice.ownRank !== undefined && { rank: slice.ownRank }),
      ...(endsAt !== undefined && { endsAt }),
      ...(nextQuestionAt !== undefined && { nextQuestionAt }),
    };
  }

  return { page };
}

/** The member's own row and the neighbors that the page doesn't show. Empty if the page shows all of them. */
function rowsAround(
  around: readonly LeaderboardRow[],
  shown: readonly LeaderboardRow[],
  userId: string,
): LeaderboardRow[] {
  const onPage = new Set(shown.map((row) => row.userId));
  if (around.every((row) => onPage.has(row.userId))) return [];
  return around.filter((row) => !onPage.has(row.userId) || row.userId === userId);
}

import type { Clock, Instant } from "../../platform/time.ts";
import { currentStreak } from "../daily/streak-rules.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { Upcoming } from "../schedules/upcoming-service.ts";
import type { SettingsStore } from "../settings/ports.ts";
import { countedOn, periodEnd } from "./calendar-rules.ts";
import type { Period } from "./period-rules.ts";
import type { BoardStore } from "./ports.ts";
import { boardName } from "./rules.ts";

export const PAGE_SIZE = 10;

export type BoardRow = { place: number; userId: string; points: number; streak: number };
export type BoardPage = {
  period: Period;
  topic?: Topic;
  /** From 1. */
  page: number;
  pages: number;
  members: number;
  rows: BoardRow[];
  /** The asking member with the neighbours that this page does not show, where it does not show them all. */
  around: BoardRow[];
  /** The asking member chose not to be shown here. */
  hidden?: true;
  /** The asking member's place, from 1; absent: not on this board. */
  place?: number;
  endsAt?: Instant;
  /** When the next question comes, if any is planned. */
  next?: Instant;
};

export type BoardQuery = {
  guildId: string;
  userId: string;
  period: Period;
  topic?: Topic | undefined;
  page: number | "mine";
};

type Needs = { boards: BoardStore; settings: SettingsStore; upcoming: Upcoming; clock: Clock };

export function createBoards({ boards, settings, upcoming, clock }: Needs) {
  /** A page of a board; a page past the end is the last one. */
  async function page({ guildId, userId, period, topic, page: wanted }: BoardQuery): Promise<BoardPage> {
    const now = clock();
    const calendar = await settings.calendar(guildId);
    const counted = countedOn(calendar, now);
    const name = boardName(period, counted, topic);

    const slice = await boards.page(
      guildId,
      name,
      userId,
      wanted === "mine" ? "own" : (wanted - 1) * PAGE_SIZE,
      PAGE_SIZE,
    );
    const rows = slice.page.map(row);
    const onPage = new Set(rows.map((one) => one.userId));
    const around = slice.around.map(row);
    const endsAt = periodEnd(period, calendar, now);
    const next = slice.members === 0 ? await upcoming.nextIn(guildId) : undefined;
    return {
      period,
      ...(topic && { topic }),
      page: Math.floor(slice.first / PAGE_SIZE) + 1,
      pages: Math.max(1, Math.ceil(slice.members / PAGE_SIZE)),
      members: slice.members,
      rows,
      around: around.every((one) => onPage.has(one.userId))
        ? []
        : around.filter((one) => !onPage.has(one.userId) || one.userId === userId),
      ...(slice.hidden && { hidden: true }),
      ...(slice.ownRank !== undefined && { place: slice.ownRank + 1 }),
      ...(endsAt !== undefined && { endsAt }),
      ...(next !== undefined && { next }),
    };

    function row({ rank, userId: of, points, streak }: (typeof slice.page)[number]): BoardRow {
      return { place: rank + 1, userId: of, points, streak: currentStreak(streak, counted.day) };
    }
  }

  return { page };
}

export type Boards = ReturnType<typeof createBoards>;

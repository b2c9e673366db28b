import { RetryLaterError } from "../../platform/discord/discord-errors.ts";
import type { Clock } from "../../platform/time.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { type Calendar, mayHaveExpired, periodNames, seasonOf, staleWeekNames } from "./calendar-rules.ts";
import type { RecomputeStore } from "./recompute-store.ts";
import { addPoints, type Earning, type Leaderboard, type LeaderboardEntry, leaderboardsFor } from "./rules.ts";

type Filter = (board: Leaderboard) => boolean;
type ComputedBoard = Leaderboard & { mayCreate: boolean; entries: Map<string, LeaderboardEntry> };

/** If members keep earning points, their entries are recomputed this many times before the job is retried later. */
const MAX_ROUNDS = 20;
/** Limits memory use. */
const MEMBER_BATCH = 1_000;

/** Recomputes leaderboard entries from answers and credits. */
export function createRecomputeService({
  recomputes,
  settings,
  clock,
}: {
  recomputes: RecomputeStore;
  settings: Pick<SettingsStore, "calendar">;
  clock: Clock;
}) {
  /** Recomputes the entries of these members on every leaderboard, or on those that `includes` accepts. */
  async function entries(guildId: string, userIds: readonly string[], includes: Filter = () => true): Promise<void> {
    for (let start = 0; start < userIds.length; start += MEMBER_BATCH) {
      let left = userIds.slice(start, start + MEMBER_BATCH);
      for (let round = 0; round < MAX_ROUNDS && left.length > 0; round += 1) {
        left = await recomputeOnce(guildId, left, includes);
      }
      if (left.length > 0)
        throw new RetryLaterError(`${left.length} members earn points faster than their entries are recomputed`);
    }
  }

  /** Returns the members whose entries must be recomputed again. */
  async function recomputeOnce(guildId: string, userIds: readonly string[], includes: Filter): Promise<string[]> {
    const calendar = await settings.calendar(guildId);
    const checkpoint = await recomputes.checkpoint(guildId, calendar);
    const boardsOf = createBoardLookup(calendar, includes, clock());
    const boards = new Set<ComputedBoard>();
    for await (const batch of recomputes.earnings(guildId, userIds, calendar)) {
      for (const earning of batch) {
        for (const board of boardsOf(earning)) {
          boards.add(board);
          board.entries.set(earning.userId, addPoints(board.entries.get(earning.userId), earning));
        }
      }
    }

    const left = new Set<string>();
    for (const board of boards) {
      const stale = await recomputes.replaceEntries(guildId, board, [...board.entries.values()], checkpoint);
      for (const userId of stale) left.add(userId);
    }
    return [...left];
  }

  /** Replaces all weekly leaderboards after the week start changed. */
  async function weeks(guildId: string): Promise<void> {
    const stale = staleWeekNames(await settings.calendar(guildId), clock());
    await recomputes.deleteLeaderboards(
      guildId,
      stale.flatMap((week) => [week, ...TOPICS.map((topic) => `${week}:${topic}`)]),
    );
    await entries(guildId, await recomputes.members(guildId), ({ period }) => period === "week");
  }

  return { entries, weeks };
}

export type RecomputeService = ReturnType<typeof createRecomputeService>;

/** Looks up the leaderboards an earning counts toward. Cached because most earnings share a few days and topics. */
function createBoardLookup(calendar: Calendar, includes: Filter, now: number): (one: Earning) => ComputedBoard[] {
  const byName = new Map<string, ComputedBoard>();
  const byKey = new Map<string, ComputedBoard[]>();

  function computedBoard(board: Leaderboard, { day }: Earning): ComputedBoard {
    const cached = byName.get(board.name);
    if (cached) return cached;
    const mayCreate = !mayHaveExpired(board.period, day, calendar.weekStart, now);
    const created = { ...board, mayCreate, entries: new Map<string, LeaderboardEntry>() };
    byName.set(board.name, created);
    return created;
  }

  return (earning) => {
    const { day, sequence, topic } = earning;
    const key = `${day} ${seasonOf(calendar, sequence)} ${topic}`;
    const cached = byKey.get(key);
    if (cached) return cached;
    const boards = leaderboardsFor(periodNames(calendar, earning), topic).filter(includes);
    const computed = boards.map((board) => computedBoard(board, earning));
    byKey.set(key, computed);
    return computed;
  };
}

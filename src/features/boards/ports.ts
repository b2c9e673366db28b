import type { Streak } from "../daily/streak-rules.ts";
import type { Standing } from "./rules.ts";

export type BoardStore = {
  /**
   * `size` places from `first` on ("own": the page that holds this member), in one round trip; a `first` past the end
   * gives the last page.
   */
  page(guildId: string, board: string, userId: string, first: number | "own", size: number): Promise<BoardSlice>;
  /** The points of these members; none for who is not on the board. */
  points(guildId: string, board: string, userIds: readonly string[]): Promise<Map<string, number>>;
  /** Which of these boards somebody stands on. */
  played(guildId: string, boards: readonly string[]): Promise<ReadonlySet<string>>;
};

export type BoardSlice = {
  members: number;
  /** The asking member chose not to be shown. */
  hidden?: true;
  /** Places count from 0 here; absent: this member is not on the board. */
  ownRank?: number;
  first: number;
  page: RankedStanding[];
  /** The member's own place with its neighbours. */
  around: RankedStanding[];
};

export type RankedStanding = Omit<Standing, "sequence"> & { rank: number; streak?: Streak };

/** The members of a guild who are shown neither on boards nor among the first. */
export type HiddenMembers = {
  of(guildId: string): Promise<ReadonlySet<string>>;
  add(guildId: string, userId: string): Promise<void>;
  remove(guildId: string, userId: string): Promise<void>;
};

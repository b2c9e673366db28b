import type { Instant, LocalDate } from "../../platform/time.ts";
import type { Topic } from "../questions/topic-rules.ts";
import type { Period } from "./period-rules.ts";
import type { Standing } from "./rules.ts";

/** How far a guild's answers and credits had come. What was recorded before a mark can be read after it. */
export type Mark = { sequence: number; rescored: number };

/** What an answer or a credit adds to its member's standings. */
export type Earning = { userId: string; points: number; sequence: number; at: Instant; day: LocalDate; topic?: Topic };

/** Boards as they are told again, for some of their members. */
export type StandingStore = {
  mark(guildId: string): Promise<Mark>;
  /** All that these members ever earned in a guild, some at a time; what is recorded meanwhile may be among it. */
  earned(guildId: string, userIds: readonly string[]): AsyncIterable<readonly Earning[]>;
  /**
   * Puts standings told since `mark` in the place of what stands on a board; hidden members leave it. Tells for whom
   * nothing was done, for they earned more meanwhile or their answers were judged again. A board whose time is over is
   * not made anew.
   */
  write(guildId: string, board: RestatedBoard, standings: readonly Standing[], mark: Mark): Promise<string[]>;
};

/** `at`: when something was earned that counts for it; `now`: the present. */
export type RestatedBoard = { name: string; period: Period; at: Instant; now: Instant };

import type { Earned } from "../../core/notice.ts";
import type { Instant } from "../../core/time.ts";

/** Who won the seasons that are over. */
export type HallStore = {
  /** Keeps the winners of a season, once. */
  enter(guildId: string, season: number, entry: HallEntry): Promise<void>;
  holds(guildId: string, season: number): Promise<boolean>;
  /** The seasons that are over, the latest first. */
  all(guildId: string): Promise<(HallEntry & { season: number })[]>;
};

export type HallEntry = { closedAt: Instant; winners: readonly Earned[]; members: number };

import type { Instant } from "../../platform/time.ts";
import type { Earned } from "../notifications/rules.ts";

/** Who won the seasons that are over. */
export type HallStore = {
  /** Keeps the winners of a season, once. */
  enter(guildId: string, season: number, entry: HallEntry): Promise<void>;
  holds(guildId: string, season: number): Promise<boolean>;
  /** The seasons that are over, the latest first. */
  all(guildId: string): Promise<(HallEntry & { season: number })[]>;
};

export type HallEntry = { closedAt: Instant; winners: readonly Earned[]; members: number };

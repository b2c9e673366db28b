import type { Instant } from "../../platform/time.ts";
import type { FirstAttempt, ItemStatistics } from "./rules.ts";

/**
 * How questions did; see core/item-analysis.ts. `items`: all that had enough first attempts. `early`: the few that come
 * next, of which no more can be said yet than how many were right.
 */
export type Analysis = {
  at: Instant;
  items: (ItemStatistics & { rev: number; unchosen: string[] })[];
  early: EarlyItem[];
};
export type EarlyItem = Pick<ItemStatistics, "questionId" | "attempts" | "facility">;

export type HealthStore = {
  /** First answers to what was asked in this guild and is revealed; of very many members those of some. */
  attempts(guildId: string): Promise<FirstAttempt[]>;
  load(guildId: string): Promise<Analysis | undefined>;
  save(guildId: string, analysis: Analysis): Promise<void>;
  /** The revisions whose keys moderators have checked, by question id. */
  checked(guildId: string): Promise<ReadonlyMap<string, number>>;
  check(guildId: string, questionId: string, rev: number): Promise<void>;
};

import type { FirstAttempt, ItemStatistics } from "../../core/item-analysis.ts";
import type { Instant } from "../../core/time.ts";

/** How questions did, of all that had enough first attempts; see core/item-analysis.ts. */
export type Analysis = { at: Instant; items: (ItemStatistics & { rev: number; unchosen: string[] })[] };

export type HealthStore = {
  /** First answers to what was asked in this guild and is revealed; of very many members those of some. */
  attempts(guildId: string): Promise<FirstAttempt[]>;
  load(guildId: string): Promise<Analysis | undefined>;
  save(guildId: string, analysis: Analysis): Promise<void>;
  /** The revisions whose keys moderators have checked, by question id. */
  checked(guildId: string): Promise<ReadonlyMap<string, number>>;
  check(guildId: string, questionId: string, rev: number): Promise<void>;
};

import type { Instant } from "../../platform/time.ts";
import type { ChannelProblem, Schedule, SkipReason } from "./rules.ts";

export type ScheduleStore = {
  list(guildId: string): Promise<Schedule[]>;
  find(guildId: string, id: string): Promise<Schedule | undefined>;
  /** A number no schedule of this guild has had. */
  nextSerial(guildId: string): Promise<number>;
  /** "taken": the id exists; "full": the guild holds `limit` schedules already. */
  add(guildId: string, schedule: Schedule, limit: number): Promise<"added" | "taken" | "full">;
  /** Puts `after` in the place of `before`; false, and nothing done, if somebody changed it meanwhile. */
  replace(guildId: string, before: Schedule, after: Schedule): Promise<boolean>;
  remove(guildId: string, id: string): Promise<void>;
  noteRun(guildId: string, id: string, run: LastRun): Promise<void>;
  /** What became of each schedule's latest slot, by schedule id. */
  lastRuns(guildId: string): Promise<Map<string, LastRun>>;
};

export type LastRun =
  | { outcome: "posted"; at: Instant; channelId: string; messageId: string }
  /** Without a reason: the bot was away. */
  | { outcome: "skipped"; at: Instant; reason?: SkipReason }
  /** A question wished for by hand, which its channel did not take. */
  | { outcome: "refused"; at: Instant; channelId: string; trouble: ChannelProblem };

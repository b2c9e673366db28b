import type { Instant, LocalDate } from "../../platform/time.ts";
import type { Reminder } from "./rules.ts";

/** The reminders of learners: at most one each, and one letter a day. */
export type ReminderStore = {
  find(userId: string): Promise<Reminder | undefined>;
  /** Turns it on, or changes it; the last day that had a letter stays known. */
  set(userId: string, reminder: Pick<Reminder, "time" | "zone">): Promise<Reminder>;
  /** Turns it off; false if it was off. */
  remove(userId: string): Promise<boolean>;
  /** Turns it off because nothing can be delivered, which its learner has still to be told. */
  close(userId: string): Promise<void>;
  /** True once after `close`, or `keepClosed`, unless it was turned on meanwhile. */
  takeClosed(userId: string): Promise<boolean>;
  keepClosed(userId: string): Promise<void>;
  /** Fixes that this day has its letter; `since`: an earlier try began then and may have sent it. */
  claim(
    userId: string,
    day: LocalDate,
    now: Instant,
  ): Promise<{ outcome: "claimed"; since?: Instant } | { outcome: "done" }>;
  markSent(userId: string, day: LocalDate): Promise<void>;
};

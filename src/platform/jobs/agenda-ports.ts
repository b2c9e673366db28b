import type { Instant } from "../time.ts";
import type { AgendaEntry, Pace } from "./agenda-entries.ts";

/** All that is due, by time. Every entry has one time; entries are equal when all their fields are. */
export type Agenda = {
  set(entry: AgendaEntry, at: Instant): Promise<void>;
  /** Moves the entry only forward to an earlier time, or adds it. */
  setNoLater(entry: AgendaEntry, at: Instant): Promise<void>;
  /** Adds the entry unless it is there already. */
  setIfAbsent(entry: AgendaEntry, at: Instant): Promise<void>;
  remove(entry: AgendaEntry): Promise<void>;
};

/** The agenda as a dispatcher sees it: what is due, and what becomes of it. */
export type AgendaFeed = {
  /** The entries of a pace that are due at `now`, the longest due first, at most `limit` of each shard. */
  due(pace: Pace, now: Instant, limit: number): Promise<DueEntry[]>;
  /** How many entries of a pace are due at `now`. */
  backlog(pace: Pace, now: Instant): Promise<number>;
  /** Moves entries on to `next`, or removes them; one that was moved meanwhile is left alone. */
  settle(entries: readonly (DueEntry & { next?: Instant })[]): Promise<void>;
};

/** `text` is the entry as it is stored in `list`; `entry` is absent where a newer version wrote what this one does not know. */
export type DueEntry = { list: string; text: string; entry: AgendaEntry | undefined; at: Instant };

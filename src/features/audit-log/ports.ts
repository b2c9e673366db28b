import type { AuditEntry } from "./rules.ts";

/** A guild's latest changes, the newest first. */
export type AuditLog = {
  /** Tells the entry's number, which no other of this guild has. */
  note(guildId: string, entry: AuditEntry): Promise<number>;
  /** `size` entries from `first` on, counted from 0, and how many there are. */
  page(guildId: string, first: number, size: number): Promise<{ entries: AuditEntry[]; total: number }>;
};

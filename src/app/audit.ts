import type { AuditChange } from "../core/audit.ts";
import type { Clock } from "../core/time.ts";
import type { AuditLog } from "./ports.ts";

type Needs = { log: AuditLog; clock: Clock };

/** Who changed what and when in a guild. `by` is a user's id, or ROOTINE. */
export function createAudit({ log, clock }: Needs) {
  async function note(guildId: string, by: string, change: AuditChange): Promise<void> {
    await log.note(guildId, { by, at: clock(), change });
  }

  return { note, page: log.page };
}

export type Audit = ReturnType<typeof createAudit>;

import type { AuditChange, AuditEntry } from "../core/audit.ts";
import type { Clock } from "../core/time.ts";
import type { Notices } from "./notices.ts";
import type { AuditLog } from "./ports/audit.ts";
import type { SettingsStore } from "./ports/settings.ts";

type Needs = { store: AuditLog; settings: Pick<SettingsStore, "of">; notices: Pick<Notices, "send">; clock: Clock };

/** Who changed what and when in a guild. `by` is a user's id, or ROOTINE. */
export function createAudit({ store, settings, notices, clock }: Needs) {
  /** Notes a change in the log and tells it in the audit channel, where there is one. */
  async function note(guildId: string, by: string, change: AuditChange): Promise<void> {
    const [{ number, entry }, { auditChannel }] = await Promise.all([log(guildId, by, change), settings.of(guildId)]);
    if (auditChannel) await notices.send(guildId, `audit-${number}`, auditChannel, { kind: "audit", entry });
  }

  /** Notes a change in the log alone. */
  async function log(guildId: string, by: string, change: AuditChange): Promise<{ number: number; entry: AuditEntry }> {
    const entry = { by, at: clock(), change };
    return { number: await store.note(guildId, entry), entry };
  }

  return { note, log, page: store.page };
}

export type Audit = ReturnType<typeof createAudit>;

import type { Clock } from "../../platform/time.ts";
import type { Notices } from "../notifications/service.ts";
import type { SettingsStore } from "../settings/ports.ts";
import type { AuditLog } from "./ports.ts";
import type { AuditChange, AuditEntry } from "./rules.ts";

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

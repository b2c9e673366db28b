import { type Clock, MINUTE } from "../../platform/time.ts";
import type { NotificationService } from "../notifications/service.ts";
import type { SettingsStore } from "../settings/store.ts";
import { type AuditChange, type AuditEntry, MAX_AUDIT_NOTICES } from "./rules.ts";
import type { AuditLogStore } from "./store.ts";

/** Records who changed what in a guild. `by` is a user id or `ROOTINE`. */
export function createAuditLogService({
  store,
  settings,
  notifications,
  clock,
}: {
  store: AuditLogStore;
  settings: Pick<SettingsStore, "load">;
  notifications: Pick<NotificationService, "send">;
  clock: Clock;
}) {
  /**
   * Records a change and posts it in the audit channel, if the guild has one. A change with an `id` is recorded only
   * once.
   */
  async function recordAndNotify(guildId: string, by: string, change: AuditChange, id?: string): Promise<void> {
    const [{ number, entry }, { auditChannel }] = await Promise.all([
      record(guildId, by, change, id),
      settings.load(guildId),
    ]);
    if (!auditChannel) return;
    const minute = Math.floor(entry.at / MINUTE);
    const count = await store.countNotice(guildId, minute);
    // The id is the same for the entire minute, so only one of these messages is posted.
    if (count > MAX_AUDIT_NOTICES)
      return notifications.send(guildId, `audit-more-${minute}`, auditChannel, { kind: "audit-more" });
    await notifications.send(guildId, `audit-${number}`, auditChannel, { kind: "audit", entry });
  }

  async function record(
    guildId: string,
    by: string,
    change: AuditChange,
    id?: string,
  ): Promise<{ number: number; entry: AuditEntry }> {
    const entry = { by, at: clock(), change };
    return { number: await store.add(guildId, entry, id), entry };
  }

  return { recordAndNotify, record, page: store.page };
}

export type AuditLogService = ReturnType<typeof createAuditLogService>;

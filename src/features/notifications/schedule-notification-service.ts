import type { Instant } from "../../platform/time.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import type { ChannelProblem, Schedule } from "../schedules/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import type { Notification } from "./rules.ts";
import type { NotificationService } from "./service.ts";

const LOW_POOL = 7;

/** Notifies moderators about a schedule in the audit channel. Repeated calls post only one notification. */
export function createScheduleNotificationService({
  settings,
  auditLog,
  notifications,
}: {
  settings: Pick<SettingsStore, "load">;
  auditLog: Pick<AuditLogService, "record">;
  notifications: Pick<NotificationService, "send" | "reset">;
}) {
  async function notify(guildId: string, id: string, notification: Notification): Promise<void> {
    const { auditChannel } = await settings.load(guildId);
    if (auditChannel) await notifications.send(guildId, id, auditChannel, notification);
  }

  /** Does nothing if a moderator paused the schedule. */
  async function notifyPaused(guildId: string, { id, serial, channelId, pause }: Schedule): Promise<void> {
    if (pause?.by !== "channel") return;
    const notification = { kind: "schedule-paused", scheduleId: id, serial, channelId, problem: pause.reason } as const;
    await notify(guildId, `paused-${serial}-${pause.slotAt}`, notification);
    await auditLog.record(guildId, ROOTINE, {
      kind: "schedule",
      action: "paused",
      scheduleId: id,
      problem: pause.reason,
    });
  }

  /** Notifies about schedules that were paused while the bot wasn't in the guild. */
  async function notifyResumed(guildId: string, resumed: readonly Schedule[]): Promise<void> {
    const [first] = resumed;
    if (first?.pause?.by !== "channel") return;
    const id = `resumed-${first.serial}-${first.pause.slotAt}`;
    await notify(guildId, id, { kind: "schedules-resumed", scheduleIds: resumed.map((schedule) => schedule.id) });
    for (const { id: scheduleId } of resumed)
      await auditLog.record(guildId, ROOTINE, { kind: "schedule", action: "resumed", scheduleId });
  }

  async function notifyManualPostFailed(
    guildId: string,
    { id, channelId }: Schedule,
    slotId: string,
    problem: ChannelProblem,
  ): Promise<void> {
    await notify(guildId, `failed-${slotId}`, { kind: "manual-post-failed", scheduleId: id, channelId, problem });
  }

  /**
   * Notifies moderators when the schedule is running low on unasked questions. Does so again only after the pool has
   * grown.
   */
  async function notifyPoolLow(guildId: string, { id, serial }: Schedule, left: number): Promise<void> {
    const notificationId = `low-${serial}`;
    if (left > LOW_POOL) return notifications.reset(guildId, notificationId);
    await notify(guildId, notificationId, { kind: "pool-low", scheduleId: id, left });
  }

  async function notifyPoolEmpty(guildId: string, schedule: Schedule, slotAt: Instant): Promise<void> {
    const { id, serial, topic, difficulty } = schedule;
    const pool = { ...(topic && { topic }), ...(difficulty && { difficulty }) };
    await notify(guildId, `empty-${serial}-${slotAt}`, { kind: "pool-empty", scheduleId: id, ...pool });
  }

  return { notifyPaused, notifyResumed, notifyManualPostFailed, notifyPoolLow, notifyPoolEmpty };
}

export type ScheduleNotificationService = ReturnType<typeof createScheduleNotificationService>;

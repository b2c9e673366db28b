import { ChannelError } from "../../platform/discord/discord-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { Clock } from "../../platform/time.ts";
import type { HiddenMemberStore } from "../boards/store.ts";
import type { ChannelDelivery } from "./delivery.ts";
import { notificationJob } from "./jobs.ts";
import { type Notification, withoutHidden } from "./rules.ts";
import type { NotificationStore } from "./store.ts";

/** Posts notifications in channels, each exactly once. */
export function createNotificationService({
  store,
  hidden,
  delivery,
  agenda,
  clock,
}: {
  store: NotificationStore;
  hidden: Pick<HiddenMemberStore, "of">;
  delivery: ChannelDelivery;
  agenda: Pick<Agenda, "set">;
  clock: Clock;
}) {
  /** Queues a notification. Ignores another one with the same id until the id is reset. */
  async function send(guildId: string, id: string, channelId: string, notification: Notification): Promise<void> {
    const at = clock();
    await store.add(guildId, id, { channelId, at, attempted: false, notification });
    // Runs even if the id exists, because the process that added it may have crashed before this line.
    await agenda.set(notificationJob, { guildId, notificationId: id }, at);
  }

  /** Posts a pending notification. Safe to call again after any failure. */
  async function deliver({ guildId, notificationId }: { guildId: string; notificationId: string }): Promise<void> {
    const pending = await store.findPending(guildId, notificationId);
    if (!pending) return;
    try {
      const wasSent = pending.attempted && (await delivery.wasSent(guildId, pending));
      // Members may have hidden themselves since it was queued.
      const notification = wasSent ? undefined : withoutHidden(pending.notification, await hidden.of(guildId));
      if (notification) {
        const current = { ...pending, notification };
        await store.markAttempted(guildId, notificationId, current);
        await delivery.send(guildId, notificationId, current);
      }
    } catch (error) {
      // Drops the notification. `/settings show` reports the channel problem. The audit log and hall of fame have the
      // content.
      if (!(error instanceof ChannelError)) throw error;
    }
    await store.markDone(guildId, notificationId);
  }

  return { send, deliver, reset: store.delete };
}

export type NotificationService = ReturnType<typeof createNotificationService>;

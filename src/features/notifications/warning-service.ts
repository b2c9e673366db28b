import type { Instant } from "../../platform/time.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { Audit } from "../audit-log/service.ts";
import type { ChannelProblem, Schedule } from "../schedules/rules.ts";
import type { SettingsStore } from "../settings/ports.ts";
import type { Notices } from "./service.ts";

type Needs = {
  settings: Pick<SettingsStore, "of">;
  audit: Pick<Audit, "log">;
  notices: Pick<Notices, "send" | "forget">;
};

/** So few questions a schedule has not asked yet are worth a word. */
const FEW = 7;

/** What moderators are told in their audit channel without having asked. Told twice, it is said once. */
export function createWarnings({ settings, audit, notices }: Needs) {
  /** A schedule rests, for its channel refused a question. */
  async function paused(guildId: string, { id, serial, channelId, pause }: Schedule): Promise<void> {
    if (pause?.by !== "channel") return;
    const { auditChannel } = await settings.of(guildId);
    const notice = { kind: "schedule-paused", scheduleId: id, serial, channelId, trouble: pause.reason } as const;
    if (auditChannel) await notices.send(guildId, `paused-${serial}-${pause.slotAt}`, auditChannel, notice);
    await audit.log(guildId, ROOTINE, { kind: "schedule", deed: "paused", scheduleId: id, trouble: pause.reason });
  }

  /** A question wished for by hand was refused by its channel, perhaps long after whoever wished for it was told to wait. */
  async function refused(guildId: string, schedule: Schedule, slotId: string, trouble: ChannelProblem): Promise<void> {
    const { id: scheduleId, channelId } = schedule;
    const { auditChannel } = await settings.of(guildId);
    const notice = { kind: "wish-refused", scheduleId, channelId, trouble } as const;
    if (auditChannel) await notices.send(guildId, `refused-${slotId}`, auditChannel, notice);
  }

  /** `left`: how many questions a schedule has not asked yet. It is said once, until there are more again. */
  async function left(guildId: string, { id, serial }: Schedule, left: number): Promise<void> {
    const name = `low-${serial}`;
    if (left > FEW) return notices.forget(guildId, name);
    const { auditChannel } = await settings.of(guildId);
    if (auditChannel) await notices.send(guildId, name, auditChannel, { kind: "pool-low", scheduleId: id, left });
  }

  /** A schedule had nothing to ask at a slot. */
  async function empty(guildId: string, schedule: Schedule, slotAt: Instant): Promise<void> {
    const { id, serial, topic, difficulty } = schedule;
    const { auditChannel } = await settings.of(guildId);
    const asked = { ...(topic && { topic }), ...(difficulty && { difficulty }) };
    const notice = { kind: "pool-empty", scheduleId: id, ...asked } as const;
    if (auditChannel) await notices.send(guildId, `empty-${serial}-${slotAt}`, auditChannel, notice);
  }

  return { paused, refused, left, empty };
}

export type Warnings = ReturnType<typeof createWarnings>;

import { ChannelError } from "../../platform/discord/delivery-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { Clock } from "../../platform/time.ts";
import { notificationJob } from "./jobs.ts";
import type { Announcer, NoticeStore } from "./ports.ts";
import type { Notice } from "./rules.ts";

type Needs = { store: NoticeStore; announcer: Announcer; agenda: Pick<Agenda, "set">; clock: Clock };

/** Tells guilds what nobody asked for at that moment: each notice once, whatever crashes. */
export function createNotices({ store, announcer, agenda, clock }: Needs) {
  /** Sends a notice to a channel soon. `id` names it for ever: a second one under the same id is not sent. */
  async function send(guildId: string, id: string, channelId: string, notice: Notice): Promise<void> {
    const at = clock();
    await store.put(guildId, id, { channelId, at, tried: false, notice });
    // Also where it was there: whoever put it may have died before this line.
    await agenda.set(notificationJob, { guildId, noticeId: id }, at);
  }

  /** Brings a notice to its channel; may be called again after any failure. */
  async function deliver({ guildId, noticeId }: { guildId: string; noticeId: string }): Promise<void> {
    const outgoing = await store.find(guildId, noticeId);
    if (!outgoing) return;
    try {
      const nonce = `${guildId}/${noticeId}`;
      if (outgoing.tried && (await announcer.wasSent(outgoing))) return await store.settle(guildId, noticeId);
      await store.markTried(guildId, noticeId, outgoing);
      await announcer.send(outgoing, nonce);
    } catch (error) {
      // A channel that takes nothing any more is named in the settings; what was to be told there is kept elsewhere.
      if (!(error instanceof ChannelError)) throw error;
    }
    await store.settle(guildId, noticeId);
  }

  return { send, deliver, forget: store.forget };
}

export type Notices = ReturnType<typeof createNotices>;

import { timeOfId } from "./snowflake.ts";
import type { ModelClock } from "./types.ts";

/**
 * Discord checks an enforced nonce "for uniqueness in the past few minutes". Those minutes pass on the machine's clock:
 * moving the playground's clock must not make a retry that is still on its way post twice.
 */
const WINDOW_MS = 3 * 60_000;

export type Nonces = ReturnType<typeof createNonces>;

export function createNonces(clock: ModelClock) {
  const machineNow = () => clock.now() - clock.ahead();
  /** In time order, so expired entries come first. */
  const known = new Map<string, { messageId: string; until: number }>();
  return {
    /** The message that this author recently sent to this channel with this nonce. */
    find(channelId: string, authorId: string, nonce: string | number) {
      const entry = known.get(`${channelId} ${authorId} ${nonce}`);
      return entry === undefined || entry.until <= machineNow() ? undefined : entry.messageId;
    },
    remember(channelId: string, authorId: string, nonce: string | number, messageId: string) {
      const now = machineNow();
      for (const [key, { until }] of known) {
        if (until > now) break;
        known.delete(key);
      }
      const until = timeOfId(messageId) - clock.ahead() + WINDOW_MS;
      known.set(`${channelId} ${authorId} ${nonce}`, { messageId, until });
    },
  };
}

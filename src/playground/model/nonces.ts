import type { PlaygroundTime } from "../control/clock.ts";
import { timeOfId } from "./snowflake.ts";

/**
 * Discord checks an enforced nonce "for uniqueness in the past few minutes": no ledger, a short memory. It covers requests
 * that are still on their way, which go by the machine's clock: moving the playground's makes it forget nothing.
 */
const WINDOW_MS = 3 * 60_000;

export type Nonces = {
  /** The message that this author sent here with this nonce a short while ago. */
  find(channelId: string, authorId: string, nonce: string | number): string | undefined;
  remember(channelId: string, authorId: string, nonce: string | number, messageId: string): void;
};

export function createNonces(time: Pick<PlaygroundTime, "now" | "ahead">, windowMs = WINDOW_MS): Nonces {
  const machine = () => time.now() - time.ahead();
  /** Insertion order is time order, so the stale ones are always in front. */
  const known = new Map<string, { messageId: string; until: number }>();
  return {
    find(channelId, authorId, nonce) {
      const entry = known.get(`${channelId} ${authorId} ${nonce}`);
      return entry === undefined || entry.until <= machine() ? undefined : entry.messageId;
    },
    remember(channelId, authorId, nonce, messageId) {
      const now = machine();
      for (const [key, { until }] of known) {
        if (until > now) break;
        known.delete(key);
      }
      known.set(`${channelId} ${authorId} ${nonce}`, {
        messageId,
        until: timeOfId(messageId) - time.ahead() + windowMs,
      });
    },
  };
}

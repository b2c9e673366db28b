import type { Post } from "../../src/features/daily/rules.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { HOUR } from "../../src/platform/time.ts";

/** An open post for rendering. */
export function samplePost({ id, topic, rev }: Question, guildId: string, channelId: string): Post {
  const now = Date.now();
  return {
    state: "sent",
    guildId,
    slotId: "1-2026-01-01",
    scheduleId: "daily",
    channelId,
    topic,
    questionId: id,
    seed: "seed",
    rev,
    slotAt: now,
    claimedAt: now,
    closesAt: now + 6 * HOUR,
    previousChannelIds: [],
    thread: false,
    threadOpened: false,
  };
}

import type { Post } from "../../src/features/daily/rules.ts";

/** A claimed post for tests; `over` replaces some of its fields. */
export function postWith(over: Partial<Post> = {}): Post {
  return {
    state: "claimed",
    guildId: "410000000000000000",
    slotId: "1-2026-11-22",
    scheduleId: "daily",
    channelId: "410000000000000101",
    topic: "http",
    questionId: "http.single",
    seed: "seed",
    rev: 1,
    slotAt: 1_000,
    claimedAt: 1_100,
    closesAt: 100_000,
    previousChannelIds: [],
    thread: false,
    threadOpened: false,
    ...over,
  };
}

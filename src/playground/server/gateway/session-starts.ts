export type SessionStarts = ReturnType<typeof createSessionStarts>;

export type SessionStart = { shard: number; at: number; accepted: boolean };

/** What Discord would ask of a large bot. Without it, sessions may start at any time. */
export type Sharding = { shards: number; maxConcurrency: number };

const START_INTERVAL_MS = 5_000;
const STARTS_PER_DAY = 1_000;
const GUILDS_PER_SHARD = 2_000;

/** How many shards Discord recommends, and how quickly they may start their sessions. */
export function createSessionStarts(sharding: Sharding | undefined) {
  const starts: SessionStart[] = [];
  const concurrency = sharding?.maxConcurrency ?? 16;
  return {
    /** `session_start_limit` of `GET /gateway/bot`. */
    limit: () => ({
      total: STARTS_PER_DAY,
      remaining: Math.max(0, STARTS_PER_DAY - starts.length),
      reset_after: 86_400_000,
      max_concurrency: concurrency,
    }),
    shards: (guilds: number) => sharding?.shards ?? Math.max(1, Math.ceil(guilds / GUILDS_PER_SHARD)),
    /** Returns false if another shard of the same bucket started less than 5 s ago. */
    start(shard: number) {
      const at = Date.now();
      const bucket = shard % concurrency;
      const isBusy = starts.some(
        (start) => start.accepted && start.shard % concurrency === bucket && start.at > at - START_INTERVAL_MS,
      );
      const accepted = sharding === undefined || !isBusy;
      starts.push({ shard, at, accepted });
      return accepted;
    },
    /** Every identify so far. */
    all: (): readonly SessionStart[] => starts,
  };
}

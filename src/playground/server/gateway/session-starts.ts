/** How many shards Discord asks of the bot, and how fast they may begin their sessions. */

export type SessionStarts = {
  /** As `GET /gateway/bot` tells it. */
  limit(): { total: number; remaining: number; reset_after: number; max_concurrency: number };
  shards(guilds: number): number;
  /** Takes a shard's turn to begin; false where another of its bucket began less than 5 s ago. */
  take(shard: number): boolean;
  /** Every identify there was. */
  all(): readonly SessionStart[];
};

export type SessionStart = { shard: number; at: number; taken: boolean };

/** As Discord would ask of a bot that has grown; absent, a local Discord makes nobody wait. */
export type Sharding = { shards: number; maxConcurrency: number };

const ONE_EVERY_MS = 5_000;
const A_DAY = 1_000;
const GUILDS_A_SHARD = 2_000;

export function createSessionStarts(sharding: Sharding | undefined): SessionStarts {
  const starts: SessionStart[] = [];
  const concurrency = sharding?.maxConcurrency ?? 16;
  return {
    limit: () => ({
      total: A_DAY,
      remaining: Math.max(0, A_DAY - starts.length),
      reset_after: 86_400_000,
      max_concurrency: concurrency,
    }),
    shards: (guilds) => sharding?.shards ?? Math.max(1, Math.ceil(guilds / GUILDS_A_SHARD)),
    take(shard) {
      const at = Date.now();
      const bucket = shard % concurrency;
      const busy = starts.some(
        (start) => start.taken && start.shard % concurrency === bucket && start.at > at - ONE_EVERY_MS,
      );
      const taken = sharding === undefined || !busy;
      starts.push({ shard, at, taken });
      return taken;
    },
    all: () => starts,
  };
}

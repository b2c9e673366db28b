/** Discord's ids: milliseconds since 2015 in the upper bits, so ids sort by time. */

const EPOCH = 1_420_070_400_000n;
const TIME_SHIFT = 22n;

export type Snowflakes = ReturnType<typeof createSnowflakes>;

export function createSnowflakes(now: () => number) {
  let last = 0n;
  return {
    /** Returns an id for the current time, greater than every id before it. */
    next() {
      const current = (BigInt(now()) - EPOCH) << TIME_SHIFT;
      last = current > last ? current : last + 1n;
      return last.toString();
    },
    /** Skips `id` and all older ids, which an earlier run has used. */
    skipPast(id: string) {
      const past = BigInt(id);
      if (past > last) last = past;
    },
  };
}

/** Negative when `a` is older than `b`. Decimal strings without leading zeros compare by length first. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The creation time of an id, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number((BigInt(id) >> TIME_SHIFT) + EPOCH);
}

/** The shard that receives a guild's events. */
export function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> TIME_SHIFT) % BigInt(shards));
}

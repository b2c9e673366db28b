/** Discord's ids: milliseconds since 2015 in the upper bits, so that ids sort by time. */

const EPOCH = 1_420_070_400_000n;
const TIME_SHIFT = 22n;

export type Snowflakes = {
  /** The next id: of the playground's time, and greater than every id before it. */
  next(): string;
  /** Never give `id` or anything older again: used for what a former run has stored. */
  skipPast(id: string): void;
};

export function createSnowflakes(now: () => number = Date.now): Snowflakes {
  let last = 0n;
  return {
    next() {
      const current = (BigInt(now()) - EPOCH) << TIME_SHIFT;
      last = current > last ? current : last + 1n;
      return last.toString();
    },
    skipPast(id) {
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

/** Milliseconds since 1970 that an id was made at. */
export function timeOfId(id: string): number {
  return Number((BigInt(id) >> TIME_SHIFT) + EPOCH);
}

/** The shard that hears of a guild. */
export function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> TIME_SHIFT) % BigInt(shards));
}

/** 17 to 20 digits: what Discord, and discord.js's rate-limit routing, take for an id. */
export function isSnowflake(text: string): boolean {
  return /^\d{17,20}$/.test(text);
}

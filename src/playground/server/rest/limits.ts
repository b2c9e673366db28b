type BucketRule = { name: string; limit: number; windowMs: number };

/** Discord doesn't document the sizes of its buckets, so a bot has to read the headers. */
const BUCKETS = {
  send: { name: "80c17d2f203122d936070c88c8d10f33", limit: 5, windowMs: 5_000 },
  edit: { name: "9cfb4afa9f0d36a1b6c4c1b4a2f4be54", limit: 5, windowMs: 5_000 },
  delete: { name: "41f9cd5d28af77da04563bcb1d67fdfd", limit: 5, windowMs: 1_000 },
  read: { name: "0ea2e4b1f6d6c34b5a39a4ff1dd2a5d1", limit: 10, windowMs: 5_000 },
  thread: { name: "b1d2c0f9a6f94b9b8f37bd3a2d51f0aa", limit: 50, windowMs: 300_000 },
  reaction: { name: "5f9d3a1c2b7e4f6089abcd0123456789", limit: 1, windowMs: 250 },
  webhook: { name: "61eb9a29b9cf4d9fa11a90d0d8aa4dca", limit: 5, windowMs: 2_000 },
  commands: { name: "e4f8e4a5d9d74d0ca51dbf7ad5c6dd1e", limit: 40, windowMs: 20_000 },
  general: { name: "ab5ba2a4a5f6405ebf5a9bb9e9e63f21", limit: 50, windowMs: 1_000 },
} as const satisfies Record<string, BucketRule>;

export type BucketName = keyof typeof BUCKETS;

type Bucket = { remaining: number; resetsAt: number };

type LimitResult = { allowed: boolean; retryAfter: number; headers: Record<string, string> };

const GLOBAL_PER_SECOND = 50;

/** Expired buckets are deleted once there are more than this. */
const SWEEP_AT = 20_000;

export type Limits = ReturnType<typeof createLimits>;

/** With `enforced` false, every request is allowed and buckets exist only as headers. */
export function createLimits(enforced: boolean, clock: () => number) {
  const buckets = new Map<string, Bucket>();
  const globalOf = (perSecond: number) => ({ perSecond, remaining: perSecond, resetsAt: clock() + 1_000 });
  const defaultGlobal = () => (enforced ? globalOf(GLOBAL_PER_SECOND) : undefined);
  let global = defaultGlobal();
  return {
    /** Takes one request from the bucket of a major parameter, such as a channel id. */
    take(name: BucketName, key: string): LimitResult {
      const rule = BUCKETS[name];
      const now = clock();
      if (!enforced) return resultOf(rule, { remaining: rule.limit - 1, resetsAt: now + rule.windowMs }, true, now);
      if (buckets.size > SWEEP_AT) sweep(buckets, now);
      const bucketKey = `${name} ${key}`;
      let bucket = buckets.get(bucketKey);
      if (bucket === undefined || bucket.resetsAt <= now) {
        bucket = { remaining: rule.limit, resetsAt: now + rule.windowMs };
        buckets.set(bucketKey, bucket);
      }
      const allowed = bucket.remaining > 0;
      if (allowed) bucket.remaining -= 1;
      return resultOf(rule, bucket, allowed, now);
    },
    /** Takes one request from this second's global allowance. Returns the seconds to wait, or 0 if it's allowed. */
    takeGlobal() {
      if (global === undefined) return 0;
      const now = clock();
      if (global.resetsAt <= now) global = { ...global, remaining: global.perSecond, resetsAt: now + 1_000 };
      if (global.remaining <= 0) return (global.resetsAt - now) / 1_000;
      global.remaining -= 1;
      return 0;
    },
    /** Undefined restores Discord's limit, if limits are enforced. */
    setGlobal(perSecond: number | undefined) {
      global = perSecond === undefined ? defaultGlobal() : globalOf(perSecond);
    },
  };
}

function resultOf(rule: BucketRule, bucket: Bucket, allowed: boolean, now: number): LimitResult {
  const retryAfter = Math.max(0, (bucket.resetsAt - now) / 1_000);
  return {
    allowed,
    retryAfter,
    headers: {
      "x-ratelimit-limit": String(rule.limit),
      "x-ratelimit-remaining": String(Math.max(0, bucket.remaining)),
      "x-ratelimit-reset": (bucket.resetsAt / 1_000).toFixed(3),
      "x-ratelimit-reset-after": retryAfter.toFixed(3),
      "x-ratelimit-bucket": rule.name,
    },
  };
}

function sweep(buckets: Map<string, Bucket>, now: number): void {
  for (const [key, { resetsAt }] of buckets) if (resetsAt <= now) buckets.delete(key);
}

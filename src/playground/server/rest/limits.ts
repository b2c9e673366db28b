/** Per-route buckets with Discord's headers. Their sizes are Discord's habits, not promises: a bot must read the headers. */

export type BucketRule = { name: string; limit: number; windowMs: number };

export const BUCKETS = {
  send: { name: "80c17d2f203122d936070c88c8d10f33", limit: 5, windowMs: 5_000 },
  edit: { name: "9cfb4afa9f0d36a1b6c4c1b4a2f4be54", limit: 5, windowMs: 5_000 },
  delete: { name: "41f9cd5d28af77da04563bcb1d67fdfd", limit: 5, windowMs: 1_000 },
  read: { name: "0ea2e4b1f6d6c34b5a39a4ff1dd2a5d1", limit: 10, windowMs: 5_000 },
  thread: { name: "b1d2c0f9a6f94b9b8f37bd3a2d51f0aa", limit: 50, windowMs: 300_000 },
  webhook: { name: "61eb9a29b9cf4d9fa11a90d0d8aa4dca", limit: 5, windowMs: 2_000 },
  commands: { name: "e4f8e4a5d9d74d0ca51dbf7ad5c6dd1e", limit: 40, windowMs: 20_000 },
  general: { name: "ab5ba2a4a5f6405ebf5a9bb9e9e63f21", limit: 50, windowMs: 1_000 },
} as const satisfies Record<string, BucketRule>;

export type BucketName = keyof typeof BUCKETS;

type Bucket = { left: number; resetsAt: number };

export type Verdict = { allowed: boolean; retryAfter: number; headers: Record<string, string> };

export type Limits = {
  /** Takes one request out of a bucket: one per rule, route and major parameter. */
  take(name: BucketName, key: string): Verdict;
  /** Takes one out of this second's global allowance; answers the seconds to wait, 0 when there was one. */
  takeGlobal(): number;
  setGlobal(perSecond: number | undefined): void;
};

/** Buckets that nobody asked for are forgotten now and then. */
const SWEEP_AT = 20_000;

/** Windows pass with the playground's time, as they would at Discord. With `enforced` false every bucket is full again at once; headers are there all the same. */
export function createLimits(enforced: boolean, clock: () => number): Limits {
  const buckets = new Map<string, Bucket>();
  let global: { perSecond: number; left: number; resetsAt: number } | undefined;
  return {
    take(name, key) {
      const rule = BUCKETS[name];
      const now = clock();
      if (!enforced) return verdict(rule, { left: rule.limit - 1, resetsAt: now + rule.windowMs }, true, now);
      if (buckets.size > SWEEP_AT) sweep(buckets, now);
      const bucketKey = `${name} ${key}`;
      let bucket = buckets.get(bucketKey);
      if (bucket === undefined || bucket.resetsAt <= now) {
        bucket = { left: rule.limit, resetsAt: now + rule.windowMs };
        buckets.set(bucketKey, bucket);
      }
      const allowed = bucket.left > 0;
      if (allowed) bucket.left -= 1;
      return verdict(rule, bucket, allowed, now);
    },
    takeGlobal() {
      if (global === undefined) return 0;
      const now = clock();
      if (global.resetsAt <= now) global = { ...global, left: global.perSecond, resetsAt: now + 1_000 };
      if (global.left <= 0) return (global.resetsAt - now) / 1_000;
      global.left -= 1;
      return 0;
    },
    setGlobal(perSecond) {
      global = perSecond === undefined ? undefined : { perSecond, left: perSecond, resetsAt: clock() + 1_000 };
    },
  };
}

function verdict(rule: BucketRule, bucket: Bucket, allowed: boolean, now: number): Verdict {
  const retryAfter = Math.max(0, (bucket.resetsAt - now) / 1_000);
  return {
    allowed,
    retryAfter,
    headers: {
      "x-ratelimit-limit": String(rule.limit),
      "x-ratelimit-remaining": String(Math.max(0, bucket.left)),
      "x-ratelimit-reset": (bucket.resetsAt / 1_000).toFixed(3),
      "x-ratelimit-reset-after": retryAfter.toFixed(3),
      "x-ratelimit-bucket": rule.name,
    },
  };
}

function sweep(buckets: Map<string, Bucket>, now: number): void {
  for (const [key, { resetsAt }] of buckets) if (resetsAt <= now) buckets.delete(key);
}

import { SECOND } from "../time.ts";

/** Discord's latest report on a bucket: `remaining` requests until `resetAt`, then `limit` again. */
type Bucket = { limit: number; remaining: number; resetAt: number };
type Response = { status: number; headers: Pick<Headers, "get"> };

/** Milliseconds until a bucket resets, while no response has reported it. */
const ASSUMED_WINDOW = SECOND;

/** Tracks the rate limits of channels and other routes that Discord's responses report. */
export function createBuckets(now: () => number = () => performance.now()) {
  const buckets = new Map<string, Bucket>();

  function deleteExpired(): void {
    for (const [key, { resetAt }] of buckets) {
      if (resetAt > now()) return;
      buckets.delete(key);
    }
  }

  return {
    record(method: string, url: string, { status, headers }: Response): void {
      const limit = Number(headers.get("x-ratelimit-limit"));
      if (!(limit > 0)) return;
      const key = bucketKey(method, new URL(url).pathname.replace(/^.*\/v\d+/, ""));
      const resetAfter = Number(headers.get(status === 429 ? "retry-after" : "x-ratelimit-reset-after")) * SECOND;
      const remaining = status === 429 ? 0 : Number(headers.get("x-ratelimit-remaining"));
      buckets.delete(key);
      buckets.set(key, { limit, remaining, resetAt: now() + resetAfter });
      deleteExpired();
    },

    /** Takes one request from the route's bucket. Returns 0, or the milliseconds until one is available. */
    take(method: string, route: string): number {
      const bucket = buckets.get(bucketKey(method, route));
      if (!bucket) return 0;
      if (bucket.resetAt <= now()) {
        bucket.remaining = bucket.limit;
        bucket.resetAt = now() + ASSUMED_WINDOW;
      }
      if (bucket.remaining <= 0) return bucket.resetAt - now();
      bucket.remaining -= 1;
      return 0;
    },
  };
}

export type Buckets = ReturnType<typeof createBuckets>;

/** Identifies a route's bucket. All messages of a channel share one. Each channel has its own. */
function bucketKey(method: string, route: string): string {
  const [, kind, owner, ...rest] = route.split("/");
  return [method, kind, owner, ...rest.map((part) => (/^\d+$/.test(part) ? ":id" : part))].join("/");
}

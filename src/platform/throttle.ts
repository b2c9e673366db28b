import type { Instant } from "./time.ts";

/** Returns a function that is true at most once per key and `interval`, in this process. */
export function createThrottle(interval: number): (key: string, now: Instant) => boolean {
  const until = new Map<string, Instant>();
  return (key, now) => {
    if ((until.get(key) ?? 0) > now) return false;
    for (const [other, end] of until) if (end <= now) until.delete(other);
    until.set(key, now + interval);
    return true;
  };
}

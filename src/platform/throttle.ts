import type { Instant } from "./time.ts";

/** Says yes once in `interval` for a key: what this process has just asked for need not be asked for again. */
export function onceIn(interval: number): (key: string, now: Instant) => boolean {
  const until = new Map<string, Instant>();
  return (key, now) => {
    if ((until.get(key) ?? 0) > now) return false;
    for (const [other, end] of until) if (end <= now) until.delete(other);
    until.set(key, now + interval);
    return true;
  };
}

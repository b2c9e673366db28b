/**
 * "unreachable": commands fail, and whether one that was in progress took effect is unknown.
 * "full": Redis is out of memory or disk and accepts no writes.
 */
export type RedisProblem = "unreachable" | "full";

/** Redis has been unreachable for longer than the deadline; the command was not sent. */
export class RedisUnreachableError extends Error {
  override readonly name = "RedisUnreachableError";
}

// Before Redis 7, an error inside a script ends with the original one, after ": -".
const UNREACHABLE =
  /^(Command timed out|Connection is closed|Too many Cluster)|(^|: -)(LOADING|MASTERDOWN|READONLY|CLUSTERDOWN|NOREPLICAS|BUSY)\b/;
const FULL = /(^|: -)(OOM|MISCONF)\b/;

/** The problem with Redis that caused an error, if one did. */
export function redisProblemOf(error: unknown): RedisProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof RedisUnreachableError || UNREACHABLE.test(error.message)) return "unreachable";
  if (FULL.test(error.message)) return "full";
  return undefined;
}

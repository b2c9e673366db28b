import { Cluster, type Redis as Server } from "ioredis";

/** One server or a cluster. Commands and scripts work on both as long as their keys share a hash tag. */
export type Redis = Server | Cluster;

/** The servers that hold the data, for commands that concern an entire server. */
export async function serversOf(redis: Redis): Promise<Server[]> {
  if (!(redis instanceof Cluster)) return [redis];
  // A cluster client knows its nodes only after the first reply.
  await redis.ping();
  return redis.nodes("master");
}

/** The share of `maxmemory` in use, on the fullest server. Undefined if no server has a limit. */
export async function memoryRatio(redis: Redis): Promise<number | undefined> {
  const servers = await serversOf(redis);
  const infos = await Promise.all(servers.map((server) => server.info("memory")));
  const ratios = infos
    .filter((info) => infoNumber(info, "maxmemory") > 0)
    .map((info) => infoNumber(info, "used_memory") / infoNumber(info, "maxmemory"));
  return ratios.length > 0 ? Math.max(...ratios) : undefined;
}

function infoNumber(info: string, field: string): number {
  return Number(new RegExp(`^${field}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
}

/** Yields all keys with a prefix in batches, from every node of a cluster. A key may appear twice. */
export async function* keysWithPrefix(redis: Redis, prefix: string): AsyncGenerator<string[]> {
  const match = `${prefix.replace(/[\\*?[\]]/g, "\\$&")}*`;
  for (const server of await serversOf(redis)) {
    for await (const batch of server.scanStream({ match, count: 1_000 })) {
      if (Array.isArray(batch)) yield batch.map(String);
    }
  }
}

export async function allKeysWithPrefix(redis: Redis, prefix: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const batch of keysWithPrefix(redis, prefix)) for (const key of batch) found.add(key);
  return [...found];
}

/**
 * "unreachable": commands fail. A command that was in progress may or may not have taken effect. "full": Redis is out
 * of memory or disk space and doesn't accept writes.
 */
export type RedisProblem = "unreachable" | "full";

/** Redis has been unreachable for longer than the deadline. The command wasn't sent. */
export class RedisUnreachableError extends Error {
  override readonly name = "RedisUnreachableError";
}

// Before Redis 7, an error inside a script ends with ": -" and the original error.
const UNREACHABLE =
  /^(Command timed out|Connection is closed|Too many Cluster)|(^|: -)(LOADING|MASTERDOWN|READONLY|CLUSTERDOWN|NOREPLICAS|BUSY)\b/;
const FULL = /(^|: -)(OOM|MISCONF)\b/;

/** Returns the Redis problem that caused an error, if any. */
export function redisProblemOf(error: unknown): RedisProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof RedisUnreachableError || UNREACHABLE.test(error.message)) return "unreachable";
  if (FULL.test(error.message)) return "full";
  return undefined;
}

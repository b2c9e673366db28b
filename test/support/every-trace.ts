import type { Redis } from "../../src/platform/redis/client.ts";
import { allKeysWithPrefix } from "../../src/platform/redis/client.ts";

/** Every Redis key that contains this text in its name or value. */
export async function tracesOf(redis: Redis, text: string): Promise<string[]> {
  const traces: string[] = [];
  for (const key of await allKeysWithPrefix(redis, "")) {
    const texts = [key, ...(await contentsOf(redis, key))];
    if (texts.some((one) => one.includes(text))) traces.push(key);
  }
  return traces.sort();
}

/** The contents of all keys with these prefixes. */
export async function holdings(redis: Redis, prefixes: readonly string[]): Promise<Map<string, string[]>> {
  const keys = (await allKeysWithPrefix(redis, "")).filter((key) => prefixes.some((one) => key.startsWith(one)));
  return new Map(await Promise.all(keys.map(async (key) => [key, await contentsOf(redis, key)] as const)));
}

async function contentsOf(redis: Redis, key: string): Promise<string[]> {
  switch (await redis.type(key)) {
    case "string":
      return [(await redis.get(key)) ?? ""];
    case "hash":
      return Object.entries(await redis.hgetall(key)).map((entry) => entry.join(" "));
    case "list":
      return redis.lrange(key, 0, -1);
    case "set":
      return redis.smembers(key);
    case "zset": {
      const both = await redis.zrange(key, "0", "-1", "WITHSCORES");
      return both.flatMap((member, index) => (index % 2 === 0 ? [`${member} ${both[index + 1]}`] : []));
    }
    case "stream":
      return JSON.stringify(await redis.xrange(key, "-", "+")).split(",");
    // The key was deleted after the scan.
    case "none":
      return [];
    default:
      throw new Error(`${key} has an unknown type`);
  }
}

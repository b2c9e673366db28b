import type { Redis } from "../../src/platform/redis/client.ts";
import { allKeysUnder } from "../../src/platform/redis/scan.ts";

/** Every place in Redis, of every key and type, whose name or value has this text in it. */
export async function tracesOf(redis: Redis, text: string): Promise<string[]> {
  const traces: string[] = [];
  for (const key of await allKeysUnder(redis, "")) {
    const held = [key, ...(await contentsOf(redis, key))];
    if (held.some((one) => one.includes(text))) traces.push(key);
  }
  return traces.sort();
}

/** What is held in Redis under keys that begin so, by key. */
export async function holdings(redis: Redis, beginnings: readonly string[]): Promise<Map<string, string[]>> {
  const keys = (await allKeysUnder(redis, "")).filter((key) => beginnings.some((one) => key.startsWith(one)));
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
    // Gone since it was found.
    case "none":
      return [];
    default:
      throw new Error(`${key} is of no known type`);
  }
}

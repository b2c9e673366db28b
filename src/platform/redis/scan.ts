import { type Redis, serversOf } from "./client.ts";

/** All keys with a prefix, in batches, from every node of a cluster. A key may come twice. */
export async function* keysUnder(redis: Redis, prefix: string): AsyncGenerator<string[]> {
  const match = `${prefix.replace(/[\\*?[\]]/g, "\\$&")}*`;
  for (const server of await serversOf(redis)) {
    for await (const batch of server.scanStream({ match, count: 1_000 })) {
      if (Array.isArray(batch)) yield batch.map(String);
    }
  }
}

export async function allKeysUnder(redis: Redis, prefix: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const batch of keysUnder(redis, prefix)) for (const key of batch) found.add(key);
  return [...found];
}

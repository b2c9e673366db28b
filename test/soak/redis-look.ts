import { QUEUES } from "../../src/platform/jobs/queue.ts";
import type { Redis } from "../../src/platform/redis/client.ts";

/**
 * What Redis holds that would stay for ever: keys that do not go by themselves, and the bytes of all data but the queues'
 * own logs of events, which grow to ten thousand each before they are cut.
 */
export async function lookAtRedis(redis: Redis): Promise<{ keys: number; bytes: number }> {
  const logs = QUEUES.map(({ name, prefix }) => `${prefix}:${name}:events`);
  const [keyspace, memory, ...logged] = await Promise.all([
    redis.info("keyspace"),
    redis.info("memory"),
    ...logs.map((key) => redis.memory("USAGE", key)),
  ]);
  const ofLogs = logged.reduce<number>((sum, bytes) => sum + Number(bytes ?? 0), 0);
  return {
    keys: numberIn(keyspace, /keys=(\d+)/) - numberIn(keyspace, /expires=(\d+)/),
    bytes: numberIn(memory, /used_memory_dataset:(\d+)/) - ofLogs,
  };
}

function numberIn(text: string, sought: RegExp): number {
  const [, found] = sought.exec(text) ?? [];
  if (found === undefined) throw new Error(`Redis does not tell ${sought}`);
  return Number(found);
}

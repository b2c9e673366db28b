import { QUEUES } from "../../src/platform/jobs/queue.ts";
import type { Redis } from "../../src/platform/redis/client.ts";

/** The keys without a TTL, and the bytes of all data except BullMQ's event streams, which grow to 10,000 entries each. */
export async function redisUsage(redis: Redis): Promise<{ keys: number; bytes: number }> {
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
  if (found === undefined) throw new Error(`Redis didn't report ${sought}`);
  return Number(found);
}

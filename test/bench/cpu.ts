import type { BenchRedis } from "./redis.ts";

/** Processor time in microseconds: unlike time itself it does not hang on who else is at work. */
export function cpuSoFar(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** What the Redis has used. */
export async function cpuOf({ client }: BenchRedis): Promise<number> {
  const info = await client.info("cpu");
  const seconds = [...info.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)].map(([, value]) => Number(value));
  return seconds.reduce((sum, value) => sum + value, 0) * 1e6;
}

import type { BenchRedis } from "./redis.ts";

/** CPU time in microseconds, which is independent of other load. */
export function cpuSoFar(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The CPU time that Redis has used so far. */
export async function cpuOf({ client }: BenchRedis): Promise<number> {
  const info = await client.info("cpu");
  const seconds = [...info.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)].map(([, value]) => Number(value));
  return seconds.reduce((sum, value) => sum + value, 0) * 1e6;
}

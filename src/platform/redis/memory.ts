import { type Redis, serversOf } from "./client.ts";

/** The part of `maxmemory` in use, of the fullest server; undefined where no server has such a limit. */
export async function memoryUsed(redis: Redis): Promise<number | undefined> {
  const servers = await serversOf(redis);
  const infos = await Promise.all(servers.map((server) => server.info("memory")));
  const limited = infos.filter((info) => fieldOf(info, "maxmemory") > 0);
  if (limited.length === 0) return undefined;
  return Math.max(...limited.map((info) => fieldOf(info, "used_memory") / fieldOf(info, "maxmemory")));
}

function fieldOf(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
}

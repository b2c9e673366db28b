import type { Config } from "../../config.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { SCHEMA } from "../../platform/redis/migrate.ts";
import { checkServer } from "../../platform/redis/server-check.ts";
import type { Finding } from "./finding.ts";

/** Version, policy and durability of the server, and the shape of the data in it. */
export async function examineRedis(redis: Redis, config: Config): Promise<Finding[]> {
  const findings = config.REDIS_URL ? await checkServer(redis) : [];
  const server: Finding[] = findings.map(({ problem, fix }) => ({ about: "Redis", todo: `${problem} ${fix}` }));
  if (findings.some(({ level }) => level === "refuse")) return server;

  const whose = config.REDIS_URL ? "answers, appends, evicts nothing" : "its own, appends, evicts nothing";
  return [...(server.length > 0 ? server : [{ about: "Redis", ok: whose }]), await examineShape(redis)];
}

async function examineShape(redis: Redis): Promise<Finding> {
  const about = "Shape of the data";
  const [stored, restoring] = await redis.mget(keys.schema(), keys.restoring());
  const schema = Number(stored ?? SCHEMA);
  if (restoring) return { about, todo: "A restore was interrupted. Run it again with --force." };
  if (schema > SCHEMA) return { about, todo: `It is ${schema}; this version knows ${SCHEMA}. Start a newer Rootine.` };
  return { about, ok: schema === SCHEMA ? String(schema) : `${schema}, brought to ${SCHEMA} at the next start` };
}

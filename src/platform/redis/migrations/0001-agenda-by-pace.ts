import type { Redis } from "../client.ts";
import { keys } from "../keys.ts";
import { allKeysUnder } from "../scan.ts";

/** The agenda was one list a shard; now what people wait for stands in one of its own. */
export async function agendaByPace(redis: Redis): Promise<void> {
  for (const old of await allKeysUnder(redis, "{a:")) {
    const shard = /^\{a:(\d+)\}:agenda$/.exec(old)?.[1];
    if (shard === undefined) continue;

    const flat = await redis.zrange(old, "0", "-1", "WITHSCORES");
    for (let at = 0; at < flat.length; at += 2) {
      const [entry = "", due = ""] = flat.slice(at, at + 2);
      const isImmediate = entry.startsWith("exam:") || entry.startsWith("quiz:");
      await redis.zadd(keys.agenda(Number(shard), isImmediate ? "immediate" : "rate-limited"), "NX", due, entry);
    }
    // Last, so that one that dies before is done again from the start.
    await redis.del(old);
  }
}

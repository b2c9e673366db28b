import { setTimeout as sleep } from "node:timers/promises";
import type { Vitals } from "./vitals.ts";

export type Part = { ok: true } | { ok: false; why: string };
export type Readiness = { ready: boolean; role: string; parts: Record<string, Part> };

const REDIS_WITHIN_MS = 1_000;
/** Discord asks for a heartbeat about every 41 s; two that were missed are one too many. */
const HEARTBEAT_WITHIN_MS = 100_000;
/** The agenda is looked at five times a second. */
const BEAT_WITHIN_MS = 10_000;

/** Whether every part of this process does its work, and why one does not. */
export async function judgeReadiness(vitals: Vitals): Promise<Readiness> {
  const parts: Record<string, Part> = {
    redis: await judgeRedis(vitals),
    ...(vitals.shards && { gateway: judgeGateway(vitals.shards()) }),
    ...(vitals.work && { worker: judgeWorker(vitals.work) }),
  };
  return { ready: Object.values(parts).every(({ ok }) => ok), role: vitals.role, parts };
}

async function judgeRedis({ probeRedis }: Vitals): Promise<Part> {
  const late = sleep(REDIS_WITHIN_MS, "late", { ref: false });
  const answer = await Promise.race([probeRedis(), late]).catch((error: unknown) => error);
  if (answer === "late") return bad(`Redis has not answered for ${REDIS_WITHIN_MS} ms.`);
  return answer instanceof Error ? bad(`Redis: ${answer.message}`) : { ok: true };
}

function judgeGateway(shards: ReturnType<NonNullable<Vitals["shards"]>>): Part {
  const away = shards.filter(({ ready }) => !ready).map(({ id }) => id);
  if (shards.length === 0 || away.length > 0) return bad(`Not connected: shard ${away.join(", ") || "0"}.`);
  const silent = shards.filter(({ sinceHeartbeat }) => sinceHeartbeat > HEARTBEAT_WITHIN_MS).map(({ id }) => id);
  if (silent.length > 0) return bad(`No heartbeat for ${HEARTBEAT_WITHIN_MS / 1_000} s: shard ${silent.join(", ")}.`);
  return { ok: true };
}

function judgeWorker(work: NonNullable<Vitals["work"]>): Part {
  if (!work.isRunning()) return bad("The worker takes no tasks from the queue.");
  const since = work.sinceBeat();
  if (since > BEAT_WITHIN_MS) return bad(`The agenda was last seen to ${Math.round(since / 1_000)} s ago.`);
  return { ok: true };
}

function bad(why: string): Part {
  return { ok: false, why };
}

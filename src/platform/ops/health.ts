import { setTimeout as sleep } from "node:timers/promises";

/** The status of a running process. Times are in milliseconds. */
export type ProcessStatus = {
  role: string;
  /** Rejects if Redis is unreachable or doesn't accept writes. */
  checkRedis(): Promise<unknown>;
  /** The share of Redis's `maxmemory` in use, on its fullest server. Undefined without a limit. */
  redisMemoryRatio(): Promise<number | undefined>;
  /** Present if the process has a gateway connection. */
  shards?: () => ShardStatus[];
  worker?: WorkerStatus;
};

export type ShardStatus = { id: number; ready: boolean; sinceHeartbeat: number };

export type WorkerStatus = {
  sinceAgendaPoll(): number;
  /** Whether the worker processes every queue. */
  isRunning(): boolean;
  /** For each pace: how many jobs are waiting in queues, and how many agenda entries are due but not queued yet. */
  queues(): Promise<{ pace: string; depth: number; backlog: number }[]>;
};

export type Check = { ok: true } | { ok: false; reason: string };
export type Readiness = { ready: boolean; role: string; checks: Record<string, Check> };

const REDIS_TIMEOUT_MS = 1_000;
/** More than two missed heartbeats. Discord asks for one about every 41 s. */
const HEARTBEAT_TIMEOUT_MS = 100_000;
/** The dispatcher polls five times a second. */
const POLL_TIMEOUT_MS = 10_000;

/** Whether every part of this process works. */
export async function checkReadiness(status: ProcessStatus): Promise<Readiness> {
  const checks: Record<string, Check> = {
    redis: await checkRedis(status),
    ...(status.shards && { gateway: checkGateway(status.shards()) }),
    ...(status.worker && { worker: checkWorker(status.worker) }),
  };
  return { ready: Object.values(checks).every(({ ok }) => ok), role: status.role, checks };
}

async function checkRedis(status: ProcessStatus): Promise<Check> {
  const timeout = sleep(REDIS_TIMEOUT_MS, "timeout", { ref: false });
  const result = await Promise.race([status.checkRedis(), timeout]).catch((error: unknown) => error);
  if (result === "timeout") return failed(`Redis didn't reply within ${REDIS_TIMEOUT_MS} ms.`);
  return result instanceof Error ? failed(`Redis: ${result.message}`) : { ok: true };
}

function checkGateway(shards: readonly ShardStatus[]): Check {
  const disconnected = shards.filter(({ ready }) => !ready).map(({ id }) => id);
  if (shards.length === 0 || disconnected.length > 0) {
    return failed(`Not connected: shard ${disconnected.join(", ") || "0"}.`);
  }
  const silent = shards.filter(({ sinceHeartbeat }) => sinceHeartbeat > HEARTBEAT_TIMEOUT_MS).map(({ id }) => id);
  if (silent.length > 0)
    return failed(`No heartbeat for ${HEARTBEAT_TIMEOUT_MS / 1_000} s: shard ${silent.join(", ")}.`);
  return { ok: true };
}

function checkWorker(worker: WorkerStatus): Check {
  if (!worker.isRunning()) return failed("The worker isn't processing its queues.");
  const since = worker.sinceAgendaPoll();
  if (since > POLL_TIMEOUT_MS) return failed(`The agenda was last polled ${Math.round(since / 1_000)} s ago.`);
  return { ok: true };
}

function failed(reason: string): Check {
  return { ok: false, reason };
}

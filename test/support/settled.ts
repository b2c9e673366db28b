import { setTimeout as sleep } from "node:timers/promises";
import { REST } from "discord.js";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import { PACES } from "../../src/platform/jobs/define-job.ts";
import { QUEUES } from "../../src/platform/jobs/queue.ts";
import type { Redis } from "../../src/platform/redis/client.ts";

/** Pending REST requests by API address, including those waiting for a rate limit. */
const inFlight = new Map<string, number>();

const { request } = REST.prototype;
REST.prototype.request = async function (this: REST, ...given: Parameters<typeof request>) {
  const { api } = this.options;
  inFlight.set(api, (inFlight.get(api) ?? 0) + 1);
  try {
    return await Reflect.apply(request, this, given);
  } finally {
    inFlight.set(api, (inFlight.get(api) ?? 1) - 1);
  }
};

/** A job can move between two reads, and a handler may still write, so being idle once is not enough. */
const IDLE_READS = 5;
const BETWEEN_READS_MS = 2;

/** Resolves once nothing is due in the agenda, no job is unfinished and no REST request is pending. */
export async function settle(redis: Redis, apiUrl: string, clock: () => number, withinMs = 10_000): Promise<void> {
  const agenda = createAgenda(redis);
  const deadline = Date.now() + withinMs;
  for (let idle = 0; idle < IDLE_READS; await sleep(BETWEEN_READS_MS)) {
    const [due, jobs] = await Promise.all([
      sum(PACES.map((pace) => agenda.backlog(pace, clock()))),
      sum(QUEUES.map((queue) => unfinishedJobs(redis, queue))),
    ]);
    const requests = inFlight.get(apiUrl) ?? 0;
    idle = due + jobs + requests === 0 ? idle + 1 : 0;
    if (idle === 0 && Date.now() > deadline)
      throw new Error(`Not settled within ${withinMs} ms: ${due} due, ${jobs} jobs, ${requests} requests`);
  }
}

/** Read from BullMQ's own keys in one round trip; its API takes several. */
function unfinishedJobs(redis: Redis, { name, prefix }: { name: string; prefix: string }): Promise<number> {
  const key = (state: string) => `${prefix}:${name}:${state}`;
  return sum([
    ...["wait", "active", "paused"].map((state) => redis.llen(key(state))),
    ...["prioritized", "delayed"].map((state) => redis.zcard(key(state))),
  ]);
}

async function sum(counts: readonly Promise<number>[]): Promise<number> {
  return (await Promise.all(counts)).reduce((total, count) => total + count, 0);
}

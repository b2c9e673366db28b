import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { redisProblemOf } from "../redis/client.ts";
import { type Clock, MINUTE, SECOND } from "../time.ts";
import type { Agenda, DueEntry } from "./agenda.ts";
import { type JobHandler, PACES, type Pace, type Plan } from "./define-job.ts";
import type { JobQueues } from "./queue.ts";

type Options = {
  agenda: Pick<Agenda, "due" | "settle">;
  queue: Pick<JobQueues, "add" | "depth">;
  handlerOf: (entry: string) => JobHandler;
  clock: Clock;
  log: Logger;
};

/** How long to wait before polling the agenda again when nothing is due. */
const POLL_INTERVAL_MS = 200;
/**
 * Maximum number of queued jobs per pace. Discord accepts 50 messages a second, so more would only wait in the queue.
 */
const MAX_QUEUE_DEPTH = 2_000;
const BATCH_PER_SHARD = 50;
const POSTPONE_DELAY = MINUTE;
/** How long to wait before adding a job again while an earlier job with the same id is unfinished. */
const BLOCKED_RETRY_DELAY = SECOND;

export type Dispatcher = {
  /** Milliseconds since the agenda was last polled. */
  sinceLastPoll(): number;
  close(): Promise<void>;
};

/**
 * Moves due entries from the agenda to the queues. Every worker runs a dispatcher. There is no leader. A job is queued
 * under a deterministic id before its entry is moved by compare-and-set, so concurrent dispatchers and crashes are
 * harmless. An entry stays in the agenda until the queue accepts a job for that exact due time.
 */
export function startDispatcher(options: Options): Dispatcher {
  const stopping = new AbortController();
  const lastPoll = { at: performance.now() };
  const running = run(options, lastPoll, stopping.signal);
  return {
    sinceLastPoll: () => performance.now() - lastPoll.at,
    async close() {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: Options, lastPoll: { at: number }, stopping: AbortSignal): Promise<void> {
  let isHealthy = true;
  while (!stopping.aborted) {
    let more = false;
    try {
      more = await dispatch(options);
      lastPoll.at = performance.now();
      isHealthy = true;
    } catch (error) {
      // Logs only the first failure, because an outage fails five polls a second.
      if (isHealthy) options.log.warn({ err: error }, "Agenda dispatch failed; retrying");
      isHealthy = false;
    }
    // Stopping rejects the sleep with an AbortError.
    if (!more) await sleep(POLL_INTERVAL_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Dispatches one batch of due entries. Returns whether more may be due. */
export async function dispatch(options: Options): Promise<boolean> {
  const more = await Promise.all(PACES.map((pace) => dispatchPace(pace, options)));
  return more.includes(true);
}

async function dispatchPace(pace: Pace, options: Options): Promise<boolean> {
  const { agenda, queue, clock } = options;
  // Don't read a long backlog while the queue is full.
  if ((await queue.depth(pace)) >= MAX_QUEUE_DEPTH) return false;
  const due = await agenda.due(pace, clock(), BATCH_PER_SHARD);
  if (due.length === 0) return false;

  const planned = await Promise.all(due.map(async (entry) => ({ ...entry, ...(await plan(entry, options)) })));
  const blocked = await queue.add(planned.flatMap(({ job }) => job ?? []));
  const retryAt = clock() + BLOCKED_RETRY_DELAY;
  await agenda.settle(
    planned.map((entry) => (entry.job && blocked.has(entry.job) ? { ...entry, next: retryAt } : entry)),
  );
  return true;
}

/**
 * Plans an entry. Postpones one that can't be planned, perhaps because a newer version wrote it, so it doesn't block
 * others.
 */
async function plan({ entry, dueAt }: DueEntry, { handlerOf, clock, log }: Options): Promise<Plan> {
  try {
    return await handlerOf(entry).plan(entry, dueAt, clock());
  } catch (error) {
    if (redisProblemOf(error)) throw error;
    log.error({ err: error, entry }, "Agenda entry could not be planned; postponed");
    return { next: clock() + POSTPONE_DELAY };
  }
}

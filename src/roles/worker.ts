import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../app.ts";
import { createJobHandlers } from "../jobs.ts";
import { indexHandlers, PACES } from "../platform/jobs/define-job.ts";
import { startDispatcher } from "../platform/jobs/dispatcher.ts";
import { openJobQueues } from "../platform/jobs/queue.ts";
import { startWorkers } from "../platform/jobs/worker.ts";
import type { WorkerStatus } from "../platform/ops/health.ts";
import type { Platform } from "../platform/platform.ts";
import { connectRedis } from "../platform/redis/connection.ts";
import { SECOND } from "../platform/time.ts";

/**
 * How long running jobs have to finish at shutdown. Another worker takes over the rest. If Redis is unreachable,
 * commands wait until it is back, so this also limits how long they can delay the shutdown.
 */
const SHUTDOWN_TIMEOUT = 8 * SECOND;

export type WorkerRole = { status: WorkerStatus; close(): Promise<void> };

/** Queues due jobs and runs them. Doesn't need a gateway connection. */
export function startWorker({ redisUrl, clock, log, telemetry }: Platform, { stores, services }: App): WorkerRole {
  const { agenda } = stores;
  const redis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-queue" });
  const queue = openJobQueues(redis);
  const handlerOf = indexHandlers(createJobHandlers(services, stores));
  const workers = startWorkers(redis, { handlerOf, log, telemetry });
  const dispatcher = startDispatcher({ agenda, queue, handlerOf, clock, log });
  const catchingUp = services
    .catchUp()
    .catch((error: unknown) => log.error({ err: error }, "Rescoring changed questions at startup failed"));
  return {
    status: {
      sinceAgendaPoll: dispatcher.sinceLastPoll,
      isRunning: workers.areRunning,
      queues: () =>
        Promise.all(
          PACES.map(async (pace) => {
            const [depth, backlog] = await Promise.all([queue.depth(pace), agenda.backlog(pace, clock())]);
            return { pace, depth, backlog };
          }),
        ),
    },
    async close() {
      const stopped = Promise.all([catchingUp, dispatcher.close(), workers.close()]);
      await Promise.race([stopped, sleep(SHUTDOWN_TIMEOUT, undefined, { ref: false })]);
      await queue.close();
      redis.disconnect();
    },
  };
}

import { PACES } from "../core/agenda.ts";
import { startDispatcher } from "../jobs/dispatcher.ts";
import { openTaskQueue } from "../jobs/queue.ts";
import { startWorkers } from "../jobs/worker.ts";
import type { WorkState } from "../ops/vitals.ts";
import { connectRedis } from "../redis/connection.ts";
import { troubleOf } from "../redis/patience.ts";
import type { Capabilities } from "./capabilities.ts";
import type { BotOptions } from "./options.ts";

export type Working = { state: WorkState; close(): Promise<void> };

/** The role that sees to what is due: it feeds the queue from the agenda and works it off. It needs no gateway. */
export function startWorking(
  { feed, tasks, catchUp }: Capabilities,
  { redisUrl, clock, log, telemetry }: BotOptions,
): Working {
  const redis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-queue" });
  const queue = openTaskQueue(redis);
  const workers = startWorkers(redis, tasks, { log, telemetry });
  const dispatcher = startDispatcher({ ...feed, queue, troubleOf, clock, log });
  const catchingUp = catchUp().catch((error: unknown) =>
    log.error({ err: error }, "Corrected questions were not found"),
  );
  return {
    state: {
      sinceBeat: dispatcher.sinceBeat,
      isRunning: workers.areRunning,
      queues: () =>
        Promise.all(
          PACES.map(async (pace) => {
            const [depth, backlog] = await Promise.all([queue.depth(pace), feed.agenda.backlog(pace, clock())]);
            return { pace, depth, backlog };
          }),
        ),
    },
    async close() {
      await Promise.all([catchingUp, dispatcher.close(), workers.close()]);
      await queue.close();
      redis.disconnect();
    },
  };
}

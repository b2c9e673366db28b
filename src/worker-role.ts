import type { Capabilities } from "./app.ts";
import type { BotOptions } from "./bot-options.ts";
import { PACES } from "./platform/jobs/agenda-entries.ts";
import { startDispatcher } from "./platform/jobs/dispatcher.ts";
import { openTaskQueue } from "./platform/jobs/queue.ts";
import { startWorkers } from "./platform/jobs/worker.ts";
import type { WorkState } from "./platform/ops/vitals.ts";
import { connectRedis } from "./platform/redis/connection.ts";
import { troubleOf } from "./platform/redis/patience.ts";

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

import { startDispatcher } from "../jobs/dispatcher.ts";
import { openTaskQueue } from "../jobs/queue.ts";
import { startWorkers } from "../jobs/worker.ts";
import { connectRedis } from "../redis/connection.ts";
import type { Capabilities } from "./capabilities.ts";
import type { BotOptions } from "./options.ts";

/** The role that sees to what is due: it feeds the queue from the agenda and works it off. It needs no gateway. */
export function startWorking({ feed, tasks }: Capabilities, { redisUrl, clock, log }: BotOptions) {
  const redis = connectRedis(redisUrl, { log, purpose: "bullmq", name: "rootine-queue" });
  const queue = openTaskQueue(redis);
  const workers = startWorkers(redis, tasks, log);
  const dispatcher = startDispatcher({ ...feed, queue, clock, log });
  return {
    async close() {
      await Promise.all([dispatcher.close(), workers.close()]);
      await queue.close();
      redis.disconnect();
    },
  };
}

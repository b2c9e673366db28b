import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { HonoAdapter } from "@bull-board/hono";
import { serveStatic } from "@hono/node-server/serve-static";
import { Queue } from "bullmq";
import type { Redis } from "../redis/client.ts";

/** Bull Board: waiting, running and failed jobs, with a button to retry. */
export function createQueuePage(connection: Redis, specs: readonly { name: string; prefix: string }[], path: string) {
  const queues = specs.map(({ name, prefix }) => new Queue(name, { connection, prefix }));
  // The page shows errors, and the connection logs its loss. Without a listener BullMQ would print them.
  for (const queue of queues) queue.on("error", () => undefined);
  const adapter = new HonoAdapter(serveStatic).setBasePath(path);
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue)), serverAdapter: adapter });
  return {
    app: adapter.registerPlugin(),
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}

import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { HonoAdapter } from "@bull-board/hono";
import { serveStatic } from "@hono/node-server/serve-static";
import { Queue } from "bullmq";
import type { Hono } from "hono";
import type { Redis } from "../redis/client.ts";

export type QueuePlace = { name: string; prefix: string };

/** The queue page: what waits, runs and failed, and a button to try again. */
export function createQueuePage(connection: Redis, places: readonly QueuePlace[], path: string): QueuePage {
  const queues = places.map(({ name, prefix }) => new Queue(name, { connection, prefix }));
  // The page shows what fails, and the connection says itself that it is lost; else BullMQ would print it.
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

export type QueuePage = { app: Hono; close(): Promise<void> };

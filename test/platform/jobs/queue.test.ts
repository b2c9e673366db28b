import { UnrecoverableError, Worker } from "bullmq";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { planEntry, type Task } from "../../../src/platform/jobs/agenda-entries.ts";
import { openTaskQueue, QUEUES } from "../../../src/platform/jobs/queue.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { freshDatabase } from "../../support/redis.ts";

it("keeps each queue's keys in one slot of a cluster, and no two queues in one name", () => {
  expect(new Set(QUEUES.map(({ name }) => name)).size).toBe(QUEUES.length);
  for (const { prefix } of QUEUES) expect(prefix).toMatch(/^\{[^{}]+\}$/);
});

const guildId = "410000000000000000";

/** A queue of tasks, and one of them taken up by a worker. */
async function openQueue() {
  const connection = connectRedis(await freshDatabase(), { log: pino({ level: "silent" }), purpose: "bullmq" });
  const tasks = openTaskQueue(connection);
  const worker = new Worker<Task>("prompt", undefined, { connection, prefix: "{prompt}", autorun: false });
  onTestFinished(async () => {
    await Promise.all([tasks.close(), worker.close(true)]);
    connection.disconnect();
  });
  const take = async () => {
    const job = await worker.getNextJob("token");
    if (!job) throw new Error("There is no task");
    return job;
  };
  return { tasks, take };
}

it.each(["analysis", "remove"] as const)(
  "lets a task of a guild come again after one that failed: %s",
  async (kind) => {
    const { tasks, take } = await openQueue();
    await tasks.add([{ kind, guildId }]);
    const job = await take();
    await job.moveToFailed(new UnrecoverableError("for good"), "token", false);
    expect(await tasks.depth("prompt")).toBe(0);

    await tasks.add([{ kind, guildId }]);
    expect(await tasks.depth("prompt")).toBe(1);
  },
);

it("lets a question be judged again by its next revision while it is judged by this one", async () => {
  const { tasks, take } = await openQueue();
  const entry = { kind: "rescore", guildId, questionId: "http.single" } as const;
  const plan = (dueAt: number) => [planEntry(entry, dueAt, undefined, dueAt).task].filter((task) => task !== undefined);
  await tasks.add(plan(1_000));
  await tasks.add(plan(1_000));
  await take();
  expect(await tasks.depth("prompt")).toBe(0);
  await tasks.add(plan(2_000));
  expect(await tasks.depth("prompt")).toBe(1);
});

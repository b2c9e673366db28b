import { UnrecoverableError, Worker } from "bullmq";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { itemAnalysisJob } from "../../../src/features/item-analysis/jobs.ts";
import { deleteGuildJob, deleteLearnerJob } from "../../../src/features/privacy/jobs.ts";
import { reminderJob } from "../../../src/features/reminders/jobs.ts";
import { defineJob, snowflake } from "../../../src/platform/jobs/define-job.ts";
import { type JobPayload, openJobQueues, QUEUES } from "../../../src/platform/jobs/queue.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

it("each queue has its own name and keeps its keys in one slot of a cluster", () => {
  expect(new Set(QUEUES.map(({ name }) => name)).size).toBe(QUEUES.length);
  for (const { prefix } of QUEUES) expect(prefix).toMatch(/^rootine:\{[^{}]+\}$/);
});

const guildId = "410000000000000000";
const userId = "510000000000000000";

/** The queues, and a way to take a job from the immediate one as a worker would. */
async function openQueues() {
  const connection = connectRedis(await freshDatabase(), { log: silentLog, purpose: "bullmq" });
  const queues = openJobQueues(connection);
  const worker = new Worker<JobPayload>("immediate", undefined, {
    connection,
    prefix: "rootine:{immediate}",
    autorun: false,
  });
  onTestFinished(async () => {
    await Promise.all([queues.close(), worker.close(true)]);
    connection.disconnect();
  });
  const take = async () => {
    const job = await worker.getNextJob("token");
    if (!job) throw new Error("No job is waiting");
    return job;
  };
  return { queues, take };
}

it.each([itemAnalysisJob, deleteGuildJob])(
  "a guild's next job of kind $kind is queued after one failed permanently",
  async (definition) => {
    const { queues, take } = await openQueues();
    await queues.add([definition.due({ guildId }, 1_000)]);
    const job = await take();
    await job.moveToFailed(new UnrecoverableError("permanent"), "token", false);
    expect(await queues.depth("immediate")).toBe(0);

    expect(await queues.add([definition.due({ guildId }, 2_000)])).toEqual(new Set());
    expect(await queues.depth("immediate")).toBe(1);
  },
);

it("a job for another due time is accepted only after the running one ends", async () => {
  const { queues, take } = await openQueues();
  const first = deleteLearnerJob.due({ userId }, 1_000);
  const later = deleteLearnerJob.due({ userId }, 2_000);
  expect(await queues.add([first])).toEqual(new Set());
  expect(await queues.add([first])).toEqual(new Set());
  const running = await take();
  expect(await queues.add([later])).toEqual(new Set([later]));
  expect(await queues.depth("immediate")).toBe(0);

  await running.moveToCompleted(true, "token", false);
  expect(await queues.add([later])).toEqual(new Set());
  expect((await take()).data.dueAt).toBe(2_000);
});

it("waiting reminders are counted separately from questions", async () => {
  const { queues } = await openQueues();
  const userIds = ["510000000000000001", "510000000000000002", "510000000000000003"];
  await queues.add(userIds.map((userId) => reminderJob.due({ userId }, 1_000)));
  expect(await queues.depth("reminder")).toBe(3);
  expect(await queues.depth("rate-limited")).toBe(0);
});

it("the queue returns the agenda entries of waiting and running jobs", async () => {
  const { queues, take } = await openQueues();
  const sendJob = defineJob({
    kind: "send",
    data: z.object({ guildId: snowflake }),
    pace: "rate-limited",
  });
  await queues.add([itemAnalysisJob.due({ guildId }, 1_000), sendJob.due({ guildId }, 2_000)]);
  await take();
  const unfinished = await queues.unfinished();
  expect(unfinished.sort((a, b) => a.dueAt - b.dueAt)).toEqual([
    { entry: `item-analysis:${guildId}`, dueAt: 1_000, pace: "immediate" },
    { entry: `send:${guildId}`, dueAt: 2_000, pace: "rate-limited" },
  ]);
});

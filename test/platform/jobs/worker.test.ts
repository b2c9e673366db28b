import { EventEmitter } from "node:events";
import { Worker } from "bullmq";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { defineJob, handle, indexHandlers, snowflake } from "../../../src/platform/jobs/define-job.ts";
import { openJobQueues } from "../../../src/platform/jobs/queue.ts";
import { startWorkers } from "../../../src/platform/jobs/worker.ts";
import type { Telemetry } from "../../../src/platform/ops/metrics.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase } from "../../support/redis.ts";

const poisonJob = defineJob({ kind: "poison", data: z.object({ guildId: snowflake }), pace: "immediate" });

/** A job that stalled `earlierStalls` times before its process was killed while running it. */
async function stalledJob(earlierStalls: number) {
  const connection = connectRedis(await freshDatabase(), { log: silentLog, purpose: "bullmq" });
  const queues = openJobQueues(connection);
  await queues.add([poisonJob.due({ guildId: "410000000000000000" }, 1_000)]);
  const killed = new Worker("immediate", undefined, {
    connection,
    prefix: "rootine:{immediate}",
    autorun: false,
    lockDuration: 50,
  });
  const job = await killed.getNextJob("token");
  await connection.hset(`rootine:{immediate}:immediate:${job?.id}`, "stc", earlierStalls);
  onTestFinished(async () => {
    await Promise.all([queues.close(), killed.close(true)]);
    connection.disconnect();
  });
  return connection;
}

/** Runs the workers until the job has an outcome. */
async function outcomeOf(connection: Awaited<ReturnType<typeof stalledJob>>) {
  const runs: string[] = [];
  const errors: { msg: string }[] = [];
  const telemetry: Telemetry = new EventEmitter();
  const handlerOf = indexHandlers([handle(poisonJob, async ({ guildId }) => void runs.push(guildId))]);
  const log = pino({ level: "error" }, { write: (line: string) => void errors.push(JSON.parse(line)) });
  const ended = new Promise<string>((resolve) => telemetry.on("job", ({ outcome }) => resolve(outcome)));
  const workers = startWorkers(connection, { handlerOf, log, telemetry });
  const outcome = await ended;
  await workers.close();
  return { outcome, runs: runs.length, errors: errors.map(({ msg }) => msg) };
}

it("a job runs again after its process was killed", async () => {
  const outcome = await outcomeOf(await stalledJob(9));
  expect(outcome).toEqual({ outcome: "completed", runs: 1, errors: [] });
}, 30_000);

it("a job that crashed its process ten times becomes a dead letter and logs an error", async () => {
  const connection = await stalledJob(10);
  expect(await outcomeOf(connection)).toEqual({ outcome: "failed", runs: 0, errors: ["Job failed permanently"] });
  expect(await connection.zcard("rootine:{immediate}:immediate:failed")).toBe(1);
}, 30_000);

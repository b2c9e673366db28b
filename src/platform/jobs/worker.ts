import { type ConnectionOptions, type Job, UnrecoverableError, Worker, type WorkerOptions } from "bullmq";
import type { Logger } from "pino";
import { UserError } from "../../text/user-errors.ts";
import { MessageRejectedError, RetryLaterError } from "../discord/discord-errors.ts";
import type { Telemetry } from "../ops/metrics.ts";
import { MINUTE, SECOND } from "../time.ts";
import { type JobHandler, MAX_BACKOFF } from "./define-job.ts";
import { type JobPayload, jobPayload, QUEUES } from "./queue.ts";

/**
 * How long a worker can hold a job without renewing the lock. After a crash, another worker then takes over the job.
 */
const LOCK_DURATION = 6 * SECOND;
const STALLED_CHECK_INTERVAL = 2 * SECOND;
/**
 * A job that crashes its process this often is dead-lettered. The limit is high, because a crash also counts against
 * other jobs that were running.
 */
const MAX_STALLS = 10;
/** How long BullMQ waits before it reconnects. */
const RECONNECT_PAUSE = SECOND;

type Options = {
  handlerOf: (entry: string) => JobHandler;
  log: Logger;
  telemetry?: Telemetry | undefined;
};

/** Starts workers that run the jobs of all queues. */
export function startWorkers(connection: ConnectionOptions, options: Options) {
  const workers = QUEUES.map(({ name, prefix, concurrency }) =>
    startWorker(name, { connection, prefix, concurrency }, options),
  );
  return {
    areRunning: () => workers.every((worker) => worker.isRunning()),
    close: () => Promise.all(workers.map((worker) => worker.close())),
  };
}

function startWorker(queue: string, options: WorkerOptions, { handlerOf, log, telemetry }: Options) {
  const worker = new Worker<JobPayload>(queue, (job) => runJob(job, handlerOf), {
    ...options,
    lockDuration: LOCK_DURATION,
    stalledInterval: STALLED_CHECK_INTERVAL,
    maxStalledCount: MAX_STALLS,
    runRetryDelay: RECONNECT_PAUSE,
    settings: { backoffStrategy: (attempts, _, error) => backoff(attempts, error) },
  });

  worker.on("completed", (job) => telemetry?.emit("job", { kind: job.name, outcome: "completed" }));
  worker.on("failed", (job, error) => {
    const outcome = isPermanent(job, error) ? "failed" : "retried";
    telemetry?.emit("job", { kind: job?.name ?? "unknown", outcome });
    logFailure(job, error, outcome, log);
  });
  worker.on(
    "error",
    oncePerMinute((error) => log.warn({ err: error, queue }, "Queue worker error; continuing")),
  );
  return worker;
}

/** Reports the same error at most once a minute, because a worker that Redis rejects keeps retrying. */
function oncePerMinute(report: (error: Error) => void): (error: Error) => void {
  let last = { message: "", at: 0 };
  return (error) => {
    const now = performance.now();
    if (error.message === last.message && now - last.at < MINUTE) return;
    last = { message: error.message, at: now };
    report(error);
  };
}

async function runJob(job: Job<JobPayload>, handlerOf: Options["handlerOf"]): Promise<unknown> {
  const { entry, dueAt } = jobPayload.parse(job.data);
  try {
    return await handlerOf(entry).run(entry, dueAt);
  } catch (error) {
    // A retry won't help: Discord rejected the message, or there is nothing left to do.
    if (!(error instanceof MessageRejectedError || error instanceof UserError)) throw error;
    throw Object.assign(new UnrecoverableError(error.message), { cause: error });
  }
}

/** Returns the milliseconds until the next attempt: as long as Discord asked for, or exponential backoff. */
function backoff(attempts: number, error: Error | undefined): number {
  const requested = error instanceof RetryLaterError ? error.after : undefined;
  return requested || Math.min(2 ** attempts * 250, MAX_BACKOFF);
}

function isPermanent(job: Job | undefined, error: Error): boolean {
  return error instanceof UnrecoverableError || (job !== undefined && job.attemptsMade >= (job.opts.attempts ?? 1));
}

function logFailure(job: Job | undefined, error: Error, outcome: "failed" | "retried", log: Logger): void {
  const fields = { kind: job?.name, job: job?.id, attempts: job?.attemptsMade, err: error };
  if (outcome === "failed") log.error(fields, "Job failed permanently");
  else if (error instanceof RetryLaterError && error.after !== undefined)
    log.debug(fields, "Job is rate limited; waiting");
  else log.warn(fields, "Job failed; retrying");
}

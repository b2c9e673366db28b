import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectionOptions, type Job, UnrecoverableError, Worker, type WorkerOptions } from "bullmq";
import type { Logger } from "pino";
import type { Standings } from "../../features/boards/standing-service.ts";
import type { Posting } from "../../features/daily/post-service.ts";
import type { Reveals } from "../../features/daily/reveal-service.ts";
import type { ExamService } from "../../features/exams/service.ts";
import type { HealthService } from "../../features/item-analysis/service.ts";
import type { LiveRounds } from "../../features/live-quiz/round-service.ts";
import type { Notices } from "../../features/notifications/service.ts";
import type { Departures } from "../../features/privacy/departure-service.ts";
import type { Privacy } from "../../features/privacy/service.ts";
import type { Quizzes } from "../../features/quiz/service.ts";
import type { Reminders } from "../../features/reminders/service.ts";
import type { Rescoring } from "../../features/rescoring/service.ts";
import type { Seasons } from "../../features/seasons/service.ts";
import type { Summaries } from "../../features/summaries/service.ts";
import { UserError } from "../../text/user-errors.ts";
import { MessageError, TryLaterError } from "../discord/delivery-errors.ts";
import type { Telemetry } from "../ops/telemetry.ts";
import { MINUTE, SECOND } from "../time.ts";
import { type Task, taskSchema } from "./agenda-entries.ts";
import { LONGEST_BACKOFF, QUEUES } from "./queue.ts";

/** A dead worker's task is taken over after at most the lock and one check. */
const LOCK = 6 * SECOND;
const STALLED_CHECK = 2 * SECOND;
/** How long BullMQ waits when its connection has failed before it asks for tasks again. */
const ASK_AGAIN = SECOND;

type Capabilities = {
  posting: Posting;
  reveals: Reveals;
  exams: Pick<ExamService, "settle">;
  quizzes: Pick<Quizzes, "expire">;
  privacy: Pick<Privacy, "forget">;
  standings: Pick<Standings, "restate">;
  liveRounds: LiveRounds;
  rescoring: Pick<Rescoring, "rescore">;
  health: Pick<HealthService, "analyse" | "soon">;
  departures: Pick<Departures, "remove">;
  notices: Pick<Notices, "deliver">;
  seasons: Pick<Seasons, "end">;
  summaries: Pick<Summaries, "tell">;
  reminders: Pick<Reminders, "remind">;
};

type Watchers = { log: Logger; telemetry?: Telemetry | undefined };

/** What is under way when the bot is stopped has this long to end; the rest is taken over by another worker. */
const FAREWELL = 8 * SECOND;

/** Works off all queues. A task may run twice after a crash; what it does is idempotent. */
export function startWorkers(connection: ConnectionOptions, capabilities: Capabilities, watchers: Watchers) {
  const workers = QUEUES.map(({ name, prefix, concurrency }) =>
    startWorker(name, { connection, prefix, concurrency }, capabilities, watchers),
  );
  return {
    areRunning: () => workers.every((worker) => worker.isRunning()),
    async close() {
      const closed = Promise.all(workers.map((worker) => worker.close()));
      await Promise.race([closed, sleep(FAREWELL, undefined, { ref: false })]);
    },
  };
}

function startWorker(
  name: string,
  options: WorkerOptions,
  capabilities: Capabilities,
  { log, telemetry }: Watchers,
): Worker<Task> {
  const worker = new Worker<Task>(name, (job) => perform(job, capabilities), {
    ...options,
    lockDuration: LOCK,
    stalledInterval: STALLED_CHECK,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: ASK_AGAIN,
    settings: { backoffStrategy: (attempts, _, error) => pauseBefore(attempts, error) },
  });

  worker.on("completed", (job) => telemetry?.emit("task", { kind: job.name, outcome: "done" }));
  worker.on("failed", (job, error) => {
    const outcome = gaveUp(job, error) ? "failed" : "retried";
    telemetry?.emit("task", { kind: job?.name ?? "unknown", outcome });
    logFailure(job, error, outcome, log);
  });
  worker.on(
    "error",
    sayOnce((error) => log.warn({ err: error, queue: name }, "A worker met an error and goes on")),
  );
  return worker;
}

/** A worker that Redis refuses asks again and again: the same error is said once a minute. */
function sayOnce(say: (error: Error) => void): (error: Error) => void {
  let last = { message: "", at: 0 };
  return (error) => {
    const now = performance.now();
    if (error.message === last.message && now - last.at < MINUTE) return;
    last = { message: error.message, at: now };
    say(error);
  };
}

async function perform(job: Job<Task>, capabilities: Capabilities): Promise<unknown> {
  const { posting, reveals, exams, quizzes, liveRounds, privacy, standings, reminders } = capabilities;
  const { rescoring, health, departures, notices, seasons, summaries } = capabilities;
  const task = taskSchema.parse(job.data);
  try {
    switch (task.kind) {
      case "post":
        return await posting.post(task);
      case "exam":
        return await exams.settle(task);
      case "quiz":
        return await quizzes.expire(task);
      case "forget":
        return await privacy.forget(task.userId);
      case "standing":
        return await standings.restate(task.guildId, task.userId);
      case "live":
        return await liveRounds.drive(task);
      case "live-count":
        return await liveRounds.count(task);
      case "rescore":
        return await rescoring.rescore(task.guildId, task.questionId);
      case "analysis":
        return await health.analyse(task.guildId);
      case "remove":
        return await departures.remove(task.guildId);
      case "notice":
        return await notices.deliver(task);
      case "season":
        return await seasons.end(task);
      case "summary":
        return await summaries.tell(task);
      case "remind":
        return await reminders.remind(task);
      case "reveal":
        await reveals.reveal(task);
        return await health.soon(task.guildId);
      case "refresh":
        return await reveals.refresh(task);
    }
  } catch (error) {
    throw isFinal(error) ? final(error) : error;
  }
}

/** As long as Discord asked for, else longer with every try. */
function pauseBefore(attempts: number, error: Error | undefined): number {
  const asked = error instanceof TryLaterError ? error.after : undefined;
  return asked || Math.min(2 ** attempts * 250, LONGEST_BACKOFF);
}

/** What no second try mends: the message is wrong, or there is nothing to ask. */
function isFinal(error: unknown): error is Error {
  return error instanceof MessageError || error instanceof UserError;
}

function final(error: Error): UnrecoverableError {
  return Object.assign(new UnrecoverableError(error.message), { cause: error });
}

function gaveUp(job: Job<Task> | undefined, error: Error): boolean {
  return error instanceof UnrecoverableError || (job !== undefined && job.attemptsMade >= (job.opts.attempts ?? 1));
}

function logFailure(job: Job<Task> | undefined, error: Error, outcome: "failed" | "retried", log: Logger): void {
  const about = { job: job?.id, attempt: job?.attemptsMade, err: error };
  if (outcome === "failed") log.error(about, "A delivery failed for good");
  else if (error instanceof TryLaterError && error.after !== undefined)
    log.debug(about, "A delivery waits for its turn");
  else log.warn(about, "A delivery failed and will be tried again");
}

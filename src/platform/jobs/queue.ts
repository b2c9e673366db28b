import { type ConnectionOptions, Queue } from "bullmq";
import { z } from "zod";
import { KEY_PREFIX } from "../redis/keys.ts";
import { HOUR } from "../time.ts";
import { bucketOf, type DueJob, MAX_BACKOFF, type Pace } from "./define-job.ts";

/** The number of queues that spread rate-limited jobs over cluster nodes, by owner. Changing it would orphan jobs. */
const RATE_LIMITED_QUEUES = 4;

export type QueueSpec = {
  name: string;
  /** Contains the queue's hash tag, so all its keys share one Redis Cluster slot. */
  prefix: string;
  concurrency: number;
  pace: Pace;
};

const rateLimited = Array.from({ length: RATE_LIMITED_QUEUES }, (_, index) =>
  queueSpec(`rate-limited-${index}`, "rate-limited", 8),
);
const others = {
  immediate: queueSpec("immediate", "immediate", 16),
  background: queueSpec("background", "background", 4),
  update: queueSpec("update", "update", 4),
  reminder: queueSpec("reminder", "reminder", 4),
};

export const QUEUES: readonly QueueSpec[] = [...rateLimited, ...Object.values(others)];

function queueSpec(name: string, pace: Pace, concurrency: number): QueueSpec {
  return { name, prefix: `${KEY_PREFIX}{${name}}`, concurrency, pace };
}

/** Enough attempts to outlast the grace period of a late post. The handler decides when it is too late. */
const ATTEMPTS = Math.ceil((7 * HOUR) / MAX_BACKOFF);
const MAX_FAILED_JOBS = 1_000;
const UNFINISHED = ["waiting", "prioritized", "active", "delayed"] as const;

/** The payload of a queued job: its agenda entry, and when that was due. */
export const jobPayload = z.object({ entry: z.string(), dueAt: z.number().int() });
export type JobPayload = z.infer<typeof jobPayload>;

/** BullMQ queues of due jobs, by pace and owner. BullMQ handles concurrency, retries and stalled jobs. */
export function openJobQueues(connection: ConnectionOptions) {
  const queues = QUEUES.map((spec) => ({ spec, queue: openQueue(spec, connection) }));
  return {
    /**
     * Adds jobs. Returns the blocked ones, which must be added again later: an earlier job with the same id but another
     * due time is unfinished.
     */
    async add(jobs: readonly DueJob[]): Promise<ReadonlySet<DueJob>> {
      const blocked = new Set<DueJob>();
      await Promise.all(
        queues.map(async ({ spec, queue }) => {
          const own = jobs.filter((job) => queueNameOf(job) === spec.name);
          const added = own.length > 0 ? await queue.addBulk(own.map(bullJob)) : [];
          // For a blocked job, BullMQ returns the job that blocks it.
          for (const [index, job] of own.entries()) if (added[index]?.id !== bullId(job)) blocked.add(job);
        }),
      );
      return blocked;
    },

    /**
     * Returns how many jobs of a pace are waiting for a worker. Excludes delayed retries, because a channel can fail
     * for hours.
     */
    async depth(pace: Pace): Promise<number> {
      const ofPace = queues.filter(({ spec }) => spec.pace === pace);
      const depths = await Promise.all(ofPace.map(({ queue }) => queue.getJobCountByTypes("waiting", "prioritized")));
      return depths.reduce((sum, depth) => sum + depth, 0);
    },

    /** Returns all jobs that are waiting, running, or delayed before a retry. */
    async unfinished(): Promise<(JobPayload & { pace: Pace })[]> {
      const found = await Promise.all(
        queues.map(async ({ spec, queue }) => {
          const jobs = await queue.getJobs([...UNFINISHED]);
          return jobs.map(({ data }) => ({ ...jobPayload.parse(data), pace: spec.pace }));
        }),
      );
      return found.flat();
    },

    async close(): Promise<void> {
      await Promise.all(queues.map(({ queue }) => queue.close()));
    },
  };
}

export type JobQueues = ReturnType<typeof openJobQueues>;

function openQueue({ name, prefix }: QueueSpec, connection: ConnectionOptions): Queue<JobPayload> {
  const queue = new Queue<JobPayload>(name, { connection, prefix });
  // Callers get the errors, and the connection logs outages. Without a listener, BullMQ would print the errors.
  queue.on("error", () => undefined);
  return queue;
}

function queueNameOf({ pace, entry }: DueJob): string {
  return (pace === "rate-limited" ? rateLimited[bucketOf(entry, RATE_LIMITED_QUEUES)] : others[pace])?.name ?? "";
}

function bullId({ id, dueAt }: DueJob): string {
  return `${id}_${dueAt}`;
}

function bullJob(job: DueJob) {
  const { kind, entry, dueAt, id, options } = job;
  return {
    name: kind,
    data: { entry, dueAt },
    opts: {
      jobId: bullId(job),
      deduplication: { id },
      attempts: ATTEMPTS,
      backoff: { type: "custom" },
      removeOnComplete: true,
      removeOnFail: MAX_FAILED_JOBS,
      ...options,
    },
  };
}

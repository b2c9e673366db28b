import { createHash } from "node:crypto";
import { type ConnectionOptions, Queue } from "bullmq";
import { DAY, HOUR, MINUTE } from "../time.ts";
import { type Pace, paceOf, type Task, taskSchema } from "./agenda-entries.ts";

/** Over how many queues, and so cluster nodes, deliveries are spread by guild or learner. Changing it orphans what is queued. */
const LANES = 4;

export type QueueSpec = {
  name: string;
  /** The queue's hash tag, so that all its keys share a slot of Redis Cluster. */
  prefix: string;
  concurrency: number;
  pace: Pace;
};

const deliveryName = (lane: number) => `delivery-${lane}`;
const deliveries = Array.from({ length: LANES }, (_, lane): QueueSpec => {
  const name = deliveryName(lane);
  return { name, prefix: `{${name}}`, concurrency: 8, pace: "paced" };
});
const prompt: QueueSpec = { name: "prompt", prefix: "{prompt}", concurrency: 16, pace: "prompt" };

export const QUEUES: readonly QueueSpec[] = [...deliveries, prompt];

/** Longest pause between two tries of one task. */
export const LONGEST_BACKOFF = MINUTE;
/** Tries for as long as a slot may still be posted, and then some: the task itself knows when it is too late. */
const ATTEMPTS = Math.ceil((7 * HOUR) / LONGEST_BACKOFF);
const FAILED_KEPT = 1_000;
const UNFINISHED = ["waiting", "prioritized", "active", "delayed"] as const;

/** What the clock calls for, in queues by pace and guild. BullMQ sees to limits, retries and stalled work. */
export type TaskQueue = {
  /** Adds tasks that are not queued already. */
  add(tasks: readonly Task[]): Promise<void>;
  /** How many tasks of a pace wait for a worker now. */
  depth(pace: Pace): Promise<number>;
  /** All tasks that are not done yet: they wait, run, or rest before their next try. */
  unfinished(): Promise<Task[]>;
  close(): Promise<void>;
};

export function openTaskQueue(connection: ConnectionOptions): TaskQueue {
  const queues = QUEUES.map((spec) => ({ spec, queue: openQueue(spec, connection) }));
  return {
    async add(tasks) {
      await Promise.all(
        queues.map(async ({ spec, queue }) => {
          const jobs = tasks.filter((task) => queueNameOf(task) === spec.name).map(jobOf);
          if (jobs.length > 0) await queue.addBulk(jobs);
        }),
      );
    },
    async depth(pace) {
      const ofPace = queues.filter(({ spec }) => spec.pace === pace);
      const depths = await Promise.all(ofPace.map(({ queue }) => queue.getWaitingCount()));
      return depths.reduce((sum, depth) => sum + depth, 0);
    },
    async unfinished() {
      const jobs = await Promise.all(queues.map(({ queue }) => queue.getJobs([...UNFINISHED])));
      return jobs.flat().map(({ data }) => taskSchema.parse(data));
    },
    async close() {
      await Promise.all(queues.map(({ queue }) => queue.close()));
    },
  };
}

function openQueue({ name, prefix }: QueueSpec, connection: ConnectionOptions): Queue<Task> {
  const queue = new Queue<Task>(name, { connection, prefix });
  // What fails is told to who asked, and the connection says itself that it is lost; else BullMQ would print it.
  queue.on("error", () => undefined);
  return queue;
}

function queueNameOf(task: Task): string {
  if (paceOf(task.kind) === "prompt") return prompt.name;
  const owner = "guildId" in task ? task.guildId : task.userId;
  // A snowflake's upper bits are its time, its lower ones its maker: only the upper spread evenly.
  return deliveryName(Number((BigInt(owner) >> 22n) % BigInt(LANES)));
}

function jobOf(task: Task) {
  return {
    name: task.kind,
    data: task,
    opts: {
      jobId: jobIdOf(task),
      attempts: ATTEMPTS,
      backoff: { type: "custom" },
      removeOnComplete: true,
      // What failed for good is kept to be looked at, unless it is about a person: they may want to be forgotten.
      removeOnFail: "userId" in task ? true : FAILED_KEPT,
      // Counts may wait for questions, never the other way round; one that failed is drawn with the next.
      ...(task.kind === "refresh" && { priority: 1, attempts: 3, removeOnFail: true }),
      // The agenda brings a live quiz back: a run that failed must not stand in the way of the next.
      ...((task.kind === "live" || task.kind === "live-count") && { attempts: 5, removeOnFail: true }),
      // So may reminders, which are of use all day.
      ...(task.kind === "remind" && { priority: 1, attempts: DAY / LONGEST_BACKOFF }),
      // A guild's next reckoning, or the next look for what is left of it, is the same task as one that failed.
      ...((task.kind === "analysis" || task.kind === "remove") && { removeOnFail: true }),
    },
  };
}

/** The same for the same task. A person's task names nobody: the queue's records may outlive the person's data. */
function jobIdOf(task: Task): string {
  if ("userId" in task) {
    const digest = createHash("sha256").update(Object.values(task).join("/")).digest("base64url");
    return `${task.kind}_${digest}`;
  }
  return `${task.kind}_${task.guildId}_${subjectOf(task)}`;
}

/** Which of a guild's tasks of one kind it is. */
function subjectOf(task: Exclude<Task, { userId: string }>): string | number {
  switch (task.kind) {
    case "live":
    case "live-count":
      return task.quizId;
    case "notice":
      return task.noticeId;
    case "season":
      return task.season;
    case "summary":
      return task.dueAt;
    case "rescore":
      return `${task.questionId}_${task.dueAt}`;
    case "remove":
    case "analysis":
      return "";
    default:
      return task.slotId;
  }
}

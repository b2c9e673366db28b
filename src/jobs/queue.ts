import { type ConnectionOptions, Queue } from "bullmq";
import type { Task } from "../core/agenda.ts";
import { HOUR, MINUTE } from "../core/time.ts";

export const DELIVERY_QUEUE = "delivery";
/** One hash tag, so that all keys of the queue share a slot of Redis Cluster. */
export const QUEUE_PREFIX = "{delivery}";

/** Longest pause between two tries of one task. */
export const LONGEST_BACKOFF = MINUTE;
/** Tries for as long as a slot may still be posted, and then some: the task itself knows when it is too late. */
const ATTEMPTS = Math.ceil((7 * HOUR) / LONGEST_BACKOFF);
const FAILED_KEPT = 1_000;

/** What the clock calls for: posts, reveals, refreshes, ends of quizzes and exams. BullMQ sees to pace, retries and stalled work. */
export type DeliveryQueue = {
  /** Adds tasks that are not queued already. */
  add(tasks: readonly Task[]): Promise<void>;
  /** How many wait for a worker now. */
  depth(): Promise<number>;
  close(): Promise<void>;
};

export function openDeliveryQueue(connection: ConnectionOptions): DeliveryQueue {
  const queue = new Queue<Task>(DELIVERY_QUEUE, { connection, prefix: QUEUE_PREFIX });
  return {
    async add(tasks) {
      if (tasks.length === 0) return;
      await queue.addBulk(
        tasks.map((task) => ({
          name: task.kind,
          data: task,
          opts: {
            jobId: jobIdOf(task),
            attempts: ATTEMPTS,
            backoff: { type: "custom" },
            removeOnComplete: true,
            removeOnFail: FAILED_KEPT,
            // Counts, exams and quizzes may wait for questions, never the other way round.
            ...(task.kind !== "post" && task.kind !== "reveal" && { priority: 1 }),
            // A count that failed is drawn with the next one, which shall have its turn.
            ...(task.kind === "refresh" && { attempts: 3, removeOnFail: true }),
          },
        })),
      );
    },
    depth: () => queue.getWaitingCount(),
    close: () => queue.close(),
  };
}

function jobIdOf(task: Task): string {
  switch (task.kind) {
    case "exam":
      return `exam_${task.userId}_${task.attemptId}`;
    case "quiz":
      return `quiz_${task.userId}_${task.quizId}`;
    default:
      return `${task.kind}_${task.guildId}_${task.slotId}`;
  }
}

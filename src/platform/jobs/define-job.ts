import { createHash } from "node:crypto";
import type { JobsOptions } from "bullmq";
import { z } from "zod";
import { type Instant, MINUTE } from "../time.ts";

/**
 * Jobs of one pace never wait for jobs of another. Immediate and background jobs send nothing. Background jobs may read
 * a lot, such as all answers to a post. The others share Discord's rate limit. Updates of open posts and reminders get
 * a small share of it, so a million reminders don't delay a question.
 */
export const PACES = ["immediate", "background", "rate-limited", "update", "reminder"] as const;
export type Pace = (typeof PACES)[number];

/** Maximum delay between two attempts of a job. */
export const MAX_BACKOFF = MINUTE;

export const snowflake = z.string().regex(/^\d+$/);

type QueueOptions = Pick<JobsOptions, "attempts" | "removeOnFail">;

/**
 * A job that is ready to be queued. `entry` is its text in the agenda: kind, owner and other fields. Jobs with the same
 * `id` run one at a time.
 */
export type DueJob = { kind: string; pace: Pace; entry: string; dueAt: Instant; id: string; options: QueueOptions };

export type JobDefinition<Data> = {
  kind: string;
  pace: Pace;
  /** Milliseconds until the entry is due again, unless its service moves or removes it. */
  repeatEvery?: number | undefined;
  encode(data: Data): string;
  /** Throws if the text isn't an entry of this kind. */
  decode(entry: string): Data;
  due(data: Data, dueAt: Instant): DueJob;
};
export type JobData<Job> = Job extends JobDefinition<infer Data> ? Data : never;

type JobSchema = z.ZodObject<Record<string, z.ZodType<string | number | undefined>>>;

type JobOptions<Schema extends JobSchema> = QueueOptions & {
  kind: string;
  /** A flat object. The first field is the owner: `guildId`, or `userId` for learners' jobs. */
  data: Schema;
  pace: Pace;
  /** Distinguishes the job from others of its kind. Defaults to all fields. */
  id?: (data: z.output<Schema>) => string;
  repeatEvery?: number;
};

/** Defines a kind of job. Its agenda entry, queue payload and job id are derived from this definition. */
export function defineJob<Schema extends JobSchema>({
  kind,
  data: schema,
  pace,
  id,
  repeatEvery,
  ...options
}: JobOptions<Schema>): JobDefinition<z.output<Schema>> {
  const fields = Object.keys(schema.shape);
  const isPersonal = fields[0] === "userId";
  if (!isPersonal && fields[0] !== "guildId") throw new Error(`The data of job ${kind} must begin with its owner`);

  function encode(data: z.output<Schema>): string {
    const values = new Map<string, unknown>(Object.entries(data));
    const parts = fields.map((field) => encodeURIComponent(String(values.get(field) ?? "")));
    return [kind, ...parts].join(":").replace(/:+$/, "");
  }

  function idOf(data: z.output<Schema>): string {
    const name =
      id?.(data) ??
      encode(data)
        .slice(kind.length + 1)
        .replaceAll(":", "_");
    // Hashed because BullMQ may keep the id after the learner's data is deleted.
    return `${kind}_${isPersonal ? createHash("sha256").update(name).digest("base64url") : name}`;
  }

  return {
    kind,
    pace,
    repeatEvery,
    encode,
    decode(entry) {
      const [prefix, ...parts] = entry.split(":");
      if (prefix !== kind || parts.length > fields.length) throw new Error(`Not an entry of job ${kind}: ${entry}`);
      const given = fields.map((field, index) => [field, decodeURIComponent(parts[index] ?? "")]);
      return schema.parse(Object.fromEntries(given.filter(([, value]) => value !== "")));
    },
    due: (data, dueAt) => ({
      kind,
      pace,
      entry: encode(data),
      dueAt,
      id: idOf(data),
      options: { ...(isPersonal && { removeOnFail: true }), ...options },
    }),
  };
}

/** Returns the guild or learner an entry belongs to. */
export function ownerOf(entry: string): string {
  return entry.split(":", 2)[1] ?? "";
}

/** Spreads entries over `count` buckets by owner. */
export function bucketOf(entry: string, count: number): number {
  // A snowflake's upper bits are its timestamp. The lower ones identify its generator and aren't evenly distributed.
  return Number((BigInt(ownerOf(entry)) >> 22n) % BigInt(count));
}

/**
 * What to do with a due entry: queue `job`, if there is one, and move the entry to `next`. Without `next`, the entry is
 * removed.
 */
export type Plan = { job?: DueJob; next?: Instant };

export type JobHandler = {
  kind: string;
  plan(entry: string, dueAt: Instant, now: Instant): Promise<Plan>;
  run(entry: string, dueAt: Instant): Promise<unknown>;
};

/** Registers what a worker does for a job. `run` must be idempotent, because it may run twice after a crash. */
export function handle<Data>(
  job: JobDefinition<Data>,
  run: (data: Data, dueAt: Instant) => Promise<unknown>,
): JobHandler {
  const { kind, repeatEvery } = job;
  return {
    kind,
    plan: async (entry, dueAt, now) => ({
      job: job.due(job.decode(entry), dueAt),
      ...(repeatEvery !== undefined && { next: now + repeatEvery }),
    }),
    run: (entry, dueAt) => run(job.decode(entry), dueAt),
  };
}

/** Registers an entry that isn't queued itself. Its handler decides which job to queue and when it's due again. */
export function handlePlan<Data>(
  job: JobDefinition<Data>,
  plan: (data: Data, dueAt: Instant, now: Instant) => Promise<Plan>,
): JobHandler {
  return {
    kind: job.kind,
    plan: async (entry, dueAt, now) => plan(job.decode(entry), dueAt, now),
    run: async (entry) => {
      throw new Error(`${entry} is only planned, not run`);
    },
  };
}

/** Indexes handlers by kind. The returned lookup throws if an entry's kind has no handler. */
export function indexHandlers(handlers: readonly JobHandler[]): (entry: string) => JobHandler {
  const byKind = new Map(handlers.map((handler) => [handler.kind, handler]));
  if (byKind.size < handlers.length) throw new Error("Two handlers are registered for the same job kind");
  return (entry) => {
    const handler = byKind.get(entry.split(":", 1)[0] ?? "");
    if (!handler) throw new Error(`No handler for ${entry}`);
    return handler;
  };
}

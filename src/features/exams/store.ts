import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import type { Attempt, AttemptItem } from "./attempt-rules.ts";
import { type ExamResult, examResultSchema } from "./rules.ts";

const flag = z.literal([0, 1]);
const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  save: flag,
  submit: flag,
  deleteIfEqual: flag,
});

const MAX_RESULTS = 20;
const SHARE_COOLDOWN = DAY / SECOND;

/** Stores items as lists and a sparse map by position, which keeps a mock exam of 60 items below 6 KB. */
const storedAttempt = json(
  z.object({
    id: z.string(),
    version: z.int(),
    module: z.string(),
    seed: z.string(),
    startedAt: z.int(),
    endsAt: z.int(),
    extraTime: z.boolean(),
    guildId: z.string().exactOptional(),
    position: z.int(),
    questions: z.array(z.string()),
    /** Revisions other than 1. */
    revisions: z.record(z.string(), z.int()),
    /** Null until the learner answers. */
    responses: z.array(z.array(z.string()).nullable()),
    flagged: z.array(z.int()),
  }),
);
const storedResult = json(examResultSchema);

/** Stores learners' attempts and results. Each learner has at most one open attempt. */
export function createExamStore(redis: Redis) {
  async function loadResult(userId: string, attemptId: string): Promise<ExamResult | undefined> {
    const stored = await redis.hget(keys.examResults(userId), attemptId);
    return stored === null ? undefined : storedResult.parse(stored);
  }

  return {
    async loadOpen(userId: string): Promise<Attempt | undefined> {
      const stored = await redis.hget(keys.examAttempt(userId), "attempt");
      return stored === null ? undefined : decodeAttempt(stored);
    },

    /** Saves `after`. Returns false if the open attempt is no longer `before`. */
    async save(userId: string, before: Attempt | undefined, after: Attempt): Promise<boolean> {
      const read = before ? [before.id, before.version] : ["", ""];
      const args = [...read, after.id, after.version, encodeAttempt(after)];
      return (await scripts.save(redis, [keys.examAttempt(userId)], args)) === 1;
    },

    /**
     * Closes the open attempt. Returns false if it has changed in the meantime. `seen`: the learner is about to see the
     * result.
     */
    async submit(userId: string, { id, version }: Attempt, result: ExamResult, seen: boolean): Promise<boolean> {
      const reply = await scripts.submit(
        redis,
        [keys.examAttempt(userId), keys.examResults(userId), keys.submittedExams(userId), keys.unseenExam(userId)],
        [id, version, JSON.stringify(result), MAX_RESULTS, seen ? "" : "1"],
      );
      return reply === 1;
    },

    /** Loads a submitted attempt. Undefined if it has been processed. */
    async loadSubmitted(userId: string, attemptId: string): Promise<Attempt | undefined> {
      const stored = await redis.hget(keys.submittedExams(userId), attemptId);
      return stored === null ? undefined : decodeAttempt(stored);
    },

    async deleteSubmitted(userId: string, attemptId: string): Promise<void> {
      await redis.hdel(keys.submittedExams(userId), attemptId);
    },

    loadResult,

    /** The latest results, oldest first. */
    async loadResults(userId: string): Promise<ExamResult[]> {
      const stored = await redis.hvals(keys.examResults(userId));
      return stored.map((text) => storedResult.parse(text)).sort((a, b) => a.startedAt - b.startedAt);
    },

    /** The result of an attempt that timed out while the learner was away. Undefined after `markSeen`. */
    async loadUnseen(userId: string): Promise<ExamResult | undefined> {
      const id = await redis.get(keys.unseenExam(userId));
      return id === null ? undefined : loadResult(userId, id);
    },

    async markSeen(userId: string, attemptId: string): Promise<void> {
      await scripts.deleteIfEqual(redis, [keys.unseenExam(userId)], [attemptId]);
    },

    /** Limits sharing a result to once a day. Returns false if an interaction other than `claimId` has shared it. */
    async claimShare(userId: string, attemptId: string, claimId: string): Promise<boolean> {
      const key = keys.sharedExam(userId, attemptId);
      const claimed = await redis.set(key, claimId, "EX", SHARE_COOLDOWN, "NX");
      return claimed === "OK" || (await redis.get(key)) === claimId;
    },

    async releaseShare(userId: string, attemptId: string, claimId: string): Promise<void> {
      await scripts.deleteIfEqual(redis, [keys.sharedExam(userId, attemptId)], [claimId]);
    },
  };
}

export type ExamStore = ReturnType<typeof createExamStore>;

function encodeAttempt({ items, ...attempt }: Attempt): string {
  return JSON.stringify({
    ...attempt,
    questions: items.map(({ questionId }) => questionId),
    revisions: Object.fromEntries(items.flatMap(({ rev }, position) => (rev === 1 ? [] : [[position, rev]]))),
    responses: items.map(({ response = null }) => response),
    flagged: items.flatMap((item, position) => (item.flagged ? [position] : [])),
  });
}

function decodeAttempt(text: string): Attempt {
  const { questions, revisions, responses, flagged, ...attempt } = storedAttempt.parse(text);
  const items = questions.map((questionId, position): AttemptItem => {
    const response = responses[position];
    return {
      questionId,
      rev: revisions[position] ?? 1,
      ...(response && { response }),
      flagged: flagged.includes(position),
    };
  });
  return { ...attempt, items };
}

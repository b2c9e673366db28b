import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import type { Attempt, Item, Result } from "./attempt-rules.ts";
import type { ExamStore } from "./ports.ts";

const done = z.literal([0, 1]);
const save = defineScript(new URL("./save-exam.lua", import.meta.url), done);
const finish = defineScript(new URL("./finish-exam.lua", import.meta.url), done);
const untold = defineScript(new URL("./untold-exam.lua", import.meta.url), z.tuple([z.string(), z.string()]));
const removeIf = defineScript(new URL("../../platform/redis/remove-if.lua", import.meta.url), done);

const KEPT_RESULTS = 20;
/** A result may be shared once in this time, however often the button is tapped. */
const SHARED_SECONDS = 86_400;

const response = z.array(z.string());
const flag = z.literal([0, 1]);
const storedAttempt = json(
  z.tuple([
    z.string(),
    z.int(),
    z.int(),
    flag,
    z.string(),
    z.int(),
    z.array(z.string()),
    z.array(z.literal(0).or(z.string()).or(response)),
    z.array(z.int()),
  ]),
);
const storedResult = json(
  z.tuple([
    z.string(),
    z.int(),
    z.int(),
    flag,
    flag,
    z.string(),
    z.int(),
    z.array(z.tuple([topicSchema, z.int(), z.int()])),
    z.array(z.tuple([z.string(), response])),
  ]),
);

export function createExamStore(redis: Redis): ExamStore {
  return {
    async open(userId) {
      const stored = await redis.get(keys.examAttempt(userId));
      return stored === null ? undefined : decodeAttempt(stored);
    },

    save: async (userId, before, after) =>
      (await save(redis, [keys.examAttempt(userId)], [before ? headOf(before) : "", encodeAttempt(after)])) === 1,

    async finish(userId, attempt, result, told) {
      const reply = await finish(
        redis,
        [keys.examAttempt(userId), keys.examResults(userId), keys.submittedExams(userId), keys.unnotifiedExam(userId)],
        [headOf(attempt), attempt.id, encodeResult(result), KEPT_RESULTS, told ? "" : "1"],
      );
      return reply === 1;
    },

    async submitted(userId, attemptId) {
      const stored = await redis.hget(keys.submittedExams(userId), attemptId);
      return stored === null ? undefined : decodeAttempt(stored);
    },

    async settle(userId, attemptId) {
      await redis.hdel(keys.submittedExams(userId), attemptId);
    },

    async result(userId, attemptId) {
      const stored = await redis.hget(keys.examResults(userId), attemptId);
      return stored === null ? undefined : decodeResult(attemptId, stored);
    },

    async results(userId) {
      const stored = await redis.hgetall(keys.examResults(userId));
      const results = Object.entries(stored).map(([id, text]) => decodeResult(id, text));
      return results.sort((a, b) => a.startedAt - b.startedAt);
    },

    async untold(userId) {
      const [id, result] = await untold(redis, [keys.unnotifiedExam(userId), keys.examResults(userId)], []);
      return result === "" ? undefined : decodeResult(id, result);
    },

    async markTold(userId, attemptId) {
      await removeIf(redis, [keys.unnotifiedExam(userId)], [attemptId]);
    },

    async claimShare(userId, attemptId, by) {
      const key = keys.sharedExam(userId, attemptId);
      const claimed = await redis.set(key, by, "EX", SHARED_SECONDS, "NX");
      return claimed === "OK" || (await redis.get(key)) === by;
    },

    async releaseShare(userId, attemptId, by) {
      await removeIf(redis, [keys.sharedExam(userId, attemptId)], [by]);
    },
  };
}

function headOf({ id, version }: Attempt): string {
  return `${id}:${version}`;
}

/**
 * The head, by which the scripts tell one step from the next, then the rest, deflated. Items stand as "id" or "id@rev",
 * their responses in the same order (0: open; one alone without its brackets), then the places of those flagged.
 */
export function encodeAttempt(attempt: Attempt): string {
  const { module, startedAt, endsAt, extraTime, guildId = "", position } = attempt;
  const ids = attempt.items.map(({ questionId, rev }) => (rev === 1 ? questionId : `${questionId}@${rev}`));
  const responses = attempt.items.map(({ response: given }) => (given?.length === 1 ? given[0] : (given ?? 0)));
  const flagged = attempt.items.flatMap((item, place) => (item.flagged ? [place] : []));
  const rest = [module, startedAt, endsAt, extraTime ? 1 : 0, guildId, position, ids, responses, flagged];
  return `${headOf(attempt)}:${pack(rest)}`;
}

export function decodeAttempt(text: string): Attempt {
  const [id = "", version = ""] = text.split(":", 2);
  const packed = text.slice(id.length + version.length + 2);
  const [module, startedAt, endsAt, extraTime, guildId, position, ids, responses, flagged] = storedAttempt.parse(
    unpack(packed),
  );
  return {
    id,
    version: Number(version),
    module,
    startedAt,
    endsAt,
    extraTime: extraTime === 1,
    ...(guildId && { guildId }),
    position,
    items: ids.map((named, place): Item => {
      const [questionId = "", rev = 1] = named.split("@");
      const item = { questionId, rev: Number(rev), flagged: flagged.includes(place) };
      const given = responses[place] ?? 0;
      return given === 0 ? item : { ...item, response: typeof given === "string" ? [given] : given };
    }),
  };
}

export function encodeResult(result: Result): string {
  return pack([
    result.module,
    result.startedAt,
    result.endedAt,
    result.extraTime ? 1 : 0,
    result.timedOut ? 1 : 0,
    result.guildId ?? "",
    result.passMark,
    result.topics.map(({ topic, right, items }) => [topic, right, items]),
    result.missed.map(({ questionId, response: given }) => [questionId, given]),
  ]);
}

export function decodeResult(id: string, text: string): Result {
  const [module, startedAt, endedAt, extraTime, timedOut, guildId, passMark, topics, missed] = storedResult.parse(
    unpack(text),
  );
  const byTopic = topics.map(([topic, right, items]) => ({ topic, right, items }));
  return {
    id,
    module,
    startedAt,
    endedAt,
    extraTime: extraTime === 1,
    timedOut: timedOut === 1,
    ...(guildId && { guildId }),
    passMark,
    right: byTopic.reduce((sum, { right }) => sum + right, 0),
    items: byTopic.reduce((sum, { items }) => sum + items, 0),
    topics: byTopic,
    missed: missed.map(([questionId, given]) => ({ questionId, response: given })),
  };
}

/** Ids of questions and options deflate to half their size. */
function pack(value: unknown): string {
  return deflateRawSync(JSON.stringify(value)).toString("base64");
}

function unpack(text: string): string {
  return inflateRawSync(Buffer.from(text, "base64")).toString();
}

import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, hash, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import type { LearnerChanges, LearnerState } from "../learning/rules.ts";
import { decodeHistory, decodeMasteries, encodeChanges } from "../learning/store.ts";
import { difficultySchema } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { isComplete, type Quiz } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  load: z.tuple([z.string(), z.string(), z.string(), hash]),
  save: z.literal([0, 1]),
});

/** Long enough to credit the answers even after a long outage. */
const RETENTION_SECONDS = (30 * DAY) / SECOND;

const storedQuiz = json(
  z.object({
    id: z.string(),
    kind: z.enum(["quiz", "review"]),
    seed: z.string(),
    guildId: z.string().exactOptional(),
    zone: z.string(),
    seasonStart: z.int().exactOptional(),
    topic: topicSchema.exactOptional(),
    difficulty: difficultySchema.exactOptional(),
    retry: z.boolean(),
    items: z.array(
      z.object({
        questionId: z.string(),
        rev: z.int(),
        rating: z.object({ difficulty: z.number(), answers: z.int() }),
      }),
    ),
    answers: z.array(
      z.object({ response: z.array(z.string()), correct: z.boolean(), at: z.int(), earns: z.boolean() }),
    ),
    shownAt: z.int(),
    ended: z.boolean(),
    version: z.int(),
  }),
);

export function createQuizStore(redis: Redis) {
  const keysOf = (userId: string) => [keys.quiz(userId), keys.history(userId), keys.mastery(userId)];

  return {
    /** Loads the learner's latest quiz and the state that its next answer may change, in one round trip. */
    async load(userId: string): Promise<{ quiz?: Quiz; learner: LearnerState }> {
      const [quiz, questionId, history, mastery] = await scripts.load(redis, keysOf(userId), []);
      const learner: LearnerState = {
        history: new Map(history === "" ? [] : [[questionId, decodeHistory(history)]]),
        mastery: decodeMasteries(mastery),
      };
      return { learner, ...(quiz !== "" && { quiz: storedQuiz.parse(quiz) }) };
    },

    /**
     * Replaces `before` with `after` and saves the learning changes. If another step or answer was saved first, saves
     * nothing and returns undefined. The caller must then recompute the changes.
     */
    async save(
      userId: string,
      before: Quiz | undefined,
      after: Quiz,
      learned?: { before: LearnerState; changes: LearnerChanges },
    ): Promise<Quiz | undefined> {
      const version = before?.version ?? 0;
      const saved = { ...after, version: version + 1 };
      const reply = await scripts.save(redis, keysOf(userId), [
        version,
        saved.version,
        JSON.stringify(saved),
        currentQuestion(saved),
        RETENTION_SECONDS,
        ...(learned ? encodeChanges(learned.before, learned.changes) : []),
      ]);
      return reply === 1 ? saved : undefined;
    },
  };
}
export type QuizStore = ReturnType<typeof createQuizStore>;

function currentQuestion(quiz: Quiz): string {
  return quiz.ended || isComplete(quiz) ? "" : (quiz.items[quiz.answers.length]?.questionId ?? "");
}

import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { MINUTE, SECOND } from "../../platform/time.ts";
import { MAX_OWN_BYTES, MAX_OWN_QUESTIONS } from "../questions/own-rules.ts";
import { type ImportReport, importReportSchema } from "./rules.ts";

const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  commit: z.union([
    z.tuple([z.enum(["done", "repeated"]), z.int()]),
    z.tuple([z.enum(["missing", "outdated", "full", "too-large"])]),
  ]),
  cancel: z.literal([0, 1]),
});

const storedQuestions = json(importReportSchema.shape.questions);

/** How long Discord accepts clicks on an ephemeral reply. */
const EXPIRY_SECONDS = (15 * MINUTE) / SECOND;

/** Stores the latest import of each guild while it waits for a moderator's confirmation. */
export function createImportStore(redis: Redis) {
  return {
    /**
     * Saves a pending import, replacing the guild's previous one. `version`: the version of the guild's bank that the
     * questions were validated against.
     */
    async save(guildId: string, importId: string, version: number, questions: ImportReport["questions"]) {
      const key = keys.pendingImport(guildId);
      await redis
        .multi()
        .del(key)
        .hset(key, { id: importId, version, questions: JSON.stringify(questions) })
        .expire(key, EXPIRY_SECONDS)
        .exec();
    },

    /** The ids of the questions in a pending import. Empty if it is done, expired, canceled or replaced. */
    async questionIds(guildId: string, importId: string): Promise<string[]> {
      const [id, questions] = await redis.hmget(keys.pendingImport(guildId), "id", "questions");
      return id === importId && questions ? storedQuestions.parse(questions).map(([questionId]) => questionId) : [];
    },

    /**
     * Saves all questions or none. `repeated`: an earlier call saved them. "outdated": the bank has changed since
     * validation.
     */
    async commit(guildId: string, importId: string) {
      const touched = [keys.pendingImport(guildId), keys.ownQuestions(guildId), keys.bank(guildId)];
      const reply = await scripts.commit(redis, touched, [importId, MAX_OWN_QUESTIONS, MAX_OWN_BYTES]);
      return reply.length === 2 ? { count: reply[1], repeated: reply[0] === "repeated" } : reply[0];
    },

    /** Returns false if the import is done, expired, canceled or replaced. */
    async cancel(guildId: string, importId: string): Promise<boolean> {
      return (await scripts.cancel(redis, [keys.pendingImport(guildId)], [importId])) === 1;
    },
  };
}

export type ImportStore = ReturnType<typeof createImportStore>;

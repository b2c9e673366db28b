import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { MINUTE, SECOND } from "../../platform/time.ts";
import { isOwn, OWN_QUESTIONS } from "../questions/own-rules.ts";
import type { ImportStore } from "./ports.ts";

const commit = defineScript(
  new URL("./commit-import.lua", import.meta.url),
  z.union([z.tuple([z.enum(["done", "again"]), z.int()]), z.tuple([z.enum(["gone", "moved", "full"])])]),
);

const cancel = defineScript(new URL("./cancel-import.lua", import.meta.url), z.literal([0, 1]));

/** As long as the button that confirms it can be pressed. */
const KEPT_SECONDS = (15 * MINUTE) / SECOND;

export function createImportStore(redis: Redis): ImportStore {
  return {
    async keep(guildId, importId, version, questions) {
      const key = keys.pendingImport(guildId, importId);
      await redis
        .multi()
        .hset(key, "version", version, ...questions.flat())
        .expire(key, KEPT_SECONDS)
        .exec();
    },

    ids: async (guildId, importId) => (await redis.hkeys(keys.pendingImport(guildId, importId))).filter(isOwn),

    async commit(guildId, importId) {
      const touched = [keys.pendingImport(guildId, importId), keys.ownQuestions(guildId), keys.bank(guildId)];
      const reply = await commit(redis, touched, [OWN_QUESTIONS]);
      return reply.length === 2 ? { count: reply[1], again: reply[0] === "again" } : reply[0];
    },

    drop: async (guildId, importId) => (await cancel(redis, [keys.pendingImport(guildId, importId)], [])) === 1,
  };
}

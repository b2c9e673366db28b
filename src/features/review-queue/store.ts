import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import type { DraftStore, QueueStore } from "../suggestions/ports.ts";
import { formSchema } from "../suggestions/rules.ts";
import { caseSchema, WAITING } from "./rules.ts";

const add = defineScript(new URL("./add-case.lua", import.meta.url), z.enum(["added", "again", "full", "yours-full"]));
const settle = defineScript(new URL("./settle-case.lua", import.meta.url), z.literal([0, 1]));

const storedCase = json(caseSchema);
const storedForm = json(formSchema);

const DRAFT_KEPT_SECONDS = (30 * DAY) / SECOND;

export function createQueueStore(redis: Redis): QueueStore {
  return {
    async list(guildId) {
      const texts = await redis.hvals(keys.reviewQueue(guildId));
      const all = texts.map((text) => storedCase.parse(text));
      return all.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    },

    async find(guildId, id) {
      const text = await redis.hget(keys.reviewQueue(guildId), id);
      return text === null ? undefined : storedCase.parse(text);
    },

    add: (guildId, one) =>
      add(
        redis,
        [keys.reviewQueue(guildId)],
        [one.id, JSON.stringify(one), one.kind, one.by, WAITING.guild, WAITING.member],
      ),

    change: async (guildId, after) =>
      (await settle(redis, [keys.reviewQueue(guildId)], [after.id, after.edition - 1, JSON.stringify(after)])) === 1,

    settle: async (guildId, { id, edition }) =>
      (await settle(redis, [keys.reviewQueue(guildId)], [id, edition, ""])) === 1,
  };
}

export function createDraftStore(redis: Redis): DraftStore {
  return {
    async load(guildId, userId) {
      const text = await redis.get(keys.draft(guildId, userId));
      return text === null ? undefined : storedForm.safeParse(text).data;
    },

    async save(guildId, userId, form) {
      await redis.set(keys.draft(guildId, userId), JSON.stringify(form), "EX", DRAFT_KEPT_SECONDS);
    },

    async drop(guildId, userId) {
      await redis.del(keys.draft(guildId, userId));
    },
  };
}

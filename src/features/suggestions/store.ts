import type { Redis } from "../../platform/redis/client.ts";
import { json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import { type Form, formSchema } from "./rules.ts";

const storedForm = json(formSchema);

const DRAFT_TTL_SECONDS = (30 * DAY) / SECOND;

/** Stores the draft that each member is working on. */
export function createDraftStore(redis: Redis) {
  return {
    async load(guildId: string, userId: string): Promise<Form | undefined> {
      const text = await redis.get(keys.draft(guildId, userId));
      return text === null ? undefined : storedForm.safeParse(text).data;
    },

    async save(guildId: string, userId: string, form: Form): Promise<void> {
      await redis.set(keys.draft(guildId, userId), JSON.stringify(form), "EX", DRAFT_TTL_SECONDS);
    },

    /** Saves a draft. Does nothing and returns false if the member has another one. */
    async saveIfAbsent(guildId: string, userId: string, form: Form): Promise<boolean> {
      const text = JSON.stringify(form);
      const key = keys.draft(guildId, userId);
      return (await redis.set(key, text, "EX", DRAFT_TTL_SECONDS, "NX")) === "OK" || (await redis.get(key)) === text;
    },

    async delete(guildId: string, userId: string): Promise<void> {
      await redis.del(keys.draft(guildId, userId));
    },
  };
}

export type DraftStore = ReturnType<typeof createDraftStore>;

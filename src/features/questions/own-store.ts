import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { OWN_QUESTIONS } from "./own-rules.ts";
import type { OwnBankStore } from "./ports.ts";
import { type Question, questionSchema } from "./rules.ts";

const change = defineScript(new URL("./change-bank.lua", import.meta.url), z.enum(["done", "moved", "full"]));

const version = z.coerce.number().int().default(0);
const hash = z.record(z.string(), z.string());
const loaded = z.tuple([z.tuple([z.null(), hash]), z.tuple([z.null(), hash])]);
const question = json(questionSchema);

/** So many questions are read in a few milliseconds; then others have their turn. */
const READ_TOGETHER = 50;

export function createOwnBankStore(redis: Redis): OwnBankStore {
  return {
    version: async (guildId) => version.parse((await redis.hget(keys.bank(guildId), "version")) ?? undefined),

    async load(guildId) {
      // In one transaction, so that the version is that of these questions.
      const reply = await redis.multi().hgetall(keys.bank(guildId)).hgetall(keys.ownQuestions(guildId)).exec();
      const [[, bank], [, own]] = loaded.parse(reply);
      const { version: number, ...retired } = bank;
      return {
        version: version.parse(number),
        questions: await readAll(own),
        retired: new Map(Object.entries(retired)),
      };
    },

    change: (guildId, read, questions, settled) =>
      change(
        redis,
        [keys.ownQuestions(guildId), keys.bank(guildId), keys.reviewQueue(guildId)],
        [
          OWN_QUESTIONS,
          read,
          settled?.id ?? "",
          settled?.edition ?? 0,
          ...questions.flatMap((one) => [one.id, JSON.stringify(one)]),
        ],
      ),

    async retireBuiltIn(guildId, questionId, day) {
      const bank = keys.bank(guildId);
      const multi = redis.multi();
      if (day === undefined) multi.hdel(bank, questionId);
      else multi.hset(bank, questionId, day);
      await multi.hincrby(bank, "version", 1).exec();
    },
  };
}

/** In the order of their ids, for Redis has none. */
async function readAll(stored: Readonly<Record<string, string>>): Promise<Question[]> {
  const questions: Question[] = [];
  const texts = Object.entries(stored).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [index, [, text]] of texts.entries()) {
    if (index % READ_TOGETHER === READ_TOGETHER - 1) await setImmediate();
    questions.push(question.parse(text));
  }
  return questions;
}

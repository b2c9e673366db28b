import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import type { LocalDate } from "../../platform/time.ts";
import type { OwnBank } from "./bank-rules.ts";
import { MAX_OWN_BYTES, MAX_OWN_QUESTIONS } from "./own-rules.ts";
import { type Question, questionSchema } from "./rules.ts";

const scripts = defineScripts(new URL("./bank-store.lua", import.meta.url), {
  change: z.enum(["saved", "stale", "full", "too-large"]),
});

const version = z.coerce.number().int().default(0);
const hash = z.record(z.string(), z.string());
const loaded = z.tuple([z.tuple([z.null(), hash]), z.tuple([z.null(), hash])]);
const question = json(questionSchema);

/** Yields to the event loop after this many questions. Parsing them takes a few milliseconds. */
const PARSE_BATCH = 50;

export function createBankStore(redis: Redis) {
  return {
    async version(guildId: string): Promise<number> {
      return version.parse((await redis.hget(keys.bank(guildId), "version")) ?? undefined);
    },

    async load(guildId: string): Promise<OwnBank> {
      // A transaction ensures that the version matches the questions.
      const reply = await redis.multi().hgetall(keys.bank(guildId)).hgetall(keys.ownQuestions(guildId)).exec();
      const [[, bank], [, own]] = loaded.parse(reply);
      const { version: number, ...retired } = bank;
      return {
        version: version.parse(number),
        questions: await parseAll(own),
        retired: new Map(Object.entries(retired)),
      };
    },

    /**
     * Saves all of these questions or none, and removes the review item they came from. "stale": the bank isn't at
     * `expectedVersion`, or the review item has changed. "full" and "too-large": the guild would have too many
     * questions or bytes.
     */
    async change(
      guildId: string,
      expectedVersion: number,
      questions: readonly Question[],
      reviewItem?: { id: string; version: number },
    ): Promise<"saved" | "stale" | "full" | "too-large"> {
      return scripts.change(
        redis,
        [keys.ownQuestions(guildId), keys.bank(guildId), keys.reviewQueue(guildId)],
        [
          MAX_OWN_QUESTIONS,
          MAX_OWN_BYTES,
          expectedVersion,
          reviewItem?.id ?? "",
          reviewItem?.version ?? 0,
          ...questions.flatMap((one) => [one.id, JSON.stringify(one)]),
        ],
      );
    },

    /** Retires a built-in question in this guild. Without a day, restores it. */
    async retireBuiltIn(guildId: string, questionId: string, day: LocalDate | undefined): Promise<void> {
      const bank = keys.bank(guildId);
      const multi = redis.multi();
      if (day === undefined) multi.hdel(bank, questionId);
      else multi.hset(bank, questionId, day);
      await multi.hincrby(bank, "version", 1).exec();
    },
  };
}

export type BankStore = ReturnType<typeof createBankStore>;

/** Parses questions and sorts them by id, because Redis hashes have no order. */
async function parseAll(stored: Readonly<Record<string, string>>): Promise<Question[]> {
  const questions: Question[] = [];
  const texts = Object.entries(stored).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [index, [, text]] of texts.entries()) {
    if (index % PARSE_BATCH === PARSE_BATCH - 1) await setImmediate();
    questions.push(question.parse(text));
  }
  return questions;
}

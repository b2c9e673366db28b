import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { encodeAnswer } from "../daily/answer-store.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { createSettingsStore } from "../settings/store.ts";
import { keptSeconds } from "./board-time.ts";
import { type Calendar, countedOn } from "./calendar-rules.ts";
import type { CreditStore, NewCredit } from "./credit-ports.ts";
import { boardsOf, type Credit } from "./rules.ts";

const storedCredit = json(z.tuple([z.int(), z.int(), z.number(), z.string(), topicSchema.or(z.literal(""))]));
const credit = defineScript(new URL("./credit.lua", import.meta.url), storedCredit);

export function createCreditStore(redis: Redis): CreditStore {
  const settings = createSettingsStore(redis);

  async function creditOne(
    guildId: string,
    calendar: Calendar,
    one: NewCredit,
  ): Promise<Pick<Credit, "points" | "at">> {
    const { userId, reason, points, at, day, topic, dailyCap, held } = one;
    const counted = countedOn(calendar, at, day);
    const boards = boardsOf(counted, topic);
    const [, credited, creditedAt] = await credit(
      redis,
      [
        keys.credits(guildId, held ? "ever" : counted.season),
        keys.creditedOn(guildId, day),
        keys.totals(guildId),
        keys.hiddenMembers(guildId),
        keys.answers(guildId, reason),
        ...boards.map((name) => keys.leaderboard(guildId, name)),
      ],
      [
        userId,
        reason,
        points,
        at,
        day,
        topic ?? "",
        dailyCap ?? "",
        held ? encodeAnswer(held) : "",
        ...keptSeconds(boards),
      ],
    );
    return { points: credited, at: creditedAt };
  }

  return {
    async credit(guildId, credits, known) {
      if (credits.length === 0) return [];
      const calendar = known ?? (await settings.calendar(guildId));
      return Promise.all(credits.map((one) => creditOne(guildId, calendar, one)));
    },
  };
}

/** A credit from its field, "user id:reason", and its text. */
export function decodeCredit(field: string, text: string): Credit {
  const [userId = "", ...reason] = field.split(":");
  const [sequence, points, at, day, topic] = storedCredit.parse(text);
  return { userId, reason: reason.join(":"), sequence, points, at, day, ...(topic && { topic }) };
}

import { z } from "zod";
import type { CreditStore, NewCredit } from "../app/ports/credits.ts";
import { boardsOf, type Credit } from "../core/board.ts";
import { type Calendar, countedOn } from "../core/calendar.ts";
import { topicSchema } from "../core/topic.ts";
import { encodeRecorded } from "./answers.ts";
import { keptSeconds } from "./board-time.ts";
import type { Redis } from "./client.ts";
import { keys } from "./keys.ts";
import { json } from "./reply.ts";
import { script } from "./script.ts";
import { createSettingsStore } from "./settings.ts";

const storedCredit = json(z.tuple([z.int(), z.int(), z.number(), z.string(), topicSchema.or(z.literal(""))]));
const credit = script("credit", storedCredit);

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
        keys.hidden(guildId),
        keys.answers(guildId, reason),
        ...boards.map((name) => keys.board(guildId, name)),
      ],
      [
        userId,
        reason,
        points,
        at,
        day,
        topic ?? "",
        dailyCap ?? "",
        held ? encodeRecorded(held) : "",
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

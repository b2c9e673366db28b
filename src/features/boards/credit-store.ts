import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { createSettingsStore } from "../settings/store.ts";
import { type Calendar, periodNames, seasonName } from "./calendar-rules.ts";
import { RETENTION } from "./period-rules.ts";
import { type Credit, leaderboardsFor, type NewCredit } from "./rules.ts";

const storedCredit = json(
  z.object({
    sequence: z.int(),
    points: z.int(),
    at: z.number(),
    day: z.string(),
    topic: topicSchema.exactOptional(),
  }),
);
const scripts = defineScripts(new URL("./credit-store.lua", import.meta.url), {
  credit: storedCredit,
});

/** Scope of credits that are given once ever, not once a season. */
export const EVER = "ever";

export function createCreditStore(redis: Redis) {
  const settings = createSettingsStore(redis);

  async function creditOne(
    guildId: string,
    calendar: Calendar,
    { userId, reason, points, at, day, topic, dailyCap, withheldSequence }: NewCredit,
  ): Promise<Pick<Credit, "points" | "at">> {
    const names = periodNames(calendar, at, day);
    const boards = leaderboardsFor(names, topic);
    const credited = await scripts.credit(
      redis,
      [
        keys.credits(guildId, withheldSequence === undefined ? names.season : EVER),
        keys.creditedOn(guildId, day),
        keys.totals(guildId),
        keys.hiddenMembers(guildId),
        keys.answers(guildId, reason),
        ...boards.map(({ name }) => keys.leaderboard(guildId, name)),
      ],
      [
        userId,
        reason,
        points,
        JSON.stringify({ at, day, topic }),
        dailyCap ?? "",
        withheldSequence ?? "",
        ...boards.map(({ period }) => RETENTION[period]),
      ],
    );
    return { points: credited.points, at: credited.at };
  }

  return {
    /**
     * Credits points to members, each within its daily cap. Safe to call again: returns what was credited, now or before.
     * Pass the calendar if it has just been read, to save a round trip.
     */
    async credit(
      guildId: string,
      credits: readonly NewCredit[],
      known?: Calendar,
    ): Promise<Pick<Credit, "points" | "at">[]> {
      if (credits.length === 0) return [];
      const calendar = known ?? (await settings.calendar(guildId));
      return Promise.all(credits.map((one) => creditOne(guildId, calendar, one)));
    },
  };
}

export type CreditStore = ReturnType<typeof createCreditStore>;

/** Every scope a guild's credits may be stored under. */
export function creditScopes({ closings }: Pick<Calendar, "closings">): string[] {
  return [EVER, ...Array.from({ length: closings.length + 1 }, (_, index) => seasonName(index + 1))];
}

/** Reads a credit from its field, "<user id>:<reason>", and its value. */
export function decodeCredit(field: string, text: string): Credit {
  const [userId = "", ...reason] = field.split(":");
  return { userId, reason: reason.join(":"), ...storedCredit.parse(text) };
}

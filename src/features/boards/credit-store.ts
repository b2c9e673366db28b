import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScripts, json } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { createSettingsStore } from "../settings/store.ts";
import { type Calendar, periodNames, RETENTION, seasonName } from "./calendar-rules.ts";
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
const scripts = defineScripts(new URL("./store.lua", import.meta.url), {
  credit: z.union([z.literal("season-closed"), storedCredit]),
});

/** The scope of credits that are given only once, rather than once per season. */
export const EVER = "ever";

export function createCreditStore(redis: Redis) {
  const settings = createSettingsStore(redis);

  async function creditOne(
    guildId: string,
    calendar: Calendar,
    credit: NewCredit,
  ): Promise<Pick<Credit, "points" | "at">> {
    const { userId, reason, points, at, day, topic, dailyCap, withheldSequence } = credit;
    const earlier = withheldSequence === undefined && (await findInClosedSeasons(guildId, calendar, credit));
    if (earlier) return earlier;
    const names = periodNames(calendar, { at, day });
    const boards = leaderboardsFor(names, topic);
    const credited = await scripts.credit(
      redis,
      [
        keys.credits(guildId, withheldSequence === undefined ? names.season : EVER),
        keys.creditedOn(guildId, day),
        keys.totals(guildId),
        keys.hiddenMembers(guildId),
        keys.answers(guildId, reason),
        keys.settings(guildId),
        ...boards.map(({ name }) => keys.leaderboard(guildId, name)),
      ],
      [
        userId,
        reason,
        points,
        JSON.stringify({ at, day, topic }),
        dailyCap ?? "",
        withheldSequence ?? "",
        calendar.closings.length,
        ...boards.map(({ period }) => RETENTION[period]),
      ],
    );
    if (credited === "season-closed") return creditOne(guildId, await settings.calendar(guildId), credit);
    return credited;
  }

  /** Finds a late credit that was given before its season closed. Closed seasons accept no new credits. */
  async function findInClosedSeasons(guildId: string, { closings }: Calendar, { userId, reason, at }: NewCredit) {
    const since = closings.findIndex((closing) => closing.at > at);
    if (since < 0) return undefined;
    const scopes = closings.slice(since).map((_, index) => seasonName(since + index + 1));
    const field = `${userId}:${reason}`;
    const stored = await Promise.all(scopes.map((scope) => redis.hget(keys.credits(guildId, scope), field)));
    const [found] = stored.filter((text) => text !== null);
    return found && storedCredit.parse(found);
  }

  return {
    /**
     * Credits points to members, each within its daily cap. Safe to call again: returns what was credited, now or
     * earlier. To save a round trip, pass the calendar if it was just read.
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

/** All scopes a guild's credits can be stored under. */
export function creditScopes({ closings }: Pick<Calendar, "closings">): string[] {
  return [EVER, ...Array.from({ length: closings.length + 1 }, (_, index) => seasonName(index + 1))];
}

/** Parses a credit from its hash field ("<user id>:<reason>") and value. */
export function decodeCredit(field: string, text: string): Credit {
  const [userId = "", ...reason] = field.split(":");
  return { userId, reason: reason.join(":"), ...storedCredit.parse(text) };
}

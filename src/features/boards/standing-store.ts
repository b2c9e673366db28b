import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { pairs } from "../../platform/redis/reply.ts";
import { decodeAnswer } from "../daily/answer-store.ts";
import { creditsIn } from "../privacy/find-person.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { createSettingsStore } from "../settings/store.ts";
import { keptFor, mayBeOver } from "./board-time.ts";
import { seasonName } from "./calendar-rules.ts";
import { decodeCredit } from "./credit-store.ts";
import type { Earning, Mark, StandingStore } from "./standing-ports.ts";

const write = defineScript(new URL("./write-standings.lua", import.meta.url), z.array(z.string()));

const POSTS_TOGETHER = 50;
const MEMBERS_TOGETHER = 200;
/** Up to so many members' credits are looked up one by one; those of more are read with everybody's. */
const FEW = 20;

const count = z.coerce.number().default(0);
const totals = z.object({ answered: count, credited: count, forgotten: count, rescored: count });

export function createStandingStore(redis: Redis): StandingStore {
  return {
    async mark(guildId): Promise<Mark> {
      const { answered, credited, forgotten, rescored } = totals.parse(await redis.hgetall(keys.totals(guildId)));
      return { sequence: answered + credited + forgotten, rescored };
    },

    async *earned(guildId, userIds) {
      yield* credited(redis, guildId, userIds);
      const slotIds = await redis.zrange(keys.posts(guildId), "0", "-1");
      while (slotIds.length > 0) {
        const some = slotIds.splice(0, POSTS_TOGETHER);
        const answered = await Promise.all(some.map((slotId) => answersTo(redis, guildId, slotId, userIds)));
        yield answered.flat();
      }
    },

    async write(guildId, { name, period, at, now }, standings, { sequence, rescored }) {
      const undone: string[] = [];
      for (let start = 0; start < standings.length; start += MEMBERS_TOGETHER) {
        const some = standings.slice(start, start + MEMBERS_TOGETHER);
        const left = await write(
          redis,
          [keys.leaderboard(guildId, name), keys.totals(guildId), keys.hiddenMembers(guildId)],
          [
            sequence,
            rescored,
            keptFor(period),
            mayBeOver(period, at, now) ? 0 : 1,
            ...some.flatMap((standing) => [standing.userId, standing.points, standing.sequence]),
          ],
        );
        undone.push(...left);
      }
      return undone;
    },
  };
}

async function answersTo(
  redis: Redis,
  guildId: string,
  slotId: string,
  userIds: readonly string[],
): Promise<Earning[]> {
  const [stored, topic] = await Promise.all([
    redis.hmget(keys.answers(guildId, slotId), ...userIds),
    redis.hget(keys.post(guildId, slotId), "topic"),
  ]);
  return stored.flatMap((text, index): Earning[] => {
    const userId = userIds[index];
    if (text === null || userId === undefined) return [];
    const { base, bonus, withheld: held, sequence, at, day } = decodeAnswer(userId, text);
    return [{ userId, points: held ? 0 : base + bonus, sequence, at, day, topic: topicSchema.parse(topic) }];
  });
}

async function* credited(redis: Redis, guildId: string, userIds: readonly string[]): AsyncGenerator<Earning[]> {
  const { closings } = await createSettingsStore(redis).calendar(guildId);
  const seasons = Array.from({ length: closings.length + 1 }, (_, index) => seasonName(index + 1));
  for (const key of ["ever", ...seasons].map((season) => keys.credits(guildId, season))) {
    if (userIds.length <= FEW) {
      const each = await Promise.all(userIds.map((userId) => creditsIn(redis, key, userId)));
      yield each.flat().map(({ name, value }) => decodeCredit(name, value));
    } else yield* everyCredit(redis, key, new Set(userIds));
  }
}

async function* everyCredit(redis: Redis, key: string, wanted: ReadonlySet<string>): AsyncGenerator<Earning[]> {
  // A scan may come to a field twice.
  const seen = new Set<string>();
  for (let cursor = "0"; ; ) {
    const [next, flat] = await redis.hscan(key, cursor, "COUNT", 1_000);
    const found = pairs.parse(flat).filter(([field]) => !seen.has(field) && wanted.has(userOf(field)));
    for (const [field] of found) seen.add(field);
    yield found.map(([field, text]) => decodeCredit(field, text));
    if (next === "0") return;
    cursor = next;
  }
}

function userOf(field: string): string {
  return field.slice(0, field.indexOf(":"));
}

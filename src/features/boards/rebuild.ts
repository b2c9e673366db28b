import type { Redis } from "../../platform/redis/client.ts";
import { keys } from "../../platform/redis/keys.ts";
import { allKeysUnder } from "../../platform/redis/scan.ts";
import type { Clock } from "../../platform/time.ts";
import { encodeStreak } from "../daily/answer-store.ts";
import { createSettingsStore } from "../settings/store.ts";
import { readLedger } from "./read-ledger.ts";
import { foldAnswers } from "./rules.ts";
import { createStandings } from "./standing-service.ts";
import { createStandingStore } from "./standing-store.ts";

/** Tells a guild's boards, streaks and counts again from its answers and credits. No bot may be at work meanwhile. */
export async function rebuildLedger(redis: Redis, guildId: string, clock: Clock): Promise<void> {
  const { answers, credits, calendar } = await readLedger(redis, guildId);
  await rebuildCounts(redis, guildId, answers, credits);
  await rebuildStreaks(redis, guildId, foldAnswers(answers, credits, { calendar }).streaks);

  for (const board of await allKeysUnder(redis, keys.leaderboard(guildId, ""))) await redis.unlink(board);
  const { restate } = createStandings({
    standings: createStandingStore(redis),
    settings: createSettingsStore(redis),
    clock,
  });
  await restate(guildId, [...new Set([...answers, ...credits].map(({ userId }) => userId))]);
}

/** The sequence of answers and credits must never fall, or two of them would be equally early. */
async function rebuildCounts(
  redis: Redis,
  guildId: string,
  answers: readonly { correct: boolean; sequence: number }[],
  credits: readonly { sequence: number }[],
): Promise<void> {
  const { sequence } = await createStandingStore(redis).mark(guildId);
  const latest = [...answers, ...credits].reduce((highest, one) => Math.max(highest, one.sequence), sequence);
  await redis.hset(keys.totals(guildId), {
    answered: answers.length,
    correct: answers.filter(({ correct }) => correct).length,
    credited: credits.length,
    forgotten: latest - answers.length - credits.length,
  });
}

async function rebuildStreaks(
  redis: Redis,
  guildId: string,
  streaks: ReturnType<typeof foldAnswers>["streaks"],
): Promise<void> {
  await redis.del(keys.streaks(guildId));
  const fields = [...streaks].flatMap(([userId, streak]) => [userId, encodeStreak(streak)]);
  if (fields.length > 0) await redis.hset(keys.streaks(guildId), ...fields);
}

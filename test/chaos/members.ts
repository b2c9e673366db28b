import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import { createAnswerStore } from "../../src/features/daily/answer-store.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { seeded } from "../../src/platform/seed.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import type { History } from "./history.ts";
import { slotOf, type Wrong, wrong } from "./oracle.ts";
import type { Plot, World } from "./world.ts";

/** What one member was told about one post: the same every time, or somebody lied. */
type Told = { guildId: string; userId: string; slotId: string; tellings: { right: boolean; at: number }[] };

/** How long after a post its members click, at most; who is not answered tries again. */
const CLICKS_WITHIN_MS = 4_000;
const TRIES = 3;
const BETWEEN_TRIES_MS = 800;
/** Redis syncs its log every second, and may hold a write back for two: by its policy so much may go with it. */
const SYNCED_WITHIN_MS = 2_000;

type Needs = { playground: Playground; world: World; seed: string; history: History };

/**
 * Members who answer questions they see, some of them several times at once. Notes what each was told: that is what the
 * bot has acknowledged and must never lose.
 */
export function answerEverything({ playground, world, seed, history }: Needs) {
  const told = new Map<string, Told>();
  const random = seeded(`${seed}/members`);
  const clicking = new Set<Promise<void>>();
  const plots = new Map(world.plots.flatMap((plot) => [plot.channelId, plot.spareId].map((id) => [id, plot])));
  let clicks = 0;

  async function click({ guildId }: Plot, userId: string, slotId: string, message: APIMessage, customId: string) {
    await sleep(random() * CLICKS_WITHIN_MS);
    const person = playground.person(userId, { guildId, settleAfterMs: 4_000 });
    for (let tries = 0; tries < TRIES; tries += 1) {
      clicks += 1;
      // The channel may be gone.
      const seen = await Promise.resolve()
        .then(() => person.click(message, customId))
        .catch(() => undefined);
      if (!seen) return;
      const text = textOf(seen.message);
      const right = text.includes("✓ **Correct!**");
      if (right || text.includes("✗ **Not quite.**")) return hear(guildId, userId, slotId, right);
      if (!seen.failed) return;
      await sleep(BETWEEN_TRIES_MS);
    }
  }

  function hear(guildId: string, userId: string, slotId: string, right: boolean): void {
    const key = `${guildId}/${slotId}/${userId}`;
    history.note(`told ${right ? "right" : "wrong"}`, [key]);
    const known = told.get(key) ?? { guildId, userId, slotId, tellings: [] };
    known.tellings.push({ right, at: Date.now() });
    told.set(key, known);
  }

  const stop = playground.traffic.onPost(({ message, channelId }) => {
    const plot = plots.get(channelId);
    const slotId = slotOf(message);
    const options = customIdsOf(message).filter((id) => id.startsWith("daily.answer:"));
    if (!plot || !slotId) return;
    for (const userId of plot.userIds) {
      for (let times = Math.floor(random() * 4); times > 0; times -= 1) {
        const customId = options[Math.floor(random() * options.length)];
        if (!customId) continue;
        const one = click(plot, userId, slotId, message, customId).finally(() => clicking.delete(one));
        clicking.add(one);
      }
    }
  });

  return {
    told,
    clicks: () => clicks,
    /** Waits for the clicks under way; later posts are left alone. */
    async settle(): Promise<void> {
      stop();
      await Promise.all(clicking);
    },
  };
}

/** Whether what was acknowledged then may have gone with Redis by its own policy. */
export function isAtRisk(at: number, redisDied: readonly number[]): boolean {
  return redisDied.some((died) => at <= died && died - at < SYNCED_WITHIN_MS);
}

/** Answers that members heard of and that are not what is stored. Those Redis may take along by its policy are told apart. */
export async function judgeAnswers(
  redis: Redis,
  told: ReadonlyMap<string, Told>,
  redisDied: readonly number[],
): Promise<{ wrongs: Wrong[]; unsynced: number }> {
  const answers = createAnswerStore(redis);
  const wrongs: Wrong[] = [];
  let unsynced = 0;
  const stored = new Map<string, Promise<Map<string, boolean>>>();
  const storedOf = (guildId: string, slotId: string) => {
    const key = `${guildId}/${slotId}`;
    const found =
      stored.get(key) ??
      answers.list(guildId, slotId).then((all) => new Map(all.map((one) => [one.userId, one.correct])));
    stored.set(key, found);
    return found;
  };

  for (const { guildId, slotId, userId, tellings } of told.values()) {
    const about = [`${guildId}/${slotId}/${userId}`, `${guildId}/${slotId}`];
    const kept = (await storedOf(guildId, slotId)).get(userId);
    const rights = new Set(tellings.map(({ right }) => right));
    if (rights.size === 1 && kept !== undefined && rights.has(kept)) continue;
    if (tellings.some(({ at }) => isAtRisk(at, redisDied))) unsynced += 1;
    else if (rights.size > 1) wrongs.push(wrong("no member is told two outcomes", "told right and wrong", ...about));
    else if (kept === undefined) wrongs.push(wrong("no acknowledged answer is lost", "not stored", ...about));
    else wrongs.push(wrong("what is stored is what was told", `stored ${kept}`, ...about));
  }
  return { wrongs, unsynced };
}

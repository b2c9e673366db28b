import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import { createAnswerStore } from "../../src/features/daily/answer-store.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { seeded } from "../../src/platform/seed.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import type { History } from "./history.ts";
import { slotOf, type Violation, violation } from "./oracle.ts";
import type { Target, World } from "./world.ts";

/** The outcomes one member saw for one post; they must all be the same. */
type Acknowledgment = { guildId: string; userId: string; slotId: string; outcomes: { right: boolean; at: number }[] };

/** The longest delay between a post and a member's click. */
const CLICKS_WITHIN_MS = 4_000;
const TRIES = 3;
const BETWEEN_TRIES_MS = 800;
/** With appendfsync everysec, Redis may lose the writes of the last two seconds. */
const SYNCED_WITHIN_MS = 2_000;

type Options = { playground: Playground; world: World; seed: string; history: History };

/**
 * Members who answer the questions they see, some several times simultaneously. Records each outcome the bot
 * acknowledged.
 */
export function answerEverything({ playground, world, seed, history }: Options) {
  const acknowledged = new Map<string, Acknowledgment>();
  const random = seeded(`${seed}/members`);
  const clicking = new Set<Promise<void>>();
  const targets = new Map(
    world.targets.flatMap((target) => [target.channelId, target.spareChannelId].map((id) => [id, target])),
  );
  let clicks = 0;

  async function click({ guildId }: Target, userId: string, slotId: string, message: APIMessage, customId: string) {
    await sleep(random() * CLICKS_WITHIN_MS);
    const person = playground.person(userId, { guildId, settleAfterMs: 4_000 });
    for (let tries = 0; tries < TRIES; tries += 1) {
      clicks += 1;
      // The channel may have been deleted.
      const seen = await Promise.resolve()
        .then(() => person.click(message, customId))
        .catch(() => undefined);
      if (!seen) return;
      const text = textOf(seen.message);
      const right = text.includes("✓ **Correct!**");
      if (right || text.includes("✗ **Not quite.**")) return recordOutcome(guildId, userId, slotId, right);
      if (!seen.failed) return;
      await sleep(BETWEEN_TRIES_MS);
    }
  }

  function recordOutcome(guildId: string, userId: string, slotId: string, right: boolean): void {
    const key = `${guildId}/${slotId}/${userId}`;
    history.note(`saw ${right ? "correct" : "incorrect"}`, [key]);
    const known = acknowledged.get(key) ?? { guildId, userId, slotId, outcomes: [] };
    known.outcomes.push({ right, at: Date.now() });
    acknowledged.set(key, known);
  }

  const stop = playground.traffic.onPost(({ message, channelId }) => {
    const target = targets.get(channelId);
    const slotId = slotOf(message);
    const options = customIdsOf(message).filter((id) => id.startsWith("daily.answer:"));
    if (!target || !slotId) return;
    for (const userId of target.userIds) {
      for (let times = Math.floor(random() * 4); times > 0; times -= 1) {
        const customId = options[Math.floor(random() * options.length)];
        if (!customId) continue;
        const one = click(target, userId, slotId, message, customId).finally(() => clicking.delete(one));
        clicking.add(one);
      }
    }
  });

  return {
    acknowledged,
    clicks: () => clicks,
    /** Stops clicking on new posts and waits for clicks in progress. */
    async settle(): Promise<void> {
      stop();
      await Promise.all(clicking);
    },
  };
}

/** Whether a write acknowledged at this time may be lost because Redis was killed. */
export function isAtRisk(at: number, redisDied: readonly number[]): boolean {
  return redisDied.some((died) => at <= died && died - at < SYNCED_WITHIN_MS);
}

/** Compares acknowledged answers with stored ones. Counts separately those Redis may lose when it is killed. */
export async function checkAnswers(
  redis: Redis,
  acknowledged: ReadonlyMap<string, Acknowledgment>,
  redisDied: readonly number[],
): Promise<{ violations: Violation[]; unsynced: number }> {
  const answers = createAnswerStore(redis);
  const violations: Violation[] = [];
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

  for (const { guildId, slotId, userId, outcomes } of acknowledged.values()) {
    const about = [`${guildId}/${slotId}/${userId}`, `${guildId}/${slotId}`];
    const actual = (await storedOf(guildId, slotId)).get(userId);
    const rights = new Set(outcomes.map(({ right }) => right));
    if (rights.size === 1 && actual !== undefined && rights.has(actual)) continue;
    if (outcomes.some(({ at }) => isAtRisk(at, redisDied))) unsynced += 1;
    else if (rights.size > 1)
      violations.push(violation("no member sees two outcomes", "saw correct and incorrect", ...about));
    else if (actual === undefined) violations.push(violation("no acknowledged answer is lost", "not stored", ...about));
    else violations.push(violation("the stored answer is the acknowledged one", `stored ${actual}`, ...about));
  }
  return { violations, unsynced };
}

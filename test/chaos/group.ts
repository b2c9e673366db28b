import type { APIMessage } from "discord-api-types/v10";
import { seeded } from "../../src/core/seed.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { customIdsOf, textOf } from "../e2e/stage.ts";

export type Group = { guildId: string; userIds: readonly string[] };
/** What one member was told about one post: the same every time, or somebody lied. */
export type Told = { guildId: string; userId: string; channelId: string; rights: boolean[] };

/** How long after a post its members click, at most. */
const CLICKS_WITHIN_MS = 4_000;

/**
 * Members who answer every question they see, some of them several times at once. Notes what each was told: that is
 * what the bot has acknowledged and must never lose. `groups` are found by channel.
 */
export function answerEverything(playground: Playground, seed: string, groups: ReadonlyMap<string, Group>) {
  const told = new Map<string, Told>();
  const random = seeded(seed);
  const clicking = new Set<Promise<void>>();
  let clicks = 0;

  async function click({ guildId }: Group, userId: string, message: APIMessage, customId: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, random() * CLICKS_WITHIN_MS));
    clicks += 1;
    const seen = await playground.person(userId, { guildId }).click(message, customId);
    const text = textOf(seen.message);
    const right = text.includes("✓ **Right**");
    if (!right && !text.includes("✗ **Not this one**")) return;

    const key = `${message.channel_id}/${userId}`;
    const known = told.get(key) ?? { guildId, userId, channelId: message.channel_id, rights: [] };
    known.rights.push(right);
    told.set(key, known);
  }

  const stop = playground.traffic.onPost(({ message, channelId }) => {
    const group = groups.get(channelId);
    const options = customIdsOf(message).filter((id) => id.startsWith("answer:"));
    for (const userId of group?.userIds ?? []) {
      for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
        const customId = options[Math.floor(random() * options.length)];
        if (!group || !customId) continue;
        const one = click(group, userId, message, customId).finally(() => clicking.delete(one));
        clicking.add(one);
      }
    }
  });

  return {
    told,
    /** Waits for the clicks under way; later posts are left alone. */
    async settle(): Promise<number> {
      stop();
      await Promise.all(clicking);
      return clicks;
    },
  };
}

import type { Finding } from "../../platform/ops/doctor.ts";
import { keysWithPrefix, type Redis } from "../../platform/redis/client.ts";
import { GUILD_PREFIX, parseKey } from "../../platform/redis/keys.ts";
import { createLearnerGuildStore } from "../learning/store.ts";
import { GUILD_KINDS, ownPart, userIdsIn } from "./member-data-rules.ts";
import { searchKey } from "./search-store.ts";

/**
 * Checks that learners' lists of guilds are complete. `/privacy` only looks in the listed guilds. With `rebuild`, adds
 * missing ones. Reads the keys of every guild.
 */
export async function checkLearnerGuilds(redis: Redis, { rebuild }: { rebuild: boolean }): Promise<Finding> {
  const check = "Servers of learners";
  const learnerGuilds = createLearnerGuildStore(redis);
  const lists = new Map<string, Set<string>>();
  let missing = 0;
  for await (const batch of keysWithPrefix(redis, GUILD_PREFIX)) {
    for (const key of batch) {
      const { guildId, userIds } = await membersIn(redis, key);
      for (const userId of userIds) {
        const list = lists.get(userId) ?? new Set(await learnerGuilds.list(userId));
        lists.set(userId, list);
        if (list.has(guildId)) continue;
        list.add(guildId);
        missing += 1;
        if (rebuild) await learnerGuilds.add(userId, guildId, Date.now());
      }
    }
  }
  if (missing === 0) return { check, ok: `complete for ${lists.size} learners` };
  if (rebuild) return { check, ok: `added ${missing} servers` };
  return {
    check,
    problem: `${missing} are missing, so /privacy can't find data there. npm run doctor -- --rebuild adds them.`,
  };
}

async function membersIn(redis: Redis, key: string): Promise<{ guildId: string; userIds: string[] }> {
  const owned = parseKey(key);
  if (owned.owner !== "guild") return { guildId: "", userIds: [] };
  const { guildId, kind, rest } = owned;
  const { draft, points, entries, liveQuiz } = GUILD_KINDS;
  if (draft.includes(kind)) return { guildId, userIds: userIdsIn(rest) };
  if (![...points, ...entries, ...liveQuiz].includes(kind)) return { guildId, userIds: [] };
  const userIds = (await searchKey(redis, key, "")).flatMap((match) =>
    points.includes(kind)
      ? userIdsIn(match.field)
      : userIdsIn(`${match.field} ${match.value}`).filter((userId) => ownPart(kind, match, userId)),
  );
  return { guildId, userIds: [...new Set(userIds)] };
}

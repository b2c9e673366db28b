import { agendaKey } from "../../platform/jobs/agenda.ts";
import { ownerOf, PACES } from "../../platform/jobs/define-job.ts";
import { QUEUES } from "../../platform/jobs/queue.ts";
import type { Redis } from "../../platform/redis/client.ts";
import { keys, learnerKey } from "../../platform/redis/keys.ts";
import { createLearnerGuildStore } from "../learning/store.ts";
import { EXPORTED_LEARNER_KINDS, readLearnerFields } from "./export-store.ts";
import { createGuildDataStore, entriesLike } from "./guild-data-store.ts";
import { containsId, LEARNER_KINDS } from "./member-data-rules.ts";
import { DELETED_USER_ID, type LearnerData } from "./rules.ts";
import { searchKey } from "./search-store.ts";

/**
 * Reads and deletes all data about a learner: their own keys, and data about them in their guilds, the agenda and the
 * job queues. `npm run doctor` checks that no guild is missing from a learner's list.
 */
export function createLearnerDataStore(redis: Redis) {
  const guildData = createGuildDataStore(redis);
  const learnerGuilds = createLearnerGuildStore(redis);

  return {
    guilds: (userId: string): Promise<string[]> => learnerGuilds.list(userId),

    async read(userId: string): Promise<LearnerData> {
      const fields = await readLearnerFields(redis, userId);
      const guilds: LearnerData["guilds"] = [];
      const other = await readOtherLearnerKeys(redis, userId);
      // Reads guilds one at a time, so a learner with many guilds doesn't slow down others.
      for (const guildId of await learnerGuilds.list(userId)) {
        const guild = await guildData.read(guildId, userId);
        if (guild) guilds.push(guild);
        other.push(...(await guildData.readOther(guildId, userId)));
      }
      return { userId, ...fields, guilds, other };
    },

    /**
     * Deletes a learner's data in these guilds and everywhere else. Returns how many items it found. Doesn't delete
     * `agendaEntry`, which is the deletion's own, or the list of guilds. `removeGuilds` deletes that when nothing is
     * left.
     */
    async delete(userId: string, guildIds: readonly string[], agendaEntry: string): Promise<number> {
      let found = await deleteLearnerKeys(redis, userId);
      for (const guildId of guildIds) found += await guildData.deleteMember(guildId, userId);
      found += await deleteFromAgenda(redis, userId, guildIds, agendaEntry);
      return found + (await deleteFromQueues(redis, userId));
    },

    removeGuilds: (userId: string, guildIds: readonly string[]) => learnerGuilds.remove(userId, guildIds),
  };
}

export type LearnerDataStore = ReturnType<typeof createLearnerDataStore>;

async function readOtherLearnerKeys(redis: Redis, userId: string): Promise<LearnerData["other"]> {
  const kinds = LEARNER_KINDS.filter((kind) => !EXPORTED_LEARNER_KINDS.has(kind));
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const key = learnerKey(userId, kind);
      return (await searchKey(redis, key, "")).map((match) => ({ key, ...match }));
    }),
  );
  return found.flat();
}

async function deleteLearnerKeys(redis: Redis, userId: string): Promise<number> {
  // Read before the results are deleted.
  const attempts = await redis.hkeys(keys.examResults(userId));
  const shared = attempts.map((attemptId) => keys.sharedExam(userId, attemptId));
  const own = LEARNER_KINDS.filter((kind) => kind !== "guilds").map((kind) => learnerKey(userId, kind));
  const deleted = shared.length > 0 ? await redis.unlink(...shared) : 0;
  return deleted + (await redis.unlink(...own));
}

/** Removes the learner's own agenda entries. Guilds' entries that contain the id stay scheduled, but without the id. */
async function deleteFromAgenda(
  redis: Redis,
  userId: string,
  guildIds: readonly string[],
  agendaEntry: string,
): Promise<number> {
  const owners = [userId, ...guildIds];
  const agendaKeys = new Set(PACES.flatMap((pace) => owners.map((owner) => agendaKey(pace, `:${owner}`))));
  const counts = await Promise.all(
    [...agendaKeys].map(async (key) => {
      const found = await entriesLike(redis, key, `*:${userId}*`);
      const entries = [...found].filter(([entry]) => containsId(entry, userId) && entry !== agendaEntry);
      for (const [entry, dueAt] of entries) {
        const multi = redis.multi().zrem(key, entry);
        if (ownerOf(entry) !== userId) multi.zadd(key, dueAt, entry.split(userId).join(DELETED_USER_ID));
        await multi.exec();
      }
      return entries.length;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Replaces the id in queued jobs. Without it, they do nothing. */
async function deleteFromQueues(redis: Redis, userId: string): Promise<number> {
  let found = 0;
  for (const { name, prefix } of QUEUES) {
    const queue = `${prefix}:${name}`;
    const ids = await Promise.all([
      ...["wait", "active", "paused"].map((state) => redis.lrange(`${queue}:${state}`, 0, -1)),
      ...["prioritized", "delayed", "failed"].map((state) => redis.zrange(`${queue}:${state}`, "0", "-1")),
    ]);
    const replacement = DELETED_USER_ID;
    const matches = await Promise.all(
      ids.flat().map((id) => searchKey(redis, `${queue}:${id}`, userId, { replacement })),
    );
    found += matches.filter(({ length }) => length > 0).length;
  }
  return found;
}

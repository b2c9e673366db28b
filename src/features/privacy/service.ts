import { setTimeout as sleep } from "node:timers/promises";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { ErasureLog } from "../../platform/ops/erasures.ts";
import { type Clock, MINUTE, SECOND } from "../../platform/time.ts";
import type { HiddenMemberStore } from "../boards/store.ts";
import { REFRESH_EVERY, refreshJob } from "../daily/jobs.ts";
import { deleteLearnerJob, recomputeJob } from "./jobs.ts";
import { DELETED_USER_ID, type Export, type GuildExport } from "./rules.ts";
import type { LearnerDataStore } from "./store.ts";

/** The time between two passes, so writes that were in flight during the first can reach the database. */
const PASS_INTERVAL = SECOND;
/** Stops a run for a member who keeps answering during the deletion. */
const MAX_PASSES = 20;
/** How long a request waits for the deletion job to finish, and how often it checks. */
const MAX_WAIT = MINUTE;
const POLL_INTERVAL = SECOND / 4;
/** The number of a guild's latest posts that are updated to remove the learner's name. */
const MAX_REFRESHED_POSTS = 25;

export function createPrivacyService({
  learnerData,
  hidden,
  agenda,
  erasures,
  clock,
}: {
  learnerData: LearnerDataStore;
  hidden: HiddenMemberStore;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "remove" | "dueAt">;
  erasures: Pick<ErasureLog, "add">;
  clock: Clock;
}) {
  async function exportData(userId: string): Promise<Export> {
    const data = await learnerData.read(userId);
    return { format: "rootine-export", version: 1, exportedAt: new Date(clock()).toISOString(), ...data };
  }

  /**
   * Requests the deletion of a learner's data and waits up to a minute. Returns whether it has finished. Idempotent.
   */
  async function requestDeletion(userId: string): Promise<boolean> {
    await agenda.setIfAbsent(deleteLearnerJob, { userId }, clock());
    for (let waited = 0; waited < MAX_WAIT; waited += POLL_INTERVAL) {
      await sleep(POLL_INTERVAL);
      if ((await agenda.dueAt(deleteLearnerJob, { userId })) === undefined) return true;
    }
    return false;
  }

  /**
   * Deletes all data about a learner. The agenda entry stays until nothing is found, so a crash only delays the
   * deletion. Returns false if a later run has to finish it. Answers given in the meantime may be deleted too.
   */
  async function deleteData({ userId }: { userId: string }): Promise<boolean> {
    // Another deletion replaced the id in this queued job, so nothing is left to delete.
    if (userId === DELETED_USER_ID) return true;
    const [guildIds, { guilds }] = await Promise.all([learnerData.guilds(userId), learnerData.read(userId)]);
    await Promise.all(guilds.map(refreshPosts));

    if (!(await deleteAll(userId, guildIds))) return false;
    await learnerData.removeGuilds(userId, guildIds);
    // Earlier interactions may still have written data. New ones add their guild again.
    await sleep(PASS_INTERVAL);
    if (!(await deleteAll(userId, guildIds))) return false;
    await erasures.add(userId, clock());
    await agenda.remove(deleteLearnerJob, { userId });
    return true;
  }

  /** Repeats until a pass finds nothing. Returns false if there were too many passes. */
  async function deleteAll(userId: string, guildIds: readonly string[]): Promise<boolean> {
    const agendaEntry = deleteLearnerJob.encode({ userId });
    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      if ((await learnerData.delete(userId, guildIds, agendaEntry)) === 0) return true;
      await sleep(PASS_INTERVAL);
    }
    return false;
  }

  /** Updates posts. Open posts show counts, and revealed posts name the first members with a correct answer. */
  async function refreshPosts({ guildId, answers }: GuildExport): Promise<void> {
    const latest = answers.slice(-MAX_REFRESHED_POSTS);
    await Promise.all(
      latest.map(({ slotId }) => agenda.setIfAbsent(refreshJob, { guildId, slotId }, clock() + REFRESH_EVERY)),
    );
  }

  /** Hides a member from a guild's leaderboards, or shows them again. A job updates the leaderboards. */
  async function setHidden(guildId: string, userId: string, isHidden: boolean): Promise<void> {
    // Schedules the job first, so it runs even if the process stops before the last line.
    await agenda.set(recomputeJob, { userId, guildId }, clock() + MINUTE);
    await (isHidden ? hidden.add(guildId, userId) : hidden.remove(guildId, userId));
    await agenda.set(recomputeJob, { userId, guildId }, clock());
  }

  return { exportData, requestDeletion, deleteData, setHidden };
}

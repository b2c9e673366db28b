import { setTimeout as sleep } from "node:timers/promises";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { ErasureLog } from "../../platform/ops/erasures.ts";
import { type Clock, MINUTE, SECOND } from "../../platform/time.ts";
import type { RecomputeService } from "../boards/recompute-service.ts";
import { REFRESH_EVERY, refreshJob } from "../daily/jobs.ts";
import type { HiddenMemberStore } from "./hidden-store.ts";
import { deleteLearnerJob, recomputeJob } from "./jobs.ts";
import { DELETED_USER_ID, type Export, type GuildExport } from "./rules.ts";
import type { LearnerDataStore } from "./store.ts";

/** When the agenda retries a deletion that didn't finish. */
const RETRY_DELAY = 5 * MINUTE;
/** By then, writes that were in flight during a pass are in the database. */
const PASS_INTERVAL = SECOND;
/** A limit for members who keep answering during the deletion. */
const MAX_PASSES = 20;
/** How many of a guild's posts are updated to remove the learner's name. */
const REFRESHED_POSTS = 25;

export function createPrivacyService({
  learnerData,
  hidden,
  recompute,
  agenda,
  erasures,
  clock,
}: {
  learnerData: LearnerDataStore;
  hidden: HiddenMemberStore;
  recompute: Pick<RecomputeService, "entries">;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "remove">;
  erasures: Pick<ErasureLog, "add">;
  clock: Clock;
}) {
  async function exportData(userId: string): Promise<Export> {
    const data = await learnerData.read(userId);
    return { format: "rootine-export", version: 1, exportedAt: new Date(clock()).toISOString(), ...data };
  }

  /**
   * Deletes all data of a learner. The agenda entry stays until nothing is found, so a crash only delays the deletion.
   * Returns false if the agenda has to finish it. Answers given meanwhile may be deleted too.
   */
  async function deleteData({ userId }: { userId: string }): Promise<boolean> {
    // The job was queued when its own learner was deleted, which replaced the id in it.
    if (userId === DELETED_USER_ID) return true;
    const agendaEntry = deleteLearnerJob.encode({ userId });
    await agenda.set(deleteLearnerJob, { userId }, clock() + RETRY_DELAY);
    const { guilds } = await learnerData.read(userId);
    await Promise.all(guilds.map(refreshPosts));

    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      if ((await learnerData.delete(userId, agendaEntry)) === 0) {
        await erasures.add(userId, clock());
        await agenda.remove(deleteLearnerJob, { userId });
        return true;
      }
      await sleep(PASS_INTERVAL);
    }
    return false;
  }

  /** Open posts show counts, and revealed posts name the first correct members. */
  async function refreshPosts({ guildId, answers }: GuildExport): Promise<void> {
    const latest = answers.slice(-REFRESHED_POSTS);
    await Promise.all(
      latest.map(({ slotId }) => agenda.setIfAbsent(refreshJob, { guildId, slotId }, clock() + REFRESH_EVERY)),
    );
  }

  async function hide(guildId: string, userId: string): Promise<void> {
    await agenda.set(recomputeJob, { userId, guildId }, clock() + MINUTE);
    await hidden.add(guildId, userId);
    await finishRecompute(guildId, userId);
  }

  async function show(guildId: string, userId: string): Promise<void> {
    await agenda.set(recomputeJob, { userId, guildId }, clock() + MINUTE);
    await hidden.remove(guildId, userId);
    await finishRecompute(guildId, userId);
  }

  /** If the process crashes before this is done, the agenda runs it again. */
  async function finishRecompute(guildId: string, userId: string): Promise<void> {
    await recompute.entries(guildId, [userId]);
    await agenda.remove(recomputeJob, { userId, guildId });
  }

  return { exportData, deleteData, hide, show };
}

export type PrivacyService = ReturnType<typeof createPrivacyService>;

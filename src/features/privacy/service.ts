import { setTimeout as sleep } from "node:timers/promises";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, MINUTE, SECOND } from "../../platform/time.ts";
import type { RecomputeService } from "../boards/recompute-service.ts";
import { REFRESH_EVERY, refreshJob } from "../daily/jobs.ts";
import type { HiddenMembers } from "./hidden-store.ts";
import { deleteLearnerJob, recomputeJob } from "./jobs.ts";
import { NOBODY } from "./person-rules.ts";
import type { PersonalData } from "./ports.ts";
import type { Export, GuildExport } from "./rules.ts";

type Needs = {
  personal: PersonalData;
  hidden: HiddenMembers;
  recompute: Pick<RecomputeService, "entries">;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "remove">;
  clock: Clock;
};

/** How long one attempt at a deletion may take before the agenda begins another. */
const PATIENCE = 5 * MINUTE;
/** What was under way when something was deleted has come to an end after this time. */
const PAUSE = SECOND;
/** Somebody who goes on answering meanwhile may keep it busy for a while, not for ever. */
const PASSES = 20;
/** How many of a server's posts are drawn anew without the name of who left: those people still see. */
const REDRAWN = 25;

/** What learners may do about what is kept of them: take it out, have it deleted, be hidden from boards. */
export function createPrivacy({ personal, hidden, recompute, agenda, clock }: Needs) {
  async function takeOut(userId: string): Promise<Export> {
    const record = await personal.read(userId);
    return { format: "rootine-export", version: 1, exportedAt: new Date(clock()).toISOString(), ...record };
  }

  /**
   * Deletes all there is of a learner. The agenda remembers it until nothing is found any more, so that a crash delays it
   * and no more; called again, it finds less. Who answers meanwhile begins anew, with that answer or the next. False
   * where the agenda has to finish it.
   */
  async function forget(userId: string): Promise<boolean> {
    // A task that waited in the queue while its learner was deleted.
    if (userId === NOBODY) return true;
    const deletion = deleteLearnerJob.encode({ userId });
    await agenda.set(deleteLearnerJob, { userId }, clock() + PATIENCE);
    const { guilds } = await personal.read(userId);
    await Promise.all(guilds.map(redrawSoon));

    for (let pass = 0; pass < PASSES; pass += 1) {
      if ((await personal.forget(userId, deletion)) === 0) {
        await agenda.remove(deleteLearnerJob, { userId });
        return true;
      }
      await sleep(PAUSE);
    }
    return false;
  }

  /** Counts of open posts change, and whoever was among the first right stands in the message by name. */
  async function redrawSoon({ guildId, answers }: GuildExport): Promise<void> {
    const latest = answers.slice(-REDRAWN);
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

  return { takeOut, forget, hide, show };
}

export type Privacy = ReturnType<typeof createPrivacy>;

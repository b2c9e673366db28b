import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, DAY, HOUR } from "../../platform/time.ts";
import type { SeasonService } from "../boards/season-service.ts";
import type { ScheduleService } from "../schedules/service.ts";
import type { GuildStore } from "./guild-store.ts";
import { deleteGuildJob } from "./jobs.ts";

/** How long a guild's data is retained after the bot is removed from it. */
const RETENTION = 30 * DAY;

/** Deletes the data of guilds the bot was removed from. Every step can be repeated. */
export function createGuildRemovalService({
  guilds,
  schedules,
  seasons,
  agenda,
  clock,
}: {
  guilds: GuildStore;
  schedules: Pick<ScheduleService, "resumeAfterAbsence">;
  seasons: Pick<SeasonService, "ensurePlanned">;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "remove">;
  clock: Clock;
}) {
  /**
   * Handles guilds the bot is in: cancels their deletion, plans their seasons, and resumes schedules that were paused
   * because the bot was absent.
   */
  async function markPresent(guildIds: readonly string[]): Promise<void> {
    await guilds.add(guildIds);
    await Promise.all(
      guildIds.flatMap((guildId) => [
        agenda.remove(deleteGuildJob, { guildId }),
        seasons.ensurePlanned(guildId),
        schedules.resumeAfterAbsence(guildId),
      ]),
    );
  }

  async function markRemoved(guildId: string): Promise<void> {
    await agenda.setIfAbsent(deleteGuildJob, { guildId }, clock() + RETENTION);
    await guilds.remove(guildId);
  }

  /** Catches up after a restart. `isOurs` returns whether this process's shards receive the guild's events. */
  async function sync(presentIds: readonly string[], isOurs: (guildId: string) => boolean): Promise<void> {
    const present = new Set(presentIds);
    const removed = (await guilds.list()).filter((guildId) => isOurs(guildId) && !present.has(guildId));
    await Promise.all(removed.map(markRemoved));
    await markPresent(presentIds);
  }

  /**
   * Deletes a guild's data unless the bot is back. Repeats an hour later, because a job may still have been writing.
   */
  async function deleteGuild({ guildId }: { guildId: string }): Promise<void> {
    if (await guilds.has(guildId)) return;
    const deleted = await guilds.deleteData(guildId);
    if (deleted > 0) await agenda.set(deleteGuildJob, { guildId }, clock() + HOUR);
  }

  return { markPresent, markRemoved, sync, deleteGuild };
}

export type GuildRemovalService = ReturnType<typeof createGuildRemovalService>;

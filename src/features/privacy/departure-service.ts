import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, DAY, HOUR } from "../../platform/time.ts";
import type { SeasonService } from "../seasons/service.ts";
import type { GuildData } from "./guild-ports.ts";
import { deleteGuildJob } from "./jobs.ts";

type Needs = {
  guilds: GuildData;
  seasons: Pick<SeasonService, "ensurePlanned">;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "remove">;
  clock: Clock;
};

/** How long a guild's data waits for the bot to come back. */
export const KEPT_AFTER_LEAVING = 30 * DAY;

/** What becomes of a guild's data when the bot is removed from it. Every step may be repeated. */
export function createDepartures({ guilds, seasons, agenda, clock }: Needs) {
  /** The bot is in these guilds: their data stays, and their seasons end, with schedules or without. */
  async function here(guildIds: readonly string[]): Promise<void> {
    await guilds.note(guildIds);
    await Promise.all(
      guildIds.flatMap((guildId) => [agenda.remove(deleteGuildJob, { guildId }), seasons.ensurePlanned(guildId)]),
    );
  }

  async function left(guildId: string): Promise<void> {
    await agenda.setIfAbsent(deleteGuildJob, { guildId }, clock() + KEPT_AFTER_LEAVING);
    await guilds.strike(guildId);
  }

  /** What happened while nobody listened: of the guilds that are `ours` to hear of, those the bot is in now. */
  async function catchUp(now: readonly string[], ours: (guildId: string) => boolean): Promise<void> {
    const present = new Set(now);
    const gone = (await guilds.noted()).filter((guildId) => ours(guildId) && !present.has(guildId));
    await Promise.all(gone.map(left));
    await here(now);
  }

  /** Removes all of a guild, unless the bot has come back to it; then looks for what was still on its way. */
  async function remove(guildId: string): Promise<void> {
    if (await guilds.isNoted(guildId)) return;
    const found = await guilds.remove(guildId);
    if (found > 0) await agenda.set(deleteGuildJob, { guildId }, clock() + HOUR);
  }

  return { here, left, catchUp, remove };
}

export type Departures = ReturnType<typeof createDepartures>;

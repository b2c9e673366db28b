import { RetryLaterError } from "../../platform/discord/discord-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, type Instant, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import { seasonAt, seasonEnd, seasonName } from "../boards/calendar-rules.ts";
import type { LeaderboardStore } from "../boards/store.ts";
import type { NotificationService } from "../notifications/service.ts";
import type { GuildStore } from "../privacy/guild-store.ts";
import type { SettingsStore } from "../settings/store.ts";
import { type EndSeason, endSeasonJob } from "./jobs.ts";
import type { HallOfFameStore } from "./store.ts";

export type SeasonState = { season: number; members: number; endsAt?: Instant };

const WINNERS = 3;
/** A season closes this much later, so that answers on their way still count. Only then are the winners read. */
const IN_FLIGHT = 2 * SECOND;

/** A season begins when the previous one closes: at its planned end, or when a moderator closes it. */
export function createSeasonService({
  settings,
  boards,
  hallOfFame,
  guilds,
  auditLog,
  notifications,
  agenda,
  clock,
}: {
  settings: Pick<SettingsStore, "calendar" | "load" | "closeSeason">;
  boards: Pick<LeaderboardStore, "page">;
  hallOfFame: HallOfFameStore;
  guilds: Pick<GuildStore, "has">;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  notifications: Pick<NotificationService, "send">;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "remove">;
  clock: Clock;
}) {
  async function current(guildId: string): Promise<SeasonState> {
    const calendar = await settings.calendar(guildId);
    const now = clock();
    const season = seasonAt(calendar, now);
    const { members } = await ranking(guildId, season);
    const endsAt = seasonEnd(calendar, now);
    return { season, members, ...(endsAt !== undefined && { endsAt }) };
  }

  /** Schedules the end of the current season, or removes it from the agenda if it has none. */
  async function plan(guildId: string): Promise<void> {
    const { data, at } = await plannedEnd(guildId);
    await (at === undefined ? agenda.remove(endSeasonJob, data) : agenda.set(endSeasonJob, data, at));
  }

  /** Like `plan`, but an end that is already scheduled stays, even if it is overdue. */
  async function ensurePlanned(guildId: string): Promise<void> {
    const { data, at } = await plannedEnd(guildId);
    if (at !== undefined) await agenda.setIfAbsent(endSeasonJob, data, at);
  }

  async function plannedEnd(guildId: string) {
    const calendar = await settings.calendar(guildId);
    const now = clock();
    return { data: { guildId, season: seasonAt(calendar, now) }, at: seasonEnd(calendar, now) };
  }

  /** Closes the current season for a moderator. The winners are announced in the channel. */
  async function close(guildId: string, season: number, closedBy: string, channelId: string): Promise<void> {
    const now = await current(guildId);
    if (now.season !== season) throw new UserError("season-over", { season });
    if (now.members === 0) throw new UserError("season-empty", {});
    await agenda.set(endSeasonJob, { guildId, season, closedBy, channelId }, clock());
  }

  /** Closes a season, announces and saves its winners, and plans the next end. Safe to call again. */
  async function end(job: EndSeason): Promise<void> {
    const { guildId, season } = job;
    if (await hallOfFame.has(guildId, season)) return plan(guildId);
    // A season without answers continues until the next planned end, unless the bot has left.
    if ((await ranking(guildId, season)).members === 0) {
      return (await guilds.has(guildId)) ? plan(guildId) : undefined;
    }

    const closedAt = await settings.closeSeason(guildId, season, clock() + IN_FLIGHT);
    const wait = closedAt - clock();
    if (wait > 0) throw new RetryLaterError(`Season ${season} closes in a moment`, { after: wait });

    await agenda.remove(endSeasonJob, { guildId, season });
    const { page, members } = await ranking(guildId, season);
    const winners = page.filter(({ points }) => points > 0).map(({ userId, points }) => ({ userId, points }));
    if (winners.length > 0) {
      // Closed by a moderator: announced in that channel. Otherwise where moderators want the weekly summary.
      const channelId = job.channelId ?? (await settings.load(guildId)).summaryChannel;
      const notification = { kind: "season", season, winners, members } as const;
      if (channelId) await notifications.send(guildId, `season-${season}`, channelId, notification);
    }
    await auditLog.recordAndNotify(guildId, job.closedBy ?? ROOTINE, {
      kind: "season-closed",
      season: seasonName(season),
    });
    await hallOfFame.add(guildId, season, { closedAt, winners, members });
    await plan(guildId);
  }

  function ranking(guildId: string, season: number) {
    return boards.page(guildId, seasonName(season), "", 1, WINNERS);
  }

  return { current, plan, ensurePlanned, close, end, hallOfFame: hallOfFame.list };
}

export type SeasonService = ReturnType<typeof createSeasonService>;

import type { Agenda } from "../../platform/jobs/agenda.ts";
import type { Clock, Instant } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import type { MemberPoints } from "../notifications/rules.ts";
import type { NotificationService } from "../notifications/service.ts";
import type { GuildStore } from "../privacy/guild-store.ts";
import type { SettingsStore } from "../settings/store.ts";
import { seasonEnd, seasonName, seasonOf } from "./calendar-rules.ts";
import { type EndSeason, endSeasonJob } from "./jobs.ts";
import type { LeaderboardStore } from "./store.ts";

export type SeasonState = { season: number; members: number; endsAt?: Instant };
type Ranking = { winners: MemberPoints[]; members: number };
export type ClosedSeason = Ranking & { season: number; closedAt: Instant };

const WINNERS = 3;
const MAX_CLOSED_SEASONS = 12;

/** Manages seasons. A season begins when the previous one closes: at its planned end, or when a moderator closes it. */
export function createSeasonService({
  settings,
  boards,
  guilds,
  auditLog,
  notifications,
  agenda,
  clock,
}: {
  settings: Pick<SettingsStore, "calendar" | "load">;
  boards: Pick<LeaderboardStore, "page" | "closeSeason">;
  guilds: Pick<GuildStore, "has">;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  notifications: Pick<NotificationService, "send">;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "remove">;
  clock: Clock;
}) {
  async function current(guildId: string): Promise<SeasonState> {
    const calendar = await settings.calendar(guildId);
    const now = clock();
    const season = seasonOf(calendar);
    const { members } = await ranking(guildId, season);
    const endsAt = seasonEnd(calendar, now);
    return { season, members, ...(endsAt !== undefined && { endsAt }) };
  }

  /** Schedules the planned end of the current season. Removes it from the agenda if the season has none. */
  async function plan(guildId: string): Promise<void> {
    const { data, at } = await plannedEnd(guildId);
    await (at === undefined ? agenda.remove(endSeasonJob, data) : agenda.set(endSeasonJob, data, at));
  }

  /** Like `plan`, but doesn't change an end that is already scheduled, even if it is overdue. */
  async function ensurePlanned(guildId: string): Promise<void> {
    const { data, at } = await plannedEnd(guildId);
    if (at !== undefined) await agenda.setIfAbsent(endSeasonJob, data, at);
  }

  async function plannedEnd(guildId: string) {
    const calendar = await settings.calendar(guildId);
    const now = clock();
    return { data: { guildId, season: seasonOf(calendar) }, at: seasonEnd(calendar, now) };
  }

  /** Closes the current season for a moderator and announces the winners in the channel. */
  async function close(guildId: string, season: number, closedBy: string, channelId: string): Promise<void> {
    const now = await current(guildId);
    if (now.season !== season) throw new UserError("season-over", { season });
    if (now.members === 0) throw new UserError("season-empty", {});
    await agenda.set(endSeasonJob, { guildId, season, closedBy, channelId }, clock());
  }

  /** Closes a season, announces its winners, and plans the next end. Safe to call again. */
  async function end(job: EndSeason): Promise<void> {
    const { guildId, season } = job;
    const isOpen = seasonOf(await settings.calendar(guildId)) === season;
    // A season without answers continues until the next planned end, unless the bot has left the guild.
    if (isOpen && (await ranking(guildId, season)).members === 0) {
      return (await guilds.has(guildId)) ? plan(guildId) : undefined;
    }

    await boards.closeSeason(guildId, season, clock());
    await agenda.remove(endSeasonJob, { guildId, season });
    const { winners, members } = await ranking(guildId, season);
    if (winners.length > 0) {
      // Uses the channel where a moderator closed the season, otherwise the summary channel.
      const channelId = job.channelId ?? (await settings.load(guildId)).summaryChannel;
      const notification = { kind: "season", season, winners, members } as const;
      if (channelId) await notifications.send(guildId, `season-${season}`, channelId, notification);
    }
    const change = { kind: "season-closed", season: seasonName(season) } as const;
    await auditLog.recordAndNotify(guildId, job.closedBy ?? ROOTINE, change, `season-closed-${season}`);
    await plan(guildId);
  }

  /**
   * The latest closed seasons, latest first. Reads their leaderboards, which reflect corrections and hidden members.
   */
  async function hallOfFame(guildId: string): Promise<ClosedSeason[]> {
    const { closings } = await settings.calendar(guildId);
    const seasons = closings.map(({ at }, index) => ({ season: index + 1, closedAt: at })).reverse();
    return Promise.all(
      seasons.slice(0, MAX_CLOSED_SEASONS).map(async (one) => ({ ...one, ...(await ranking(guildId, one.season)) })),
    );
  }

  async function ranking(guildId: string, season: number): Promise<Ranking> {
    const { page, members } = await boards.page(guildId, seasonName(season), "", 1, WINNERS);
    const winners = page.filter(({ points }) => points > 0).map(({ userId, points }) => ({ userId, points }));
    return { winners, members };
  }

  return { current, plan, ensurePlanned, close, end, hallOfFame };
}

export type SeasonService = ReturnType<typeof createSeasonService>;

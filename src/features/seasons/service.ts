import { RetryLaterError } from "../../platform/discord/delivery-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, type Instant, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import { ROOTINE } from "../audit-log/rules.ts";
import type { Audit } from "../audit-log/service.ts";
import { countedOn, seasonAt, seasonEnd, seasonName } from "../boards/calendar-rules.ts";
import type { BoardStore } from "../boards/ports.ts";
import type { Earned } from "../notifications/rules.ts";
import type { Notices } from "../notifications/service.ts";
import type { GuildData } from "../privacy/guild-ports.ts";
import type { SettingsStore } from "../settings/ports.ts";
import { type EndSeason, endSeasonJob } from "./jobs.ts";
import type { HallStore } from "./ports.ts";

type Needs = {
  settings: SettingsStore;
  boards: BoardStore;
  hall: HallStore;
  guilds: Pick<GuildData, "isNoted">;
  audit: Pick<Audit, "note">;
  notices: Pick<Notices, "send">;
  agenda: Pick<Agenda, "set" | "setIfAbsent" | "remove">;
  clock: Clock;
};

export type SeasonState = { season: number; members: number; endsAt?: Instant };

const WINNERS = 3;
/** A season ends a moment ahead, so that no answer on its way is told of the end too late; only then it is added up. */
const NOTICE = 2 * SECOND;

/** Seasons begin when the one before is closed: by a moderator, or by the agenda at the end of month or quarter. */
export function createSeasons({ settings, boards, hall, guilds, audit, notices, agenda, clock }: Needs) {
  async function present(guildId: string): Promise<SeasonState> {
    const calendar = await settings.calendar(guildId);
    const now = clock();
    const { members } = await boards.page(guildId, countedOn(calendar, now).season, "", 0, WINNERS);
    const endsAt = seasonEnd(calendar, now);
    return { season: seasonAt(calendar, now), members, ...(endsAt !== undefined && { endsAt }) };
  }

  /** Plans when the present season will be closed by itself. */
  async function plan(guildId: string): Promise<void> {
    const { entry, at } = await presentEnd(guildId);
    await (at === undefined ? agenda.remove(endSeasonJob, entry) : agenda.set(endSeasonJob, entry, at));
  }

  /** The same where nothing is planned; what came due while nobody was there stays due. */
  async function ensurePlanned(guildId: string): Promise<void> {
    const { entry, at } = await presentEnd(guildId);
    if (at !== undefined) await agenda.setIfAbsent(endSeasonJob, entry, at);
  }

  async function presentEnd(guildId: string) {
    const calendar = await settings.calendar(guildId);
    const now = clock();
    const entry = { guildId, season: seasonAt(calendar, now) };
    return { entry, at: seasonEnd(calendar, now) };
  }

  /** Closes a season now, in the name of `by`; its winners are told in the channel. */
  async function close(guildId: string, season: number, by: string, channelId: string): Promise<void> {
    const now = await present(guildId);
    if (now.season !== season) throw new UserError("season-over", { season });
    if (now.members === 0) throw new UserError("season-empty", {});
    await agenda.set(endSeasonJob, { guildId, season, closedBy: by, channelId }, clock());
  }

  /** Ends a season and sees to what follows; may be called again after any failure. */
  async function end(task: EndSeason): Promise<void> {
    const { guildId, season } = task;
    if (await hall.holds(guildId, season)) return plan(guildId);
    // A season nobody played in goes on, and is let be once the bot has left.
    if (await isIdle(guildId, season)) return (await guilds.isNoted(guildId)) ? plan(guildId) : undefined;

    const closedAt = await settings.closeSeason(guildId, season, clock() + NOTICE);
    const wait = closedAt - clock();
    if (wait > 0) throw new RetryLaterError(`Season ${season} ends in a moment`, { after: wait });

    await agenda.remove(endSeasonJob, { guildId, season });
    const { page, members } = await boards.page(guildId, seasonName(season), "", 0, WINNERS);
    const winners = page.filter(({ points }) => points > 0).map(({ userId, points }) => ({ userId, points }));
    if (winners.length > 0) await tell(task, { winners, members });
    await audit.note(guildId, task.closedBy ?? ROOTINE, { kind: "season-closed", season: seasonName(season) });
    await hall.enter(guildId, season, { closedAt, winners, members });
    await plan(guildId);
  }

  async function isIdle(guildId: string, season: number): Promise<boolean> {
    const { members } = await boards.page(guildId, seasonName(season), "", 0, 1);
    return members === 0;
  }

  async function tell(
    { guildId, season, channelId }: EndSeason,
    result: { winners: Earned[]; members: number },
  ): Promise<void> {
    // Closed by hand, it is told where that was done; else only where moderators have chosen to be told such things.
    const where = channelId ?? (await settings.of(guildId)).summaryChannel;
    if (where) await notices.send(guildId, `season-${season}`, where, { kind: "season", season, ...result });
  }

  return { present, plan, ensurePlanned, close, end, hall: hall.all };
}

export type Seasons = ReturnType<typeof createSeasons>;

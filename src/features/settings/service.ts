import { setTimeout as sleep } from "node:timers/promises";
import type { ChannelCheck, Delegate } from "../../platform/discord/channel-check.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, SECOND, type Zone } from "../../platform/time.ts";
import { UserError, type UserErrorCode } from "../../text/user-errors.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import { recomputeWeeksJob } from "../boards/jobs.ts";
import type { SeasonService, SeasonState } from "../boards/season-service.ts";
import { parseZone } from "../schedules/rules.ts";
import type { SummaryService } from "../summaries/service.ts";
import {
  CHANNEL_SETTINGS,
  type ChannelSetting,
  PROTECTED_SETTINGS,
  SETTING_NAMES,
  type Settings,
  type SettingsPatch,
} from "./rules.ts";
import type { SettingsStore } from "./store.ts";

/** How long the panel waits for channel checks. */
const CHANNEL_CHECK_TIMEOUT = SECOND;
/** Check errors that say nothing about the channel. */
const UNCHECKED: ReadonlySet<UserErrorCode> = new Set(["discord-unavailable", "too-fast"]);
const RECOMPUTE_DELAY = 5 * SECOND;

export type SettingsPanel = {
  settings: Settings;
  season: SeasonState;
  /** Channels the bot can't post in. */
  channelErrors: ReadonlyMap<ChannelSetting, UserError>;
};

export function createSettingsService({
  settings,
  auditLog,
  seasons,
  summaries,
  agenda,
  checkChannel,
  clock,
}: {
  settings: SettingsStore;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  seasons: Pick<SeasonService, "current" | "plan" | "close">;
  summaries: Pick<SummaryService, "plan">;
  agenda: Pick<Agenda, "set">;
  checkChannel: ChannelCheck;
  clock: Clock;
}) {
  async function panel(guildId: string): Promise<SettingsPanel> {
    const [current, season] = await Promise.all([settings.load(guildId), seasons.current(guildId)]);
    const errors = new Map<ChannelSetting, UserError>();
    const checks = Promise.all(
      CHANNEL_SETTINGS.map(async (name) => {
        const error = await findChannelError(guildId, current[name]);
        if (error) errors.set(name, error);
      }),
    );
    await Promise.race([checks, sleep(CHANNEL_CHECK_TIMEOUT, undefined, { ref: false })]);
    return { settings: current, season, channelErrors: new Map(errors) };
  }

  async function findChannelError(guildId: string, channelId: string | undefined): Promise<UserError | undefined> {
    if (!channelId) return undefined;
    try {
      await checkChannel(guildId, { channelId, thread: false });
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return UNCHECKED.has(error.code) ? undefined : error;
    }
  }

  /** Changes settings. Set `delegate` if the member is a moderator only by role. */
  async function change(guildId: string, by: string, patch: SettingsPatch, delegate?: Delegate): Promise<Settings> {
    if (delegate && PROTECTED_SETTINGS.some((name) => name in patch)) throw new UserError("manage-server-only", {});
    // @everyone has the id of the guild.
    if (patch.moderatorRole === guildId) throw new UserError("role-everyone", {});
    for (const name of CHANNEL_SETTINGS) {
      const channelId = patch[name];
      if (channelId) await checkChannel(guildId, { channelId, thread: false, delegate });
    }
    // Scheduled before the change, so a crash can't lose it. The delay lets answers in flight be recorded first.
    if (patch.weekStart) await agenda.set(recomputeWeeksJob, { guildId }, clock() + RECOMPUTE_DELAY);
    const { before, after } = await settings.change(guildId, patch);
    await Promise.all([seasons.plan(guildId), summaries.plan(guildId)]);
    await recordChanges(guildId, by, before, after);
    return after;
  }

  async function recordChanges(guildId: string, by: string, before: Settings, after: Settings): Promise<void> {
    for (const setting of SETTING_NAMES) {
      const [from, to] = [before[setting], after[setting]];
      if (from === to) continue;
      const change = { kind: "setting", setting, ...(from && { from }), ...(to && { to }) } as const;
      await auditLog.recordAndNotify(guildId, by, change);
    }
  }

  async function changeZone(guildId: string, by: string, input: string): Promise<Zone> {
    return (await change(guildId, by, { zone: parseZone(input) })).zone;
  }

  /** Ends the season and posts its winners in the channel. */
  async function closeSeason(guildId: string, season: number, by: string, channelId: string): Promise<void> {
    await checkChannel(guildId, { channelId, thread: false });
    await seasons.close(guildId, season, by, channelId);
  }

  return { panel, change, changeZone, closeSeason };
}

export type SettingsService = ReturnType<typeof createSettingsService>;

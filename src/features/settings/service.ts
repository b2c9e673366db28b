import { setTimeout as sleep } from "node:timers/promises";
import type { ChannelCheck } from "../../platform/discord/channel-check.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, parseZone, SECOND } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { Audit } from "../audit-log/service.ts";
import { recomputeWeeksJob } from "../boards/jobs.ts";
import type { SeasonService, SeasonState } from "../seasons/service.ts";
import type { SummaryService } from "../summaries/service.ts";
import type { SettingsStore } from "./ports.ts";
import {
  CHANNEL_SETTINGS,
  type ChannelSetting,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  type SettingsPatch,
} from "./rules.ts";

type Needs = {
  settings: SettingsStore;
  audit: Audit;
  seasons: Pick<SeasonService, "current" | "plan" | "close">;
  summaries: Pick<SummaryService, "plan">;
  agenda: Pick<Agenda, "set">;
  checkChannel: ChannelCheck;
  clock: Clock;
};

/** The panel has to be there within 3 s, however long Discord takes to say how its channels do. */
const PATIENCE = SECOND;
const RECOMPUTE_DELAY = 5 * SECOND;

/** A guild's settings as moderators see them. `troubles`: channels that are known to take nothing now, and why. */
export type SettingsView = {
  settings: Settings;
  season: SeasonState;
  troubles: ReadonlyMap<ChannelSetting, UserError>;
};

/** How moderators look at the settings of their guild and change them. Every change is noted in the audit log. */
export function createConfiguration({ settings, audit, seasons, summaries, agenda, checkChannel, clock }: Needs) {
  async function view(guildId: string): Promise<SettingsView> {
    const [present, season] = await Promise.all([settings.of(guildId), seasons.current(guildId)]);
    const troubles = new Map<ChannelSetting, UserError>();
    const looking = Promise.all(
      CHANNEL_SETTINGS.map(async (name) => {
        const trouble = await troubleIn(guildId, present[name]);
        if (trouble) troubles.set(name, trouble);
      }),
    );
    await Promise.race([looking, sleep(PATIENCE, undefined, { ref: false })]);
    return { settings: present, season, troubles: new Map(troubles) };
  }

  async function troubleIn(guildId: string, channelId: string | undefined): Promise<UserError | undefined> {
    if (!channelId) return undefined;
    try {
      await checkChannel(guildId, { channelId, thread: false });
      return undefined;
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  }

  /** Changes settings in the name of `by`; a channel has to be one the bot can post in. */
  async function change(guildId: string, by: string, patch: SettingsPatch): Promise<void> {
    // Everybody holds the role of everyone, which has the guild's own id.
    if (patch.moderatorRole === guildId) throw new UserError("role-everyone", {});
    for (const name of CHANNEL_SETTINGS) {
      const channelId = patch[name];
      if (channelId) await checkChannel(guildId, { channelId, thread: false });
    }
    // Before the change, so that a crash can't lose it, and late enough that answers on their way are recorded.
    if (patch.weekStart) await agenda.set(recomputeWeeksJob, { guildId }, clock() + RECOMPUTE_DELAY);
    await noted(guildId, by, await settings.change(guildId, patch));
  }

  async function changeZone(guildId: string, by: string, given: string): Promise<void> {
    await change(guildId, by, { zone: parseZone(given) });
  }

  /** Closes a season now, in the name of `by`; its winners are told in the channel, which has to take them. */
  async function closeSeason(guildId: string, season: number, by: string, channelId: string): Promise<void> {
    await checkChannel(guildId, { channelId, thread: false });
    await seasons.close(guildId, season, by, channelId);
  }

  async function noted(guildId: string, by: string, { before, after }: { before: Settings; after: Settings }) {
    await Promise.all([seasons.plan(guildId), summaries.plan(guildId)]);
    for (const name of changedIn(before, after)) {
      const [from, to] = [before[name], after[name]];
      await audit.note(guildId, by, { kind: "setting", setting: name, ...(from && { from }), ...(to && { to }) });
    }
  }

  return { view, change, changeZone, closeSeason };
}

export type Configuration = ReturnType<typeof createConfiguration>;

function changedIn(before: Settings, after: Settings): SettingName[] {
  return SETTING_NAMES.filter((name) => before[name] !== after[name]);
}

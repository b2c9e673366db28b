import type { Instant, Zone } from "../../platform/time.ts";
import type { Calendar } from "../boards/calendar-rules.ts";
import type { Settings, SettingsPatch } from "./rules.ts";

export type SettingsStore = {
  of(guildId: string): Promise<Settings>;
  /** Changes these settings and no others, in one step; of two changes of one setting the later stands. */
  change(guildId: string, patch: SettingsPatch): Promise<{ before: Settings; after: Settings }>;
  /** The zone of a guild's days; UTC until somebody chose one. */
  zone(guildId: string): Promise<Zone | undefined>;
  calendar(guildId: string): Promise<Calendar>;
  /** Ends season number `season` at this instant, once; tells when it ended, now or before. */
  closeSeason(guildId: string, season: number, at: Instant): Promise<Instant>;
  setZoneIfUnset(guildId: string, zone: Zone): Promise<void>;
};

import { z } from "zod";
import { DEFAULT_ZONE } from "../../platform/time.ts";
import { SEASON_LENGTHS, WEEK_STARTS } from "../boards/calendar-rules.ts";

/** Which questions a guild is asked: built-in ones, its own, or both. */
export const BANK_MIXES = ["built-in", "own", "both"] as const;
export type BankMix = (typeof BANK_MIXES)[number];

/** When members learn whether their answer to the daily question was correct. */
export const FEEDBACK_TIMES = ["at-once", "at-reveal"] as const;
export type FeedbackTime = (typeof FEEDBACK_TIMES)[number];

const optionalId = z
  .string()
  .regex(/^\d{1,20}$/)
  .optional()
  .catch(undefined);
/** Most settings are absent. `catch` alone would create an error for each of them, so this also uses `default`. */
const oneOf = <const Values extends readonly string[]>(values: Values, fallback: NoInfer<Values[number]>) =>
  z.enum(values).default(fallback).catch(fallback);

/**
 * A guild's stored settings. Absent values and unknown ones, which another version may have written, become defaults.
 */
export const settingsSchema = z.object({
  /** The time zone in which days of leaderboards and streaks start and end. */
  zone: z.string().min(1).default(DEFAULT_ZONE).catch(DEFAULT_ZONE),
  weekStart: oneOf(WEEK_STARTS, "monday"),
  /** Members with this role are moderators. So are members with Manage Server. */
  moderatorRole: optionalId,
  /** Where changes and problems are posted. */
  auditChannel: optionalId,
  /** Where suggested questions are reviewed. */
  reviewChannel: optionalId,
  /** Where the weekly summary and season winners are posted. */
  summaryChannel: optionalId,
  bankMix: oneOf(BANK_MIXES, "both"),
  feedback: oneOf(FEEDBACK_TIMES, "at-once"),
  seasonLength: oneOf(SEASON_LENGTHS, "quarter"),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;
export const SETTING_NAMES = settingsSchema.keyof().options;
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** Settings with a fixed set of values. */
export const SETTING_CHOICES = {
  weekStart: WEEK_STARTS,
  bankMix: BANK_MIXES,
  feedback: FEEDBACK_TIMES,
  seasonLength: SEASON_LENGTHS,
} as const satisfies Partial<Record<SettingName, readonly string[]>>;

/** One of these settings, with the value that a moderator selected. */
export const choiceSchema = z.strictObject({
  weekStart: z.enum(WEEK_STARTS).exactOptional(),
  bankMix: z.enum(BANK_MIXES).exactOptional(),
  feedback: z.enum(FEEDBACK_TIMES).exactOptional(),
  seasonLength: z.enum(SEASON_LENGTHS).exactOptional(),
});

export const CHANNEL_SETTINGS = ["auditChannel", "reviewChannel", "summaryChannel"] as const;
export type ChannelSetting = (typeof CHANNEL_SETTINGS)[number];
/** Delegates can't change these, because they determine who moderates and who can see the moderators' actions. */
export const PROTECTED_SETTINGS = ["moderatorRole", "auditChannel"] as const satisfies readonly SettingName[];
/** Settings that can be turned off. */
export const OPTIONAL_SETTINGS = [...CHANNEL_SETTINGS, "moderatorRole"] as const;

/** Settings to change. `undefined` resets a setting to its default. */
export type SettingsPatch = { readonly [Name in SettingName]?: Settings[Name] | undefined };

import { z } from "zod";
import { DEFAULT_ZONE } from "../../platform/time.ts";
import { SEASON_LENGTHS, WEEK_STARTS } from "../boards/calendar-rules.ts";

/** Which questions a guild gets: built-in ones, its own, or both. */
export const BANK_MIXES = ["built-in", "own", "both"] as const;
export type BankMix = (typeof BANK_MIXES)[number];

/** When members learn whether their answer to the daily question was correct. */
export const FEEDBACKS = ["at-once", "at-reveal"] as const;
export type FeedbackTime = (typeof FEEDBACKS)[number];

const optionalId = z
  .string()
  .regex(/^\d{1,20}$/)
  .optional()
  .catch(undefined);
/**
 * Uses `default` in addition to `catch` because most settings are absent, and `catch` alone would create an error for
 * each.
 */
const oneOf = <const Values extends readonly string[]>(values: Values, fallback: NoInfer<Values[number]>) =>
  z.enum(values).default(fallback).catch(fallback);

/** A guild's stored settings. Absent values, and unknown ones written by another version, get their default. */
export const settingsSchema = z.object({
  /** Time zone for days on leaderboards and in streaks. */
  zone: z.string().min(1).default(DEFAULT_ZONE).catch(DEFAULT_ZONE),
  weekStart: oneOf(WEEK_STARTS, "monday"),
  /** Members with this role are moderators, in addition to members with Manage Server. */
  moderatorRole: optionalId,
  /** Where changes and problems are posted. */
  auditChannel: optionalId,
  /** Where suggested questions are reviewed. */
  reviewChannel: optionalId,
  /** Where the weekly summary and season winners are posted. */
  summaryChannel: optionalId,
  bankMix: oneOf(BANK_MIXES, "both"),
  feedback: oneOf(FEEDBACKS, "at-once"),
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
  feedback: FEEDBACKS,
  seasonLength: SEASON_LENGTHS,
} as const satisfies Partial<Record<SettingName, readonly string[]>>;

/** One of these settings with the value a moderator selected. */
export const choiceSchema = z.strictObject({
  weekStart: z.enum(WEEK_STARTS).exactOptional(),
  bankMix: z.enum(BANK_MIXES).exactOptional(),
  feedback: z.enum(FEEDBACKS).exactOptional(),
  seasonLength: z.enum(SEASON_LENGTHS).exactOptional(),
});

export const CHANNEL_SETTINGS = ["auditChannel", "reviewChannel", "summaryChannel"] as const;
export type ChannelSetting = (typeof CHANNEL_SETTINGS)[number];
/** Delegates can't change these, because they determine who moderates and who sees the moderators' actions. */
export const PROTECTED_SETTINGS = ["moderatorRole", "auditChannel"] as const satisfies readonly SettingName[];
/** Settings that can be turned off. */
export const OPTIONAL_SETTINGS = [...CHANNEL_SETTINGS, "moderatorRole"] as const;

/** Settings to change; `undefined` resets one to its default. */
export type SettingsPatch = { readonly [Name in SettingName]?: Settings[Name] | undefined };

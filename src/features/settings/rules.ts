import { z } from "zod";
import { DEFAULT_ZONE } from "../../platform/time.ts";
import { SEASON_LENGTHS, WEEK_STARTS } from "../boards/calendar-rules.ts";

/** Which questions a guild is asked: those that come with the bot, its own, or both. */
export const BANK_MIXES = ["built-in", "own", "both"] as const;
export type BankMix = (typeof BANK_MIXES)[number];

/** When a member learns whether an answer to the daily question was right. */
export const FEEDBACKS = ["at-once", "at-reveal"] as const;
export type FeedbackTime = (typeof FEEDBACKS)[number];

/** Languages in which dates may be written, as Intl names them. */
export const DATE_LANGUAGES = [
  "en-GB",
  "en-US",
  "cs",
  "da",
  "de",
  "es",
  "fi",
  "fr",
  "hu",
  "id",
  "it",
  "ja",
  "ko",
  "nb",
  "nl",
  "pl",
  "pt-BR",
  "ro",
  "sv",
  "tr",
  "uk",
  "vi",
  "zh-CN",
  "zh-TW",
] as const;
export type DateLanguage = (typeof DATE_LANGUAGES)[number];

const id = z.string().regex(/^\d{1,20}$/);
const idOrNone = id.optional().catch(undefined);
/** Most guilds choose little: what is absent must cost nothing, and `catch` alone makes an error of it first. */
const oneOf = <const Values extends readonly string[]>(values: Values, usual: NoInfer<Values[number]>) =>
  z.enum(values).default(usual).catch(usual);

/** A guild's settings as they are stored: what is absent, or what only another version understands, has its default. */
export const settingsSchema = z.object({
  /** Whose days count for streaks and boards. */
  zone: z.string().min(1).default(DEFAULT_ZONE).catch(DEFAULT_ZONE),
  weekStart: oneOf(WEEK_STARTS, "monday"),
  dateLanguage: oneOf(DATE_LANGUAGES, "en-GB"),
  /** Who holds it moderates, beside those who may manage the server. */
  moderatorRole: idOrNone,
  /** Where changes and warnings are told; absent: nowhere but in the log. */
  auditChannel: idOrNone,
  /** Where suggested questions are reviewed. */
  reviewChannel: idOrNone,
  /** Where the weekly summary is posted; absent: nowhere. */
  summaryChannel: idOrNone,
  bankMix: oneOf(BANK_MIXES, "both"),
  feedback: oneOf(FEEDBACKS, "at-once"),
  seasonLength: oneOf(SEASON_LENGTHS, "quarter"),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;
export const SETTING_NAMES = settingsSchema.keyof().options;

/** A setting with a few values, as a moderator chose it. */
export const choiceSchema = z.strictObject({
  weekStart: z.enum(WEEK_STARTS).exactOptional(),
  dateLanguage: z.enum(DATE_LANGUAGES).exactOptional(),
  bankMix: z.enum(BANK_MIXES).exactOptional(),
  feedback: z.enum(FEEDBACKS).exactOptional(),
  seasonLength: z.enum(SEASON_LENGTHS).exactOptional(),
});

/** Settings that are a channel, or off. */
export const CHANNEL_SETTINGS = ["auditChannel", "reviewChannel", "summaryChannel"] as const;
export type ChannelSetting = (typeof CHANNEL_SETTINGS)[number];
/** What can be turned off. */
export const OPTIONAL_SETTINGS = [...CHANNEL_SETTINGS, "moderatorRole"] as const;
export type OptionalSetting = (typeof OPTIONAL_SETTINGS)[number];

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** Settings to change; `undefined` resets one to its default. */
export type SettingsPatch = { readonly [Name in SettingName]?: Settings[Name] | undefined };

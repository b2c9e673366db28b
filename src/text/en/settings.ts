import type { SettingName } from "../../features/settings/rules.ts";
import { counted } from "./words.ts";

const labels: Readonly<Record<SettingName, string>> = {
  zone: "Time zone",
  weekStart: "Week starts on",
  moderatorRole: "Moderator role",
  auditChannel: "Audit channel",
  reviewChannel: "Review channel",
  summaryChannel: "Summary channel",
  bankMix: "Questions",
  feedback: "Answer feedback",
  seasonLength: "Seasons",
};

/** Display names of stored values. */
const values: Readonly<Record<string, string>> = {
  monday: "Monday",
  sunday: "Sunday",
  saturday: "Saturday",
  "built-in": "built-in",
  own: "this server's own",
  both: "built-in and this server's own",
  "at-once": "right after answering",
  "at-reveal": "at the reveal",
  month: "monthly",
  quarter: "quarterly",
  none: "until a moderator ends them",
};

const value = (name: SettingName, given: string | undefined) => {
  if (given === undefined) return "off";
  if (name === "moderatorRole") return `<@&${given}>`;
  if (name === "auditChannel" || name === "reviewChannel" || name === "summaryChannel") return `<#${given}>`;
  return values[given] ?? given;
};

const explained: Readonly<Record<SettingName, string>> = {
  zone: "Days on leaderboards start and end in this time zone. Change it with `/settings zone`.",
  weekStart: "Takes effect right away. I recompute this week's leaderboards.",
  moderatorRole:
    "Members with this role can use my moderator commands, like members with **Manage Server**. Changing this setting or the audit channel still requires **Manage Server**. Also allow the role in Server Settings → Integrations.",
  auditChannel: "I post changes and problems here.",
  reviewChannel: "I post new suggestions and reports here. `/bank review` always shows them.",
  summaryChannel:
    "I post the weekly summary here on the first day of the week, at the time of your first schedule. Season winners go here too.",
  bankMix: "The questions I use in schedules and quizzes.",
  feedback: "When members see whether their answer to the daily question is correct. Points count from then on.",
  seasonLength: "When a season ends, its winners enter the hall of fame and everyone starts over at 0 points.",
};

export const settings = {
  title: "### Server settings",
  labels,
  explained,
  value,
  line: (name: SettingName, given: string | undefined) => `**${labels[name]}** · ${value(name, given)}`,
  season: (season: number, end: string | undefined) =>
    end === undefined ? `season ${season} is running` : `season ${season} ends ${end}`,
  channelError: (sentence: string) => `⚠ ${sentence}`,
  pick: "Pick a setting to change",
  choose: "Pick a value",
  chooseChannel: "Pick a channel",
  chooseRole: "Pick a role",
  buttons: {
    turnOff: "Turn off",
    auditLog: "Audit log",
    closeSeason: "End season",
    confirmClose: "End season",
    cancelClose: "Cancel",
  },
  zoneSet: (zone: string) => `Days on leaderboards now start and end in ${zone}. Schedules keep their own time zones.`,
  confirmCloseSeason: (season: number, members: number) =>
    `End season ${season} now? ${counted(members, "member")} took part. I'll post the winners here and add them to the hall of fame, and everyone starts over at 0 points. You can't undo this.`,
  closingSeason: (season: number) => `Season ${season} has ended. I'll post the winners here in a moment.`,
  seasonKept: (season: number) => `Season ${season} continues.`,
} as const;

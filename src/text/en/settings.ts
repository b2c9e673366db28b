import type { AuditChange } from "../../features/audit-log/rules.ts";
import type { SettingName } from "../../features/settings/rules.ts";
import { counted, quoted, troubles } from "./words.ts";

const labels: Readonly<Record<SettingName, string>> = {
  zone: "Time zone",
  weekStart: "Week",
  dateLanguage: "Language of dates",
  moderatorRole: "Moderators",
  auditChannel: "Audit channel",
  reviewChannel: "Review channel",
  summaryChannel: "Weekly summary",
  bankMix: "Questions",
  feedback: "Feedback",
  seasonLength: "Seasons",
};

/** Values that are words of ours; others speak for themselves. */
const values: Readonly<Record<string, string>> = {
  monday: "starts on Monday",
  sunday: "starts on Sunday",
  saturday: "starts on Saturday",
  "built-in": "built-in ones",
  own: "this server's own",
  both: "built-in ones and this server's own",
  "at-once": "at once",
  "at-reveal": "at the reveal",
  month: "a month each",
  quarter: "a quarter each",
  none: "until a moderator closes them",
};

const languages = new Intl.DisplayNames("en", { type: "language" });

/** What an absent value means. */
const absent: Partial<Readonly<Record<SettingName, string>>> = {
  moderatorRole: "those who may Manage Server",
  auditChannel: "none",
  reviewChannel: "none",
  summaryChannel: "off",
};

const value = (name: SettingName, given: string | undefined) => {
  if (given === undefined) return absent[name] ?? "the default";
  if (name === "moderatorRole") return `<@&${given}>`;
  if (name === "auditChannel" || name === "reviewChannel" || name === "summaryChannel") return `<#${given}>`;
  if (name === "dateLanguage") return languages.of(given) ?? given;
  return values[given] ?? given;
};

const explained: Readonly<Record<SettingName, string>> = {
  zone: "Days for streaks and boards begin and end there. `/settings zone` changes it.",
  weekStart: "Takes effect right away. I recompute this week's leaderboards.",
  dateLanguage: "How dates are written where Discord does not do it.",
  moderatorRole:
    "Beside those who may Manage Server. Allow the role my moderators' commands too, in Server Settings → Integrations.",
  auditChannel: "Where I tell what was changed, and warn.",
  reviewChannel: "Where suggested questions are reviewed.",
  summaryChannel: "On the first day of a week, at the hour of the first schedule.",
  bankMix: "What schedules and quizzes ask.",
  feedback: "When a member learns whether the answer to the daily question was right. Points count from then.",
  seasonLength:
    "When one ends, its winners enter the hall of fame and everyone starts anew. They are posted where the weekly summary goes.",
};

export const settings = {
  title: "### Settings of this server",
  labels,
  explained,
  value,
  line: (name: SettingName, given: string | undefined) => `**${labels[name]}** · ${value(name, given)}`,
  season: (season: number, end: string | undefined) =>
    end === undefined ? `season ${season} is on` : `season ${season} ends ${end}`,
  trouble: (sentence: string) => `⚠ ${sentence}`,
  pick: "Change a setting …",
  choose: "Choose",
  chooseChannel: "Choose a channel",
  chooseRole: "Choose a role",
  buttons: {
    off: "Turn off",
    log: "What was changed",
    closeSeason: "Close the season now",
    settings: "Settings",
    older: "Older",
    newer: "Newer",
    sure: "Close it",
    keep: "Let it go on",
  },
  zoneSet: (zone: string) =>
    `Days for streaks and boards now begin and end in ${zone}. Schedules keep their own clocks.`,
  askClose: (season: number, members: number) =>
    `Close season ${season} now? ${counted(members, "member")} played in it. Its winners are posted here and kept in the hall of fame, and everyone starts anew. This cannot be undone.`,
  closing: (season: number) => `Season ${season} ends now. Its winners are posted here in a moment.`,
  goesOn: (season: number) => `Season ${season} goes on.`,
} as const;

const scheduleDeeds = {
  added: "added schedule",
  edited: "changed schedule",
  removed: "removed schedule",
  paused: "paused schedule",
  resumed: "resumed schedule",
  "posted-now": "posted a question at once with schedule",
} as const;

const questionDeeds = {
  suggested: "suggested question",
  approved: "approved question",
  denied: "denied question",
  edited: "changed question",
  retired: "retired question",
  restored: "restored question",
  pulled: "pulled question",
  "put-back": "put back question",
  reported: "reported a problem with question",
  "report-dismissed": "dismissed a report on question",
} as const;

/** What was changed, after who changed it. */
function deed(change: AuditChange): string {
  switch (change.kind) {
    case "schedule": {
      const why = change.trouble ? `: ${troubles[change.trouble]("its channel")}` : "";
      return `${scheduleDeeds[change.deed]} \`${change.scheduleId}\`${why}`;
    }
    case "setting": {
      const { setting, from, to } = change;
      return `changed **${labels[setting]}** from ${value(setting, from)} to ${value(setting, to)}`;
    }
    case "season-closed":
      return `closed season ${change.season.replace(/^S/, "")}`;
    case "question":
      return `${questionDeeds[change.deed]} \`${change.questionId}\`${change.reason ? `: ${quoted(change.reason)}` : ""}`;
    case "questions-imported":
      return `imported ${counted(change.count, "question")}`;
    case "key-corrected":
      return `judged the answers to \`${change.questionId}\` again, by its revision ${change.rev}`;
  }
}

export const audit = {
  title: "### What was changed",
  none: "Nothing has been changed yet.",
  me: "I",
  entry: (who: string, change: AuditChange, at: string) => `${at} · ${who} ${deed(change)}`,
  page: (page: number, pages: number, total: number) =>
    `page ${page} of ${pages} · ${counted(total, "change")} kept, 500 at most`,
} as const;

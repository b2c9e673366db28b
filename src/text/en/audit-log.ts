import type { AuditChange } from "../../features/audit-log/rules.ts";
import { settings } from "./settings.ts";
import { channelProblems, counted, quoted } from "./words.ts";

const scheduleActions = {
  added: "added schedule",
  edited: "edited schedule",
  removed: "removed schedule",
  paused: "paused schedule",
  resumed: "resumed schedule",
  "posted-now": "posted a question from schedule",
} as const;

const questionActions = {
  suggested: "suggested question",
  approved: "approved question",
  denied: "denied question",
  edited: "edited question",
  retired: "retired question",
  restored: "restored question",
  pulled: "pulled question",
  "put-back": "reinstated question",
  reported: "reported question",
  "report-dismissed": "dismissed a report on question",
} as const;

function describe(change: AuditChange): string {
  switch (change.kind) {
    case "schedule": {
      const reason = change.problem ? ` because ${channelProblems[change.problem]("its channel")}` : "";
      return `${scheduleActions[change.action]} \`${change.scheduleId}\`${reason}`;
    }
    case "setting": {
      const { setting, from, to } = change;
      return `changed **${settings.labels[setting]}** from ${settings.value(setting, from)} to ${settings.value(setting, to)}`;
    }
    case "season-closed":
      return `ended season ${change.season.replace(/^S/, "")}`;
    case "question":
      return `${questionActions[change.action]} \`${change.questionId}\`${change.reason ? `: ${quoted(change.reason)}` : ""}`;
    case "questions-imported":
      return `imported ${counted(change.count, "question")}`;
    case "key-corrected":
      return `rescored answers to \`${change.questionId}\` with the answer key of revision ${change.rev}`;
  }
}

export const auditLog = {
  title: "### Audit log",
  empty: "No changes yet.",
  older: "Older",
  newer: "Newer",
  settings: "Settings",
  me: "I",
  entry: (actor: string, change: AuditChange, at: string, times: number) =>
    `${at} · ${actor} ${describe(change)}${times === 1 ? "" : ` (${times} times)`}`,
  more: "There were more changes this minute. See all of them with `/settings log`.",
  page: (page: number, pages: number, total: number) =>
    `Page ${page} of ${pages} · ${counted(total, "change")} (I keep the last 500)`,
} as const;

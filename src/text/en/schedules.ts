import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { ChannelProblem, SkipReason } from "../../features/schedules/rules.ts";
import { channelProblems, counted, daysInWords, poolName } from "./words.ts";

export const schedules = {
  rule: (
    dayName: string,
    time: string,
    channel: string,
    zone: string,
    topic: Topic | undefined,
    difficulty: Difficulty | undefined,
  ) => `${daysInWords(dayName)} at ${time} ${zone} in ${channel}, ${poolName({ topic, difficulty })}`,
  added: (id: string, rule: string) => `**${id}** is set: ${rule}.`,
  edited: (id: string, rule: string) => `**${id}** is now: ${rule}.`,
  zoneHint: "This schedule uses UTC. To change that, run `/schedule edit` with `timezone:`.",
  guildZone: (zone: string) => `Streaks and leaderboards use the time zone ${zone}. Change it with \`/settings zone\`.`,
  next: (times: readonly string[]) => `Next: ${times.join(", ")}.`,
  details: (hours: number, role: string | undefined, thread: boolean) =>
    [
      `Reveals the answer after ${counted(hours, "hour")}`,
      ...(role ? [`mentions ${role}`] : []),
      ...(thread ? ["opens a discussion thread"] : []),
    ].join(" · "),
  previewTitle: (id: string) => `### Next questions of **${id}**`,
  previewLine: (local: string, stamp: string, relative: string) => `${local} · your time: ${stamp} (${relative})`,
  clockChange: (at: string, zone: string) =>
    `Clocks in ${zone} change ${at}. The question keeps its local time, so it moves for members in other time zones.`,
  listTitle: (number: number) => `### ${counted(number, "schedule")}`,
  listContinued: "### More schedules",
  none: "This server has no schedules yet. Add one with `/schedule add channel:#daily time:09:00`.",
  nextRun: (at: string) => `next ${at}`,
  lastPosted: (at: string, link: string) => `last [posted](${link}) ${at}`,
  lastSkipped: (at: string, reason: SkipReason) =>
    `skipped the question due ${at}: ${reason === "away" ? "I was offline for too long" : "no question matched"}`,
  lastRefused: (at: string, channel: string, problem: ChannelProblem) =>
    `couldn't post the question you requested ${at} because ${channelProblems[problem](channel)}`,
  pausedByModerator: (id: string) => `paused · resume with \`/schedule resume schedule:${id}\``,
  pausedByChannel: (id: string, channel: string, reason: ChannelProblem) =>
    `paused because ${channelProblems[reason](channel)}. ${fixes[reason](id)}`,
  paused: (id: string) =>
    `I paused **${id}** and kept its settings. Resume it with \`/schedule resume schedule:${id}\`.`,
  resumed: (id: string) => `**${id}** is running again.`,
  askRemove: (id: string, rule: string) => `Remove **${id}** (${rule})? Posted questions and points stay.`,
  removed: (id: string) => `I removed **${id}**. Posted questions and points stay.`,
  kept: (id: string) => `I kept **${id}** as it is.`,
  posted: (link: string, closes: string) => `Posted: ${link}. I'll reveal the answer ${closes}.`,
  buttons: { postNow: "Post one now", preview: "Preview", remove: "Remove", keep: "Keep" },
} as const;

const fixes: Readonly<Record<ChannelProblem, (id: string) => string>> = {
  deleted: (id) => `Pick another channel with \`/schedule edit schedule:${id} channel:\` to resume it.`,
  "no-access": (id) =>
    `Give me **View Channel** there and run \`/schedule resume schedule:${id}\`, or pick another channel with \`/schedule edit\`.`,
  "no-permission": (id) =>
    `Give me **Send Messages** there and run \`/schedule resume schedule:${id}\`, or pick another channel with \`/schedule edit\`.`,
  refused: (id) => `Try \`/schedule resume schedule:${id}\`, or pick another channel with \`/schedule edit\`.`,
  absent: (id) => `Resume it with \`/schedule resume schedule:${id}\`.`,
};

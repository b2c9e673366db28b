import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { ChannelProblem, SkipReason } from "../../features/schedules/rules.ts";
import { channelProblems, counted, daysInWords, topicAndDifficulty } from "./words.ts";

export const schedule = {
  rule: (
    dayName: string,
    time: string,
    channel: string,
    zone: string,
    topic: Topic | undefined,
    difficulty: Difficulty | undefined,
  ) => `${daysInWords(dayName)} at ${time} in ${channel} (${zone}), ${topicAndDifficulty(topic, difficulty)}`,
  added: (id: string, rule: string) => `Schedule \`${id}\` is set: ${rule}.`,
  edited: (id: string, rule: string) => `Schedule \`${id}\` is now: ${rule}.`,
  zoneHint: "Times are in UTC; `/schedule edit` with `timezone:` makes them yours.",
  guildZone: (zone: string) => `Days for streaks and boards begin and end in ${zone}; \`/settings zone\` changes that.`,
  next: (times: readonly string[]) => `Next: ${times.join(", ")}.`,
  details: (hours: number, role: string | undefined, thread: boolean) =>
    [
      `The answer comes ${counted(hours, "hour")} after the question`,
      ...(role ? [`it mentions ${role}`] : []),
      ...(thread ? ["a thread opens for discussion"] : []),
    ].join(", "),
  previewTitle: (id: string) => `### Next runs of \`${id}\``,
  previewLine: (local: string, stamp: string, relative: string) => `${local} · for you ${stamp}, ${relative}`,
  clockChange: (at: string, zone: string) =>
    `The clocks in ${zone} change ${at}. The question keeps its local time; for members elsewhere it moves.`,
  listTitle: (number: number) => `### ${counted(number, "schedule")}`,
  listGoesOn: "### … and",
  none: "No schedule yet. Set one in a minute: `/schedule add channel:#daily time:09:00`.",
  nextRun: (at: string) => `next ${at}`,
  lastPosted: (at: string, link: string) => `last [posted](${link}) ${at}`,
  lastSkipped: (at: string, reason: SkipReason) =>
    `the question due ${at} was skipped: ${reason === "away" ? "I was away for too long" : "there was none to ask"}`,
  lastRefused: (at: string, channel: string, trouble: ChannelProblem) =>
    `the question to be posted by hand ${at} did not come: ${channelProblems[trouble](channel)}`,
  pausedByModerator: (id: string) => `paused · resume it with \`/schedule resume schedule:${id}\``,
  pausedByChannel: (id: string, channel: string, reason: ChannelProblem) =>
    `I paused it: ${channelProblems[reason](channel)}. ${cures[reason](id)}`,
  paused: (id: string) =>
    `\`${id}\` is paused and keeps all its settings. Resume it with \`/schedule resume schedule:${id}\`.`,
  resumed: (id: string) => `\`${id}\` goes on.`,
  askRemove: (id: string, rule: string) => `Remove \`${id}\` (${rule})? Questions already posted and all points stay.`,
  removed: (id: string) => `\`${id}\` is removed. Questions already posted and all points stay.`,
  kept: (id: string) => `\`${id}\` stays as it is.`,
  posted: (link: string, closes: string) => `Posted: ${link}. The answer comes ${closes}.`,
  buttons: { postNow: "Post one now", preview: "Preview", remove: "Remove it", keep: "Keep it" },
} as const;

const cures: Readonly<Record<ChannelProblem, (id: string) => string>> = {
  deleted: (id) => `Choose another with \`/schedule edit schedule:${id} channel:\` and it goes on.`,
  "no-access": (id) =>
    `Let me see it, then \`/schedule resume schedule:${id}\`, or choose another with \`/schedule edit\`.`,
  "no-permission": (id) =>
    `Allow it, then \`/schedule resume schedule:${id}\`, or choose another with \`/schedule edit\`.`,
};

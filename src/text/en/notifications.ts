import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { ChannelProblem } from "../../features/schedules/rules.ts";
import { bold, channelProblems, counted, poolName } from "./words.ts";

const fixes: Readonly<Record<ChannelProblem, string>> = {
  deleted: "Pick another channel to resume it.",
  "no-access": "Give me **View Channel** there and resume it, or pick another channel.",
  "no-permission": "Give me **Send Messages** there and resume it, or pick another channel.",
  refused: "Try to resume it, or pick another channel.",
  absent: "Resume it to continue.",
};

export const notifications = {
  schedulePaused: (id: string, channel: string, problem: ChannelProblem) =>
    `I paused **${id}** because ${channelProblems[problem](channel)}. ${fixes[problem]}`,
  manualPostFailed: (id: string, channel: string, problem: ChannelProblem) =>
    `I couldn't post the question you requested from **${id}** because ${channelProblems[problem](channel)}. ` +
    `Fix that, then run \`/schedule post-now schedule:${id}\` again.`,
  schedulesResumed: (ids: readonly string[]) =>
    `While I wasn't in this server, I paused ${bold(ids)}. I'm back, so ${ids.length === 1 ? "it's" : "they're"} running again.`,
  resume: "Resume",
  chooseChannel: "Pick a channel",
  resumed: (id: string) => `**${id}** is running again.`,
  poolLow: (id: string, left: number) =>
    `**${id}** has ${left === 0 ? "no new questions left" : `${counted(left, "new question")} left. After that`}, I'll repeat the oldest ones. ` +
    "To get more, pick a broader topic with `/schedule edit` or add your own questions with `/question suggest`.",
  poolEmpty: (id: string, topic: Topic | undefined, difficulty: Difficulty | undefined) =>
    `**${id}** didn't post because no question matches it (${poolName({ topic, difficulty })}). I'll try again at its next time. ` +
    "To fix it, pick a broader topic with `/schedule edit`, change **Questions** in `/settings show`, or add your own questions with `/question suggest`.",
} as const;

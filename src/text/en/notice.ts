import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { ChannelProblem } from "../../features/schedules/rules.ts";
import { counted, topicAndDifficulty, troubles } from "./words.ts";

const cures: Readonly<Record<ChannelProblem, string>> = {
  deleted: "Choose another channel and it goes on.",
  "no-access": "Let me see it and resume, or choose another channel.",
  "no-permission": "Allow it and resume, or choose another channel.",
};

export const notice = {
  paused: (id: string, channel: string, trouble: ChannelProblem) =>
    `I paused \`${id}\`: ${troubles[trouble](channel)}. ${cures[trouble]} Nothing was lost.`,
  refused: (id: string, channel: string, trouble: ChannelProblem) =>
    `The question of \`${id}\` that was to be posted by hand did not come: ${troubles[trouble](channel)}. ` +
    `Once that is mended, \`/schedule post-now schedule:${id}\` brings one.`,
  somebody: "somebody who has left",
  resume: "Resume",
  chooseChannel: "Choose channel",
  goesOn: (id: string) => `\`${id}\` goes on.`,
  poolLow: (id: string, left: number) =>
    `\`${id}\` has ${left === 0 ? "no question" : counted(left, "question")} left that it has not asked here yet. ` +
    "Then the one asked longest ago comes again. Widen its topic with `/schedule edit`, or add questions of your own.",
  poolEmpty: (id: string, topic: Topic | undefined, difficulty: Difficulty | undefined) =>
    `\`${id}\` had no question to ask (${topicAndDifficulty(topic, difficulty)}), so nothing was posted. It tries again at its next time. ` +
    "Widen its topic with `/schedule edit`, let more be asked under **Questions** in `/settings show`, or add questions of your own.",
} as const;

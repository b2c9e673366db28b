import { LONGEST_STREAK } from "../../features/notifications/rules.ts";
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
  season: (season: number) => `### Season ${season} is over`,
  place: (place: number, member: string, points: number) => `${place}. ${member} · ${counted(points, "point")}`,
  played: (members: number) => `${counted(members, "member")} played. The next season has begun: everyone starts at 0.`,
  hall: "Hall of fame",
  board: "This week's board",
  summary: "### How the week went",
  improved: (member: string, more: number) =>
    `Most improved: ${member}, ${counted(more, "point")} more than the week before`,
  hardest: (stem: string, url: string, right: number, answered: number) =>
    `Hardest question: ${stem} · ${right} of ${answered} right · [see it](${url})`,
  streak: (days: number) =>
    `Group streak: ${counted(days, "day")}${days < LONGEST_STREAK ? "" : " or more"} in a row on which somebody answered`,
  members: (members: number) => `${counted(members, "member")} played`,
} as const;

export const hallOfFame = {
  title: "### Hall of fame",
  none: "No season is over yet. Its winners will stand here.",
  season: (season: number, closed: string, members: number) =>
    `**Season ${season}** · closed ${closed} · ${counted(members, "member")} played`,
  nobody: "nobody scored",
} as const;

import { MAX_GROUP_STREAK } from "../../features/notifications/rules.ts";
import { counted } from "./words.ts";

export const summaries = {
  title: "### Last week",
  improved: (member: string, more: number) =>
    `Most improved: ${member}, ${counted(more, "point")} more than the week before`,
  hardest: (stem: string, url: string, correct: number, answered: number) =>
    `Hardest question: ${stem} · ${correct} of ${answered} correct · [View](${url})`,
  streak: (days: number) =>
    `Group streak: ${counted(days, "day")}${days < MAX_GROUP_STREAK ? "" : " or more"} in a row with answers`,
  members: (members: number) => `${counted(members, "member")} took part`,
  leaderboard: "This week's leaderboard",
} as const;

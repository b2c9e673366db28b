import type { Period } from "../../features/boards/calendar-rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, ordinal, periods, topics } from "./words.ts";

const emptyPeriods: Readonly<Record<Period, string>> = {
  today: " today",
  week: " this week",
  month: " this month",
  season: " this season",
  all: "",
};

export const boards = {
  title: (period: Period, topic: Topic | undefined) =>
    topic ? `${periods[period]} · ${topics[topic]}` : periods[period],
  you: "you",
  points: (points: number) => counted(points, "point"),
  streak: (days: number) => `${days}-day streak`,
  tied: (rank: number) => `You're tied with ${ordinal(rank)} place, but they got there first.`,
  behind: (points: number, rank: number) => `You're ${counted(points, "point")} behind ${ordinal(rank)}.`,
  notRanked: "You're not on this leaderboard yet. Answer a question to get on it.",
  hidden:
    "You're hidden from this server's leaderboards. To show up again, run `/privacy hide` and tap **Show me again**.",
  members: (members: number) => counted(members, "member"),
  page: (page: number, pages: number) => `page ${page} of ${pages}`,
  ends: (at: string) => `ends ${at}`,
  empty: (period: Period, next: string | undefined) =>
    `No one has answered${emptyPeriods[period]} yet. ${next ? `Next question ${next}.` : "No question is scheduled."}`,
  /** A line of a compact ranking. */
  leader: (rank: number, member: string, points: number) => `${rank}. ${member} · ${counted(points, "point")}`,
  buttons: { today: "Today", week: "Week", month: "Month", season: "Season", all: "All time" } satisfies Record<
    Period,
    string
  >,
  previous: "‹ Back",
  next: "Next ›",
  me: "Me",
} as const;

export const seasons = {
  over: (season: number) => `### Season ${season} is over`,
  newSeason: (members: number) =>
    `${counted(members, "member")} took part. A new season has begun, and everyone starts at 0 points.`,
  hallOfFame: "Hall of fame",
  hallOfFameTitle: "### Hall of fame",
  noSeasons: "No season has ended yet. Its winners will appear here.",
  season: (season: number, closed: string, members: number) =>
    `**Season ${season}** · ended ${closed} · ${counted(members, "member")}`,
  noWinners: "No one scored.",
} as const;

import { counted } from "./words.ts";

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

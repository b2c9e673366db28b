import type { Period } from "../../features/boards/period-rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, ordinal, periods, topics } from "./words.ts";

export const board = {
  title: (period: Period, topic: Topic | undefined) =>
    topic ? `${periods[period]} · ${topics[topic]}` : periods[period],
  points: (points: number) => counted(points, "point"),
  streak: (days: number) => `${days}-day streak`,
  you: "you",
  level: (place: number) => `You are tied with ${ordinal(place)}, who got there first.`,
  behind: (points: number, place: number) => `You are ${counted(points, "point")} behind ${ordinal(place)}.`,
  footer: (members: number, page: number, pages: number) =>
    [`${counted(members, "member")} played`, ...(pages > 1 ? [`page ${page} of ${pages}`] : [])].join(" · "),
  ends: (period: Period, at: string) => `${periods[period].replace(/^This /, "").toLowerCase()} ends ${at}`,
  notOnIt: "You are not on this board yet: answer a question and you are.",
  hidden: "You are hidden from the boards of this server. `/privacy hide` tells more.",
  empty: (period: Period, next: string | undefined) => {
    const when = { today: "today", week: "this week", month: "this month", season: "this season", all: "yet" }[period];
    return `No one has answered ${when}. ${next ? `The next question comes ${next}.` : "No question is planned yet."}`;
  },
  buttons: { today: "Today", week: "Week", month: "Month", season: "Season", all: "All" } satisfies Record<
    Period,
    string
  >,
  back: "‹ Back",
  forth: "Next ›",
  me: "Me",
} as const;

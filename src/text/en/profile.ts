import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, ordinal, percent } from "./words.ts";

/** Topic names that fit in half the width of a phone screen. */
const short: Readonly<Record<Topic, string>> = {
  http: "HTTP",
  os: "Linux and OS",
  languages: "Languages",
  git: "Git",
  algorithms: "Algorithms",
  sql: "SQL",
  storage: "Storage",
  caching: "Caching",
  apis: "APIs",
  identity: "Identity",
  security: "Security",
  architecture: "Architecture",
  distributed: "Distributed",
  testing: "Testing and CI",
  deployment: "Deployment",
  operations: "Operations",
};

const months = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });
const number = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact" });

export const profile = {
  own: "### Your profile",
  other: (who: string) => `### ${who} in this server`,
  ownEmpty:
    "Your profile starts with your first answer. Try today's question with `/daily`, or a short quiz with `/quiz solo`.",
  otherEmpty: (who: string) =>
    `I can't show a profile for ${who}: they haven't answered a question in this server yet, or they're hidden from its leaderboards.`,
  elsewhere: "-# For your streak, points and rank in a server, use `/profile` there.",
  public: "-# Everyone in this server can see this. Levels, accuracy and practice are private.",

  topics: short,
  month: (day: string) => months.format(new Date(day)),
  weekdays: ["Mon", "", "Wed", "", "Fri", "", "Sun"],
  heat: "Last 12 weeks",
  sum: (answers: number) => counted(answers, "answer"),
  shade: (min: number, max: number) => {
    if (max === Infinity) return `${min}+`;
    return min === max ? `${min}` : `${min}–${max}`;
  },
  unit: "per day",

  days: (days: number) => counted(days, "day"),
  streak: (freezes: number) => (freezes > 0 ? `streak, ${counted(freezes, "freeze")}` : "streak"),
  rank: (rank: number | undefined) => (rank === undefined ? "no rank" : ordinal(rank)),
  ofMembers: (members: number) => `of ${(members < 10_000 ? number : compact).format(members)}, all time`,
  points: (points: number) => ({ value: number.format(points), label: points === 1 ? "point" : "points" }),
  answered: (answered: number) => ({
    value: number.format(answered),
    label: answered === 1 ? "question" : "questions",
  }),
  accuracy: (correct: number, answered: number) => ({
    value: answered > 0 ? percent(correct, answered) : "–",
    label: "correct first try",
  }),
  active: (days: number) => ({ value: counted(days, "day"), label: "of practice" }),

  levels: "Level by topic",
  levelsNote: "% of medium questions, ± uncertainty",
  level: (share: number, error: number) => `${share} ± ${error}`,
  rest: (topics: number) => `${counted(topics, "topic")} not started`,

  alt: {
    stats: (stats: readonly { value: string; label: string }[]) =>
      `${stats.map(({ value, label }) => `${value} ${label}`).join("; ")}.`,
    heat: (answers: number, days: number, weeks: readonly number[]) =>
      `Last 12 weeks: ${counted(answers, "answer")} on ${counted(days, "day")}. By week, this week last: ${weeks.join(", ")}.`,
    levels: (levels: readonly { topic: Topic; label: string }[]) =>
      `Level by topic, in % of medium questions: ${levels.map(({ topic, label }) => `${short[topic]} ${label}`).join(", ")}.`,
  },
} as const;

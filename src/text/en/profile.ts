import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, ordinal, percent } from "./words.ts";

/** Names short enough for half the width of a phone. */
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
  other: (who: string) => `### How ${who} does in this server`,
  ownEmpty:
    "There is nothing to show yet: your profile begins with your first answer. `/daily` brings today's question, `/quiz solo` a short quiz of your own.",
  otherEmpty: (who: string) =>
    `There is nothing of ${who} to show here: they have not answered a question in this server yet, or keep off its boards. Perhaps you try the next one together: \`/daily\` shows whether it is open.`,
  elsewhere: "-# Streak, points and rank belong to a server: `/profile` there shows them too.",
  public:
    "-# This is what the posts and boards of this server show anyway. Levels, accuracy and practice stay with their owner.",

  topics: short,
  month: (day: string) => months.format(new Date(day)),
  weekdays: ["Mon", "", "Wed", "", "Fri", "", "Sun"],
  heat: "Last 12 weeks",
  sum: (answers: number) => counted(answers, "answer"),
  shade: (least: number, most: number) => {
    if (most === Infinity) return `${least}+`;
    return least === most ? `${least}` : `${least}–${most}`;
  },
  unit: "a day",

  days: (days: number) => counted(days, "day"),
  streak: (freezes: number) => (freezes > 0 ? `streak, ${counted(freezes, "freeze")}` : "streak"),
  place: (place: number | undefined) => (place === undefined ? "no rank" : ordinal(place)),
  rank: (members: number) => `of ${(members < 10_000 ? number : compact).format(members)}, all time`,
  points: (points: number) => ({ value: number.format(points), label: points === 1 ? "point" : "points" }),
  met: (met: number) => ({ value: number.format(met), label: met === 1 ? "question met" : "questions met" }),
  accuracy: (right: number, met: number) => ({ value: met > 0 ? percent(right, met) : "–", label: "right first time" }),
  active: (days: number) => ({ value: counted(days, "day"), label: "of practice" }),

  levels: "Level by topic",
  levelsNote: "% of medium questions known, ± doubt",
  level: (share: number, doubt: number) => `${share} ± ${doubt}`,
  rest: (topics: number) => `${counted(topics, "topic")} not met yet`,

  alt: {
    stats: (stats: readonly { value: string; label: string }[]) =>
      `${stats.map(({ value, label }) => `${value} ${label}`).join("; ")}.`,
    heat: (answers: number, days: number, weeks: readonly number[]) =>
      `Last 12 weeks: ${counted(answers, "answer")} on ${counted(days, "day")}. By week, this one last: ${weeks.join(", ")}.`,
    levels: (levels: readonly { topic: Topic; label: string }[]) =>
      `Level by topic, in % of medium questions known: ${levels.map(({ topic, label }) => `${short[topic]} ${label}`).join(", ")}.`,
  },
} as const;

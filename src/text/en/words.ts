import type { Period } from "../../features/boards/calendar-rules.ts";
import type { PoolFilter } from "../../features/questions/bank-rules.ts";
import type { Difficulty, Language, Level } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import type { ChannelProblem } from "../../features/schedules/rules.ts";
import { truncate } from "../../platform/discord/components.ts";

/** Names and phrases that several messages use. */
export const topics: Readonly<Record<Topic, string>> = {
  http: "HTTP and networking",
  os: "Operating systems and Linux",
  languages: "Programming languages",
  git: "Git, GitHub, GitLab",
  algorithms: "Data structures, algorithms, math",
  sql: "SQL",
  storage: "Transactions and storage",
  caching: "NoSQL and caching",
  apis: "API design",
  identity: "Identity",
  security: "Application security",
  architecture: "Web architecture and frameworks",
  distributed: "Distributed and asynchronous systems",
  testing: "Testing and CI",
  deployment: "Servers and deployment",
  operations: "Observability and scale",
};

/** Topic names that are short enough for a quiz heading to fit on one line on a phone. */
export const shortTopics: Readonly<Record<Topic, string>> = {
  ...topics,
  os: "Linux and systems",
  algorithms: "Algorithms and math",
  storage: "Transactions",
  architecture: "Web architecture",
  distributed: "Distributed systems",
  deployment: "Deployment",
  operations: "Observability",
};

export const difficulties: Readonly<Record<Difficulty, string>> = { 1: "easy", 2: "medium", 3: "hard" };

export const languages: Readonly<Record<Language, string>> = {
  python: "Python",
  javascript: "JavaScript/TypeScript",
  php: "PHP",
  java: "Java",
  go: "Go",
  csharp: "C#",
  rust: "Rust",
};

export const levels: Readonly<Record<Level, string>> = { recall: "recall", apply: "apply", analyze: "analyze" };

export const periods: Readonly<Record<Period, string>> = {
  today: "Today",
  week: "This week",
  month: "This month",
  season: "This season",
  all: "All time",
};

const days: Readonly<Record<string, string>> = {
  daily: "every day",
  weekdays: "weekdays",
  weekends: "weekends",
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/** Why the bot can't post in a channel, as a clause that follows "because". */
export const channelProblems: Readonly<Record<ChannelProblem, (channel: string) => string>> = {
  deleted: () => "its channel was deleted",
  "no-access": (channel) => `I can't see ${channel} anymore`,
  "no-permission": (channel) => `I can't post in ${channel} anymore`,
  refused: (channel) => `Discord rejected my posts in ${channel} for an hour`,
  absent: () => "I wasn't in this server",
};

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const suffixes: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
export const ordinal = (place: number) => `${place}${suffixes[ordinals.select(place)] ?? "th"}`;
export const counted = (number: number, one: string, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;
export const list = new Intl.ListFormat("en", { type: "conjunction" });
export const bold = (words: readonly string[]) => list.format(words.map((word) => `**${word}**`));
export const daysInWords = (name: string) => days[name] ?? list.format(name.split("-").map((day) => days[day] ?? day));
export const examName = (module: string) => (module === "mock" ? "Mock exam" : `Module ${module.toUpperCase()}`);
export const percent = (part: number, whole: number) => `${whole > 0 ? Math.round((part / whole) * 100) : 0}%`;
export const poolName = ({ topic, difficulty, language }: PoolFilter) =>
  [
    topic ? topics[topic] : "any topic",
    ...(difficulty ? [difficulties[difficulty]] : []),
    ...(language ? [languages[language]] : []),
  ].join(", ");

/** Formats user input as inline code. The input can't break out of it. */
export function quoted(given: string): string {
  const shown = given.length > 60 ? `${truncate(given, 60)}…` : given;
  return `\`${shown.replaceAll("`", "ˋ").replace(/\s+/g, " ") || " "}\``;
}

import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, difficulties, ordinal, shortTopics, topics } from "./words.ts";

export const question = {
  heading: (topic: Topic, difficulty: Difficulty, worth: number) =>
    `${topics[topic]} · ${difficulties[difficulty]} · ${counted(worth, "point")}`,
  closedHeading: (topic: Topic, difficulty: Difficulty) => `${topics[topic]} · ${difficulties[difficulty]} · closed`,
  thread: (day: string, topic: Topic, stem: string) => `${day} · ${shortTopics[topic]} · ${stem}`,
  footer: (answered: number, closesAt: string) => `${answered} answered · closes ${closesAt}`,
  answer: "Answer",
  answerAgain: "Answer again",
  change: "Change answer",
  chooseMore: (least: number) => `Choose ${least} or more`,
  howMulti: "Choose every right one: all or nothing.",
  howTyped: "Tap Answer and type it.",
  howOrder: "Tap Answer and put the steps in order.",
  modalTitle: "Your answer",
  yourAnswer: "Your answer",
  inUnit: (unit: string) => `A number, in ${unit}`,
  codeCounts: "Capitals and spaces count",
  numberExample: "A number, for example 1024 or 0.5",
  position: (place: number) => ordinal(place),
  choosePosition: (place: number) => `What comes ${ordinal(place)}?`,
} as const;

export const questionShow = {
  facts: (id: string, rev: number, level: string, objective: string) =>
    `\`${id}\` · revision ${rev} · ${level} · \`${objective}\``,
  retired: (day: string) => `retired on ${day}: no longer asked`,
  forModerators: "### The key, for moderators only",
} as const;

export const feedback = {
  right: "✓ **Right**",
  wrong: "✗ **Not this one**",
  points: (base: number, bonus: number) =>
    bonus > 0 ? `+${counted(base, "point")}, +${bonus} for your streak` : `+${counted(base, "point")}`,
  why: (option: string, why: string) => `**${option}**: ${why}`,
  whyNot: (option: string, why: string) => `Why not **${option}**: ${why}`,
  yours: (option: string, why: string) => `You chose **${option}**: ${why}`,
  yoursToo: (option: string, why: string) => `Right, and you chose it: **${option}**: ${why}`,
  missed: (option: string, why: string) => `You missed **${option}**: ${why}`,
  yourAnswer: (answer: string) => `You answered ${answer}.`,
  rightIs: (option: string, why: string) => `Right is **${option}**: ${why}`,
  yourOrder: "Your order:",
  rightOrder: "The right order:",
  again: (answer: string, at: string) => `You answered **${answer}** at ${at}; the first answer counts.`,
  noted: (answer: string, at: string) => `Noted: **${answer}**. The answer comes ${at}.`,
  streak: (days: number) => `Streak ${counted(days, "day")}`,
  freezes: (number: number) => `${counted(number, "freeze")} left`,
  place: (place: number) => `${ordinal(place)} today`,
  read: (links: readonly string[]) => `Read: ${links.join(" · ")}`,
} as const;

export const reveal = {
  rightAnswer: "right answer",
  share: (percent: number) => `${percent}%`,
  nobody: "Nobody answered this one.",
  firstRight: (mentions: readonly string[]) => `First right: ${mentions.join(", ")}`,
  rightOf: (right: number, answered: number) => `${right} of ${answered} right`,
  accepted: (answers: readonly string[]) => `Right: ${answers.map((answer) => `**${answer}**`).join(" or ")}`,
  harder: "harder than usual for this group",
  easier: "easier than usual for this group",
  discuss: "Discuss",
  whyNot: "Why not the others",
} as const;

export const daily = {
  missed: (channel: string) => `The question in ${channel}, for you to answer here.`,
  streak: (days: number) => (days > 0 ? `Your streak: ${counted(days, "day")}.` : "Answer today to start a streak."),
  alsoOpen: (links: readonly string[], more: number) =>
    `Also open: ${links.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  nothingOpen: (next: string | undefined) =>
    next
      ? `No question is open right now. The next comes ${next}.`
      : "No question is open, and none is planned. A moderator can plan one with `/schedule add`.",
} as const;

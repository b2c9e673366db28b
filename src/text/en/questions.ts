import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, difficulties, ordinal, quoted, shortTopics, topics } from "./words.ts";

export const question = {
  heading: (topic: Topic, difficulty: Difficulty, worth: number) =>
    `${topics[topic]} · ${difficulties[difficulty]} · ${counted(worth, "point")}`,
  closedHeading: (topic: Topic, difficulty: Difficulty) => `${topics[topic]} · ${difficulties[difficulty]} · closed`,
  thread: (day: string, topic: Topic, stem: string) => `${day} · ${shortTopics[topic]} · ${stem}`,
  footer: (answered: number, closesAt: string) => `${answered} answered · closes ${closesAt}`,
  answer: "Answer",
  answerAgain: "Answer again",
  change: "Change answer",
  chooseMore: (min: number) => `Choose ${min} or more`,
  howMulti: "Select all correct answers.",
  howTyped: "Tap **Answer** and type your answer.",
  howOrder: "Tap **Answer** and put the steps in order.",
  modalTitle: "Your answer",
  yourAnswer: "Your answer",
  inUnit: (unit: string) => `A number, in ${unit}`,
  codeCounts: "Case and spaces matter",
  numberExample: "A number, like 1024 or 0.5",
  position: (place: number) => ordinal(place),
  choosePosition: (place: number) => `What comes ${ordinal(place)}?`,
} as const;

export const questionShow = {
  facts: (id: string, rev: number, level: string, objective: string) =>
    `\`${id}\` · revision ${rev} · ${level} · \`${objective}\``,
  retired: (day: string) => `retired on ${day}`,
  forModerators: "### Answer key (moderators only)",
  withheld: "-# This question is open in one of your servers, so its answer key stays hidden until the reveal.",
} as const;

export const feedback = {
  correct: "✓ **Correct!**",
  incorrect: "✗ **Not quite.**",
  points: (base: number, bonus: number) =>
    bonus > 0 ? `+${counted(base + bonus, "point")}, including ${bonus} for your streak` : `+${counted(base, "point")}`,
  why: (option: string, why: string) => `**${option}**: ${why}`,
  whyNot: (option: string, why: string) => `Why not **${option}**: ${why}`,
  yours: (option: string, why: string) => `You chose **${option}**: ${why}`,
  yoursToo: (option: string, why: string) => `You chose **${option}**, which is correct: ${why}`,
  missed: (option: string, why: string) => `You missed **${option}**: ${why}`,
  yourAnswer: (answer: string) => `You answered ${answer}.`,
  answerIs: (option: string, why: string) => `The answer is **${option}**: ${why}`,
  yourOrder: "Your order:",
  correctOrder: "Correct order:",
  again: (answer: string, at: string) => `You already answered **${answer}** at ${at}. Only your first answer counts.`,
  noted: (answer: string, at: string) => `Saved: **${answer}**. I'll reveal the answer ${at}.`,
  streak: (days: number) => `${days}-day streak`,
  freezes: (number: number) => `${counted(number, "freeze")} left`,
  place: (place: number) => `${ordinal(place)} today`,
  read: (links: readonly string[]) => `Read more: ${links.join(" · ")}`,
} as const;

export const reveal = {
  correctAnswer: "correct answer",
  share: (percent: number) => `${percent}%`,
  noAnswers: "No one answered this one.",
  firstCorrect: (mentions: readonly string[]) => `First correct: ${mentions.join(", ")}`,
  correctOf: (correct: number, answered: number) => `${correct} of ${answered} correct`,
  accepted: (answers: readonly string[]) => `Correct: ${answers.map((answer) => `**${answer}**`).join(" or ")}`,
  harder: "harder than usual for this group",
  easier: "easier than usual for this group",
  discuss: "Discuss",
  whyNot: "Why not the others?",
} as const;

export const daily = {
  missed: (channel: string) => `You can answer the question from ${channel} here.`,
  streak: (days: number) => (days > 0 ? `You're on a ${days}-day streak.` : "Answer today to start a streak."),
  alsoOpen: (links: readonly string[], more: number) =>
    `Also open: ${links.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  nothingOpen: (next: string | undefined) =>
    next
      ? `No question is open right now. The next one is due ${next}.`
      : "No question is open, and none is scheduled. A moderator can add a schedule with `/schedule add`.",
} as const;

export const questionSearch = {
  title: (number: number, text: string) => `### ${counted(number, "question")} for ${quoted(text)}`,
  none: (text: string) => `No questions found for ${quoted(text)}. Try fewer words, or a topic like \`sql\`.`,
  line: (id: string, topic: Topic, difficulty: Difficulty) =>
    `-# \`${id}\` · ${topics[topic]} · ${difficulties[difficulty]}`,
  hint: "-# Use `/question show id:` to see one.",
} as const;

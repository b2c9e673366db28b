import type { Band, Standing, Trend } from "../../features/exams/rules.ts";
import type { Language } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import { languageList } from "./preferences.ts";
import { bold, counted, examName, percent, topics } from "./words.ts";

type ScoredExam = { module: string; correct: number; total: number };

const verdict = (passed: boolean | undefined) => (passed === undefined ? "" : ` · ${passed ? "passed" : "not passed"}`);
const range = ({ from, to }: Band) => `${Math.round(from * 100)}–${Math.round(to * 100)}%`;
const standings: Readonly<Record<Standing, string>> = {
  above: " That's above the pass mark.",
  unclear: " The pass mark is in that range, so it's too close to call.",
  below: " That's below the pass mark.",
};

export const exams = {
  /** `languages` are the preferred programming languages, if this exam has questions about them. */
  choice: (
    { module, items, minutes }: { module: string; items: number; minutes: number },
    about: readonly Topic[],
    languages: readonly Language[],
  ) => {
    const size = `${examName(module)} · ${items} questions, ${minutes} min`;
    const only = languages.length > 0 ? languageList(languages) : undefined;
    if (module === "mock") return only ? `${size} · with ${only}` : size;
    const names = about.map((topic) => (topic === "languages" && only ? only : topics[topic]));
    return `${size} · ${names.join("; ")}`;
  },
  languages: (languages: readonly Language[]) =>
    `Programming languages in this exam: ${languageList(languages)}. Choose others for your next one with \`/preferences\`.`,

  heading: (module: string, place: number, items: number, ends: string) =>
    `${examName(module)} · ${place} of ${items} · ends ${ends}`,
  unanswered: "You haven't answered this one yet.",
  answered: (answer: string) => `Your answer: ${answer}. You can change it until you submit.`,
  flagged: (here: boolean, total: number) => (here ? `⚑ Flagged (${total} in total)` : `${total} flagged`),
  missingQuestion: "This question was removed from the question bank and won't be scored. Go to the next one.",
  buttons: {
    back: "Back",
    next: "Next",
    flag: "Flag",
    unflag: "Remove flag",
    overview: "Overview",
    submit: "Submit",
    backToExam: "Back to exam",
    resume: "Resume",
    abandon: "Abandon",
    abandonAndStart: "Abandon and start",
    keep: "Keep it",
    reviewWrong: "Review wrong answers",
    addToReview: "Add to review",
    share: "Share",
    report: "Back to report",
  },

  overview: (module: string, ends: string) => `### ${examName(module)} · overview\n-# Ends ${ends}`,
  legend: (answered: number, unanswered: number, flagged: number) =>
    `● ${answered} answered · ○ ${unanswered} unanswered · ⚑ ${flagged} flagged`,
  unansweredList: (numbers: readonly number[]) => `**Unanswered:** ${numbers.join(", ")}`,
  flaggedList: (numbers: readonly number[]) => `**Flagged:** ${numbers.join(", ")}`,
  jump: (from: number, to: number) => `Go to question ${from}–${to}`,
  jumpOption: (number: number, answered: boolean, flagged: boolean) =>
    `${number} · ${answered ? "● answered" : "○ unanswered"}${flagged ? " · ⚑ flagged" : ""}`,
  range: (from: number, to: number) => `${from}–${to}`,

  confirmSubmit: (module: string, unanswered: number, flagged: number, ends: string) => {
    const missing =
      unanswered === 0
        ? "All questions are answered"
        : `${counted(unanswered, "question is", "questions are")} unanswered`;
    const marked = flagged === 0 ? "" : `, ${flagged} flagged`;
    return [
      `### Submit ${examName(module)}?`,
      `${missing}${marked}.${unanswered === 0 ? "" : " Submit anyway?"}`,
      `-# Time runs out ${ends}. You can't change your answers after you submit.`,
    ].join("\n");
  },
  conflict: (module: string, answered: number, items: number, ends: string) =>
    `You have an open attempt: ${examName(module)}, ${answered} of ${items} answered, ends ${ends}. You can take one exam at a time: resume this one, or abandon it to start another.`,
  confirmAbandon: (module: string, answered: number, requested: string) =>
    `Abandon ${examName(module)} with ${counted(answered, "answer")} and start ${examName(requested)}? You won't get a result for it.`,

  timedOutAway: (module: string, at: string, correct: number, total: number) =>
    `Your time for ${examName(module)} ran out ${at}, so I submitted your answers: ${correct} of ${total} correct. Open the report with \`/exam results\`.`,
  timedOut: (at: string) => `Your time ran out ${at}, so I submitted your answers.`,
  submittedEarlier: (at: string) => `You submitted this attempt ${at}. Its answers can't be changed.`,

  /** `passed` is undefined for modules, which have no verdict. */
  score: (module: string, correct: number, total: number, passed: boolean | undefined) =>
    `### ${examName(module)} · ${correct} of ${total} correct${verdict(passed)}${passed ? "!" : ""}`,
  band: (band: Band, total: number, standing: Standing | undefined) =>
    `With other questions, you'd probably get **${range(band)}** correct. ${counted(total, "question")} can't give a narrower range.${standing ? standings[standing] : ""}`,
  likely: (band: Band) => `Likely range: ${range(band)}`,
  passMark: (mark: number, total: number) => `Pass mark: ${mark} of ${total} (practice standard, not validated)`,
  extraTime: "with extra time",
  weakest: (weakest: readonly Topic[]) =>
    `Weakest: ${bold(weakest.map((topic) => topics[topic]))}. Start your practice there.`,
  mockPoints: "Passing earns 100 points once per season, in the server where you started the exam.",
  moduleScope: "A module covers only its own topics. The mock exam covers all of them.",
  disclaimer: "This is Rootine's own practice exam. No official one exists.",

  missedHeading: (module: string, place: number, missed: number) =>
    `${examName(module)} · missed question ${place} of ${missed}`,
  notAnswered: "You didn't answer this one.",
  missingExplanation: "This question was removed from the question bank, so I can't explain it.",
  withheld: "This question is open in one of your servers right now. Come back after its answer is revealed.",
  addedToReview: (questions: number) =>
    `${counted(questions, "question is", "questions are")} in your review. \`/review\` brings each one back when it's due.`,
  shared: (member: string, module: string, correct: number, total: number, passed: boolean | undefined) => {
    const outcome = passed === undefined ? "" : passed ? ", passed" : ", not passed yet";
    return `${member} took ${examName(module)}: ${correct} of ${total} correct${outcome}`;
  },

  historyTitle: "### Your exams",
  noHistory: "You haven't submitted an exam yet. Start one with `/exam start`.",
  historyLine: ({ module, correct, total }: ScoredExam, passed: boolean | undefined, band: Band, at: string) => {
    const uncertainty = passed === undefined ? `, likely ${range(band)}` : "";
    return `${examName(module)} · ${correct} of ${total} (${percent(correct, total)}${uncertainty})${verdict(passed)} · ${at}`;
  },
  openReport: "Open a report",
  pastReport: (module: string, correct: number, total: number, day: string) =>
    `${examName(module)} · ${correct} of ${total} · ${day}`,
  trend: (module: string, trend: Trend) => {
    const changes = {
      rising: "up from your previous attempts",
      falling: "down from your previous attempts",
      level: "about the same as your previous attempts",
    };
    return `${examName(module)}: ${changes[trend]}`;
  },

  readinessTitle: "**Would you pass the mock exam today?**",
  readiness: ([from, to]: readonly [number, number], gain: Topic) =>
    `${from}–${to}% likely. Practicing ${topics[gain]} would help the most.`,
  readinessNote:
    "Predicts only Rootine's own mock exam, based on your first answer to each question. Recent answers count more.",
  readinessMissing: (total: number, missing: readonly { topic: Topic; attempts: number }[], otherTopics: number) =>
    [
      "I can't tell yet. Answer at least:",
      ...(total > 0 ? [`- ${counted(total, "more new question")} in total`] : []),
      ...missing.map(({ topic, attempts }) => `- ${counted(attempts, "more new question")} on **${topics[topic]}**`),
      ...(otherTopics > 0 ? [`- a few more in ${counted(otherTopics, "other topic")}`] : []),
    ].join("\n"),
} as const;

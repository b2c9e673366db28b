import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, examName, list, percent, topics } from "./words.ts";

export const exam = {
  name: examName,
  about: (module: string, items: number, minutes: number, about: readonly Topic[]) =>
    module === "mock"
      ? `${examName(module)} · ${items} questions in ${minutes} minutes`
      : `${examName(module)} · ${items} in ${minutes} min · ${about.map((topic) => topics[topic]).join("; ")}`,
  progress: (module: string, place: number, items: number, ends: string) =>
    `${examName(module)} · ${place} of ${items} · ends ${ends}`,
  open: "Open: you have not answered this one yet.",
  chosen: (answer: string) => `Your answer: ${answer}. You may change it until you submit.`,
  flagged: (here: boolean, inAll: number) =>
    [...(here ? ["⚑ Flagged to look at again"] : []), `${inAll} flagged`].join(" · "),
  withheld: "This server is being asked this question right now. Look again after its answer has been shown.",
  gone: "This question has been taken out of the bank. It will not be scored; go on with the next.",
  buttons: {
    back: "Back",
    flag: "Flag",
    unflag: "Unflag",
    next: "Next",
    overview: "Overview",
    submit: "Submit",
    submitAnyway: "Submit",
    goOn: "Back to the exam",
    resume: "Resume",
    abandon: "Abandon it",
    abandonSure: "Throw it away",
    keep: "Keep it",
    wrong: "Wrong answers",
    review: "Add to my review",
    share: "Share",
    report: "Back to the report",
  },
  overview: (module: string, ends: string) => `### ${examName(module)} · overview\n-# Ends ${ends}`,
  legend: (answered: number, open: number, flagged: number) =>
    `● answered ${answered} · ○ open ${open} · ⚑ flagged ${flagged}`,
  openOnes: (places: readonly number[]) => `**Open:** ${places.join(", ")}`,
  flaggedOnes: (places: readonly number[]) => `**Flagged:** ${places.join(", ")}`,
  jump: (from: number, to: number) => `Go to question ${from} to ${to}`,
  place: (place: number, answered: boolean, flagged: boolean) =>
    `${place} · ${answered ? "● answered" : "○ open"}${flagged ? " · ⚑ flagged" : ""}`,
  range: (from: number, to: number) => `${from}–${to}`,
  askSubmit: (module: string, open: number, flagged: number, ends: string) => {
    const left = open === 0 ? "All questions are answered" : `${counted(open, "question is", "questions are")} open`;
    const marked = flagged === 0 ? "" : `, ${flagged} flagged`;
    return `### Submit ${examName(module)}?\n${left}${marked}. Your time ends ${ends}; a submitted exam cannot be changed.`;
  },
  busy: (module: string, answered: number, items: number, ends: string) =>
    `You have an attempt open: ${examName(module)}, ${answered} of ${items} answered, ends ${ends}. One at a time: resume it, or abandon it to start another.`,
  askAbandon: (module: string, answered: number, wished: string) =>
    `Throw away ${examName(module)} with ${counted(answered, "answer")} and start ${examName(wished)}? It leaves no result.`,
  endedAway: (module: string, at: string, right: number, items: number) =>
    `Your time for ${examName(module)} ended ${at}, so I submitted what you had answered: ${right} of ${items}. \`/exam results\` has the report.`,
  timeUp: (at: string) => `Your time ended ${at}, so I submitted what you had answered.`,
  earlier: (at: string) => `This attempt was submitted ${at}; nothing in it can be changed any more.`,
  score: (module: string, right: number, items: number, passed: boolean) => {
    const verdict = passed ? (module === "mock" ? "passed!" : "passed") : "not passed";
    return `### ${examName(module)} · ${right} of ${items} · ${verdict}`;
  },
  passMark: (mark: number, items: number) => `Pass mark ${mark} of ${items} (practice standard, not validated)`,
  extraTime: "with extra time",
  barName: (topic: Topic, isWeak: boolean) => (isWeak ? `**${topics[topic]}**` : topics[topic]),
  weakest: (weakest: readonly Topic[]) =>
    `Weakest: ${list.format(weakest.map((topic) => `**${topics[topic]}**`))}. Ten minutes there gain the most.`,
  ownExam: "This is this bot's own exam; no official one exists.",
  aModule: "A module is practice for its topics: only the mock exam tells how you would do in all of them.",
  points: "Passing it earns 100 points, once a season, in the server it was started in.",
  missed: (module: string, place: number, missed: number) => `${examName(module)} · not right: ${place} of ${missed}`,
  leftOpen: "You left this one open.",
  reviewed: (questions: number) =>
    `${counted(questions, "question is", "questions are")} in your review. \`/review\` brings back each when it is time.`,
  sharedCard: (who: string, module: string, right: number, items: number, passed: boolean) =>
    `${who} sat ${examName(module)}: ${right} of ${items}, ${passed ? "passed" : "not passed yet"}`,
  historyTitle: "### Your exams",
  noHistory: "You have submitted no exam yet. `/exam start` begins one.",
  historyLine: (module: string, right: number, items: number, passed: boolean, at: string) =>
    `${examName(module)} · ${right} of ${items} (${percent(right, items)}) · ${passed ? "passed" : "not passed"} · ${at}`,
  openReport: "Open a report",
  pastReport: (module: string, right: number, items: number, day: string) =>
    `${examName(module)} · ${right} of ${items} · ${day}`,
  trend: (module: string, change: "rising" | "falling" | "level") =>
    `${examName(module)}: ${change} against your attempts before`,
  readinessTitle: "**Would you pass this bot's mock exam today?**",
  readiness: ([from, to]: readonly [number, number], gain: Topic) =>
    `${from}–${to}% likely. Practising ${topics[gain]} would raise it most.`,
  readinessLabel:
    "A prediction of this bot's own mock exam from your first answers, newer ones counting more; of no other exam.",
  readinessHidden: (inAll: number, missing: readonly { topic: Topic; attempts: number }[], more: number) =>
    [
      "Too little to tell yet. It takes",
      ...(inAll > 0 ? [`- ${counted(inAll, "more first answer")} in all`] : []),
      ...missing.map(({ topic, attempts }) => `- ${attempts} more in **${topics[topic]}**`),
      ...(more > 0 ? [`- some in ${counted(more, "other topic")}`] : []),
    ].join("\n"),
} as const;

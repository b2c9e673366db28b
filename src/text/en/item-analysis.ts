import type { Flag } from "../../features/item-analysis/rules.ts";
import { counted, quoted } from "./words.ts";

const flags: Readonly<Record<Flag, string>> = {
  misleading: "stronger members get it wrong more often: check the key",
  weak: "doesn't separate stronger from weaker members",
  "too-hard": "fewer than 30% get it right",
  "too-easy": "over 95% get it right",
};

export const itemAnalysis = {
  title: "### Question health",
  none: "No question in this server has 50 first answers yet. I need at least that many to analyze one.",
  early: "Most answered so far:",
  allHealthy: (analyzed: number) =>
    `No problems found in ${counted(analyzed, "question")} with 50 or more first answers.`,
  summary: (analyzed: number, flagged: number) =>
    `${flagged} of ${counted(analyzed, "question")} with 50 or more first answers ${flagged === 1 ? "needs" : "need"} a look.`,
  item: (id: string, attempts: number, correct: number, discrimination: string | undefined) =>
    [
      `\`${id}\` · ${counted(attempts, "answer")} · ${correct}% correct`,
      ...(discrimination === undefined ? [] : [`discrimination ${discrimination}`]),
    ].join(" · "),
  flag: (flag: Flag) => flags[flag],
  unchosen: (options: readonly string[]) => `never chosen: ${options.map(quoted).join(", ")}`,
  pulled: "**pulled**: I won't ask it until you check the key",
  more: (count: number) => `… and ${count} more.`,
  footer: (at: string) => `Updated ${at}, at most once a day. Use \`/question show\` to see a question with its key.`,
  confirmKey: (id: string) => `Answer key for ${id} is correct`,
  keyConfirmed: (id: string) => `\`${id}\` is active again. I won't pull it again unless the question changes.`,
} as const;

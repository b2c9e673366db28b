import type { Flag } from "../../features/item-analysis/rules.ts";
import { counted, quoted } from "./words.ts";

const flags: Readonly<Record<Flag, string>> = {
  misleading: "those who know more get it wrong more often: check the key",
  weak: "tells little about who knows more",
  "too-hard": "fewer than 3 in 10 get it right",
  "too-easy": "nearly everybody gets it right",
};

export const health = {
  title: "### How your questions do",
  none: "No question has 50 first answers in this server yet. From then on I can say how it does.",
  early: "So far, and of too few to judge by:",
  sound: (judged: number) =>
    `All is well with the ${counted(judged, "question")} that 50 or more of you have answered.`,
  summary: (judged: number, flagged: number) =>
    `Of ${counted(judged, "question")} with 50 or more first answers, ${flagged} ${flagged === 1 ? "needs" : "need"} a look.`,
  item: (id: string, attempts: number, right: number, discrimination: string | undefined) =>
    [
      `\`${id}\` · ${counted(attempts, "answer")} · ${right} % right`,
      ...(discrimination === undefined ? [] : [`discrimination ${discrimination}`]),
    ].join(" · "),
  flag: (flag: Flag) => flags[flag],
  unchosen: (options: readonly string[]) => `nobody takes ${options.map(quoted).join(", ")}`,
  pulled: "**pulled**: not asked until you have checked it",
  more: (count: number) => `… and ${count} more.`,
  footer: (at: string) => `Reckoned ${at}, once a day. \`/question show\` shows a question with its key.`,
  putBack: (id: string) => `I checked ${id}: ask it again`,
  isBack: (id: string) => `\`${id}\` is asked again, and I won't pull it unless its key changes.`,
} as const;

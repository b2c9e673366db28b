import { counted } from "./words.ts";

export const reminder = {
  heading: "### A few minutes for what you learn",
  due: (cards: number) =>
    `${counted(cards, "card")} ${cards === 1 ? "is" : "are"} due. \`/review\` brings ${cards === 1 ? "it" : "them"}, also here.`,
  stake: (days: number, url: string, closes: string) =>
    `Your streak of ${counted(days, "day")} goes on if you answer [today's question](${url}); it closes ${closes}.`,
} as const;

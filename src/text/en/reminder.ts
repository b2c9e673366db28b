import type { LocalTime, Zone } from "../../platform/time.ts";
import { counted } from "./words.ts";

export const reminder = {
  heading: "### A few minutes for what you learn",
  due: (cards: number) =>
    `**${counted(cards, "card")}** ${cards === 1 ? "is" : "are"} due. \`/review\` brings ${cards === 1 ? "it" : "them"}, also right here.`,
  stake: (days: number, url: string, closes: string) =>
    `Your streak of **${counted(days, "day")}** goes on with [today's question](${url}). It closes ${closes}.`,
  why: "You asked for this, once a day at most. `/remind on` changes the time.",
  turnOff: "No more reminders",
  on: (time: LocalTime, zone: Zone, next: string) =>
    `I'll write to you at \`${time}\` (${zone}) on days when cards are due or a streak is at stake, once a day at most. ` +
    `The first may come ${next}. \`/remind off\` ends it.`,
  off: "I won't remind you any more. `/remind on time:08:00` begins again.",
  wasOff: "No reminder was on. `/remind on time:08:00` begins one.",
  closed:
    "I turned your reminder off: your direct messages are closed to me. " +
    "Allow direct messages from members of this server, then use `/remind on` again.",
} as const;

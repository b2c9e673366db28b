import type { LocalTime, Zone } from "../../platform/time.ts";
import { counted } from "./words.ts";

export const reminders = {
  heading: "### Time for a few questions",
  due: (cards: number) =>
    `**${counted(cards, "card")}** ${cards === 1 ? "is" : "are"} due. Start with \`/review\`; it works right here, too.`,
  stake: (days: number, url: string, closes: string) =>
    `Keep your streak of **${counted(days, "day")}**: answer [today's question](${url}). It closes ${closes}.`,
  why: "You get this because you turned on reminders, at most one a day. Change the time with `/remind on`.",
  turnOff: "Turn off reminders",
  on: (time: LocalTime, zone: Zone, next: string) =>
    `Reminders are on. I'll message you at \`${time}\` (${zone}) on days when cards are due or a streak is at stake, at most once a day. ` +
    `Next check: ${next}. Turn them off with \`/remind off\`.`,
  off: "Reminders are off. Turn them back on with `/remind on time:08:00`.",
  wasOff: "Reminders were already off. Turn them on with `/remind on time:08:00`.",
  closed:
    "I turned off your reminders because I can't send you direct messages. " +
    "Allow direct messages from members of this server, then run `/remind on` again.",
} as const;

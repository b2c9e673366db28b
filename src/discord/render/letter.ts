import type { Letter } from "../../app/ports.ts";
import { en as words } from "../text/en.ts";
import { type Card, container, lines, messageUrl, stamp } from "./components.ts";

/** A direct message. Its first component's id is the mailer's to choose. */
export function renderLetter({ due, stakes }: Letter): Card {
  const at = stakes.map(({ streak, guildId, channelId, messageId, closesAt }) =>
    words.reminder.stake(streak, messageUrl(guildId, channelId, messageId), stamp(closesAt, "R")),
  );
  const cards = due > 0 ? words.reminder.due(due) : undefined;
  return { components: [container([lines(words.reminder.heading, cards, ...at)])] };
}

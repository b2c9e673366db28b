import {
  block,
  button,
  type Card,
  channelMention,
  container,
  lines,
  messageUrl,
  note,
  row,
  stamp,
  text,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { turnOffButton } from "../reminders/ids.ts";
import type { Nudge } from "../reminders/rules.ts";
import type { Letter, Verdict } from "./letter-ports.ts";

/** A direct message. Its first component's id is the mailer's to choose. */
export function renderLetter(letter: Letter): Card {
  switch (letter.kind) {
    case "reminder":
      return renderReminder(letter);
    case "verdict":
      return renderVerdict(letter);
    case "live-lost":
      // As a container, for the letter's mark is the id of its first component.
      return {
        components: [container([text(words.liveQuiz.channelLost(channelMention(letter.channelId), letter.scored))])],
      };
  }
}

function renderVerdict(verdict: Verdict): Card {
  if ("questionId" in verdict) return note(words.verdict.approved(verdict.stem, verdict.questionId));
  return {
    components: [container([lines(words.verdict.denied(verdict.stem), block(verdict.reason), words.verdict.again)])],
  };
}

function renderReminder({ due, stakes }: Nudge): Card {
  const streaks = stakes.map(({ streak, guildId, channelId, messageId, closesAt }) =>
    words.reminder.stake(streak, messageUrl(guildId, channelId, messageId), stamp(closesAt, "R")),
  );
  const cards = due > 0 ? words.reminder.due(due) : undefined;
  return {
    components: [
      container([
        lines(words.reminder.heading, cards, ...streaks),
        text(`-# ${words.reminder.why}`),
        row(button(words.reminder.turnOff, turnOffButton.encode())),
      ]),
    ],
  };
}

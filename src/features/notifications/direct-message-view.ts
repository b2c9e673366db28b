import {
  button,
  type Card,
  channelMention,
  codeBlock,
  container,
  lines,
  messageUrl,
  row,
  text,
  textCard,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { turnOffButton } from "../reminders/ids.ts";
import type { ReminderReasons } from "../reminders/rules.ts";
import type { DirectMessage, SuggestionDecision } from "./direct-message-rules.ts";

/** The delivery sets the id of the first component, to find the message on a retry. */
export function renderDirectMessage(message: DirectMessage): Card {
  switch (message.kind) {
    case "reminder":
      return renderReminder(message);
    case "suggestion-decided":
      return renderDecision(message);
    case "live-quiz-lost":
      return {
        components: [container([text(words.liveQuiz.channelLost(channelMention(message.channelId), message.scored))])],
      };
  }
}

function renderDecision(decision: SuggestionDecision): Card {
  if ("questionId" in decision) return textCard(words.suggestions.approved(decision.stem, decision.questionId));
  return {
    components: [
      container([
        lines(words.suggestions.denied(decision.stem), codeBlock(decision.reason), words.suggestions.tryAgain),
      ]),
    ],
  };
}

function renderReminder({ due, stakes }: ReminderReasons): Card {
  const streaks = stakes.map(({ streak, guildId, channelId, messageId, closesAt }) =>
    words.reminders.stake(streak, messageUrl(guildId, channelId, messageId), timestamp(closesAt, "R")),
  );
  const cards = due > 0 ? words.reminders.due(due) : undefined;
  return {
    components: [
      container([
        lines(words.reminders.heading, cards, ...streaks),
        text(`-# ${words.reminders.why}`),
        row(button(words.reminders.turnOff, turnOffButton.encode())),
      ]),
    ],
  };
}

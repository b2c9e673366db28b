import { ButtonStyle, ChannelType, ComponentType } from "discord-api-types/v10";
import {
  button,
  type Card,
  channelMention,
  clip,
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
import { auditLine } from "../audit-log/view.ts";
import { hallOfFameButton, openBoardButton } from "../boards/ids.ts";
import { memberName } from "../privacy/view.ts";
import { turnOffButton } from "../reminders/ids.ts";
import type { ReminderReasons } from "../reminders/rules.ts";
import { moveSelect, resumeButton } from "../schedules/ids.ts";
import type { DirectMessage, Notification, SuggestionDecision } from "./rules.ts";

type SchedulePaused = Extract<Notification, { kind: "schedule-paused" }>;
type Season = Extract<Notification, { kind: "season" }>;
type Summary = Extract<Notification, { kind: "summary" }>;

const MAX_STEM = 120;

/** Mentions don't notify members, because `messageBody` doesn't allow any. */
export function renderNotification(notification: Notification): Card {
  switch (notification.kind) {
    case "audit":
      return textCard(auditLine(notification.entry));
    case "audit-more":
      return textCard(words.auditLog.more);
    case "schedule-paused":
      return renderSchedulePaused(notification);
    case "schedules-resumed":
      return card(words.notifications.schedulesResumed(notification.scheduleIds));
    case "manual-post-failed": {
      const { scheduleId, channelId, problem } = notification;
      return textCard(words.notifications.manualPostFailed(scheduleId, channelMention(channelId), problem));
    }
    case "pool-low":
      return card(words.notifications.poolLow(notification.scheduleId, notification.left));
    case "pool-empty": {
      const { scheduleId, topic, difficulty } = notification;
      return card(words.notifications.poolEmpty(scheduleId, topic, difficulty));
    }
    case "season":
      return renderSeason(notification);
    case "summary":
      return renderSummary(notification);
  }
}

function card(content: string): Card {
  return { components: [container([text(content)])] };
}

function renderSchedulePaused({ scheduleId, serial, channelId, problem }: SchedulePaused): Card {
  const resume = button(words.notifications.resume, resumeButton.encode(scheduleId, serial), ButtonStyle.Primary);
  return {
    components: [
      container([
        text(words.notifications.schedulePaused(scheduleId, channelMention(channelId), problem)),
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.ChannelSelect,
              custom_id: moveSelect.encode(scheduleId, serial),
              placeholder: words.notifications.chooseChannel,
              channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
            },
          ],
        },
        // A deleted channel can't be restored.
        ...(problem === "deleted" ? [] : [row(resume)]),
      ]),
    ],
  };
}

function renderSeason({ season, winners, members }: Season): Card {
  return {
    components: [
      container([
        text(words.seasons.over(season)),
        lines(
          ...winners.map(({ userId, points }, index) => words.boards.leader(index + 1, memberName(userId), points)),
        ),
        text(`-# ${words.seasons.newSeason(members)}`),
        row(button(words.seasons.hallOfFame, hallOfFameButton.encode())),
      ]),
    ],
  };
}

function renderSummary({ top, members, improved, hardest, streak }: Summary): Card {
  const facts = [
    ...(improved ? [words.summaries.improved(memberName(improved.userId), improved.more)] : []),
    ...(hardest
      ? [
          words.summaries.hardest(
            clip(hardest.stem, MAX_STEM),
            messageUrl(hardest.guildId, hardest.channelId, hardest.messageId),
            hardest.correct,
            hardest.answered,
          ),
        ]
      : []),
    ...(streak > 1 ? [words.summaries.streak(streak)] : []),
  ];
  return {
    components: [
      container([
        text(words.summaries.title),
        lines(...top.map(({ userId, points }, index) => words.boards.leader(index + 1, memberName(userId), points))),
        ...(facts.length > 0 ? [lines(...facts)] : []),
        text(`-# ${words.summaries.members(members)}`),
        row(button(words.summaries.leaderboard, openBoardButton.encode("week"))),
      ]),
    ],
  };
}

/** The delivery sets the id of the first component, so a retry can find the message. */
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

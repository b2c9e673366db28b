import { ButtonStyle, ChannelType, ComponentType } from "discord-api-types/v10";
import {
  button,
  type Card,
  channelMention,
  clip,
  container,
  lines,
  mention,
  messageUrl,
  row,
  stamp,
  text,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { type AuditEntry, ROOTINE } from "../audit-log/rules.ts";
import { openBoardButton } from "../boards/ids.ts";
import { NOBODY } from "../privacy/person-rules.ts";
import { moveSelect, resumeButton } from "../schedules/ids.ts";
import { hallOfFameButton } from "../seasons/ids.ts";
import type { Notice } from "./rules.ts";

type Paused = Extract<Notice, { kind: "schedule-paused" }>;
type Season = Extract<Notice, { kind: "season" }>;
type Summary = Extract<Notice, { kind: "summary" }>;

const STEM_SHOWN = 120;

/** What a guild is told on its own accord. It mentions, but pings, nobody. */
export function renderNotice(notice: Notice): Card {
  switch (notice.kind) {
    case "audit":
      return { components: [text(auditLine(notice.entry))] };
    case "schedule-paused":
      return renderPaused(notice);
    case "wish-refused": {
      const { scheduleId, channelId, trouble } = notice;
      return { components: [text(words.notice.refused(scheduleId, channelMention(channelId), trouble))] };
    }
    case "pool-low":
      return { components: [container([text(words.notice.poolLow(notice.scheduleId, notice.left))])] };
    case "pool-empty": {
      const { scheduleId, topic, difficulty } = notice;
      return { components: [container([text(words.notice.poolEmpty(scheduleId, topic, difficulty))])] };
    }
    case "season":
      return renderSeason(notice);
    case "summary":
      return renderSummary(notice);
  }
}

export function auditLine({ by, at, change }: AuditEntry): string {
  return words.audit.entry(by === ROOTINE ? words.audit.me : memberName(by), change, stamp(at, "R"));
}

function renderPaused({ scheduleId, serial, channelId, trouble }: Paused): Card {
  const resume = button(words.notice.resume, resumeButton.encode(scheduleId, serial), ButtonStyle.Primary);
  return {
    components: [
      container([
        text(words.notice.paused(scheduleId, channelMention(channelId), trouble)),
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.ChannelSelect,
              custom_id: moveSelect.encode(scheduleId, serial),
              placeholder: words.notice.chooseChannel,
              channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
            },
          ],
        },
        // Nothing brings a deleted channel back.
        ...(trouble === "deleted" ? [] : [row(resume)]),
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
            clip(hardest.stem, STEM_SHOWN),
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

/** A member, or the one in whose place nobody stands since all of their data was deleted. */
export function memberName(userId: string): string {
  return userId === NOBODY ? words.notice.somebody : mention(userId);
}

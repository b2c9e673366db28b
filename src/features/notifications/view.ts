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
        text(words.notice.season(season)),
        lines(...winners.map(({ userId, points }, index) => words.notice.place(index + 1, memberName(userId), points))),
        text(`-# ${words.notice.played(members)}`),
        row(button(words.notice.hall, hallOfFameButton.encode())),
      ]),
    ],
  };
}

function renderSummary({ top, members, improved, hardest, streak }: Summary): Card {
  const facts = [
    ...(improved ? [words.notice.improved(memberName(improved.userId), improved.more)] : []),
    ...(hardest
      ? [
          words.notice.hardest(
            clip(hardest.stem, STEM_SHOWN),
            messageUrl(hardest.guildId, hardest.channelId, hardest.messageId),
            hardest.right,
            hardest.answered,
          ),
        ]
      : []),
    ...(streak > 1 ? [words.notice.streak(streak)] : []),
  ];
  return {
    components: [
      container([
        text(words.notice.summary),
        lines(...top.map(({ userId, points }, index) => words.notice.place(index + 1, memberName(userId), points))),
        ...(facts.length > 0 ? [lines(...facts)] : []),
        text(`-# ${words.notice.members(members)}`),
        row(button(words.notice.board, openBoardButton.encode("week"))),
      ]),
    ],
  };
}

/** A member, or the one in whose place nobody stands since all of their data was deleted. */
export function memberName(userId: string): string {
  return userId === NOBODY ? words.notice.somebody : mention(userId);
}

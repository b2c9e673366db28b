import { ButtonStyle } from "discord-api-types/v10";
import { Temporal } from "temporal-polyfill";
import {
  button,
  type Card,
  channelMention,
  container,
  lines,
  messageUrl,
  row,
  text,
  textCard,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { Post } from "../daily/rules.ts";
import { keepButton, postNowButton, previewButton, removeButton } from "./ids.ts";
import { type LastRun, nameDays, type Schedule } from "./rules.ts";
import type { Preview, ScheduleStatus } from "./service.ts";

/** Confirms that a schedule was added, edited or resumed. */
export function renderScheduleSaved(done: "added" | "edited" | "resumed", preview: Preview): Card {
  const { schedule, slots, guildZone } = preview;
  const confirmation = {
    added: words.schedules.added(schedule.id, ruleText(schedule)),
    edited: words.schedules.edited(schedule.id, ruleText(schedule)),
    resumed: words.schedules.resumed(schedule.id),
  }[done];
  return {
    components: [
      container([
        lines(
          `${confirmation} ${words.schedules.next(slots.map(({ at }) => timestamp(at, "F")))}`,
          `-# ${detailsText(schedule)}`,
          guildZone ? `-# ${words.schedules.guildZone(guildZone)}` : undefined,
          schedule.zone === "UTC" && done === "added" ? `-# ${words.schedules.zoneHint}` : undefined,
          schedule.pause ? pauseText(schedule) : undefined,
        ),
        row(
          button(words.schedules.buttons.postNow, postNowButton.encode(schedule.id), ButtonStyle.Primary),
          button(words.schedules.buttons.preview, previewButton.encode(schedule.id)),
        ),
      ]),
    ],
  };
}

export function renderSchedulePreview({ schedule, slots, clockChange }: Preview): Card {
  const runs = slots.map(({ at }) =>
    words.schedules.previewLine(localText(at, schedule.zone), timestamp(at, "F"), timestamp(at, "R")),
  );
  return {
    components: [
      container([
        text(words.schedules.previewTitle(schedule.id)),
        lines(`${ruleText(schedule)}.`, ...runs),
        ...(clockChange === undefined
          ? []
          : [text(words.schedules.clockChange(timestamp(clockChange, "F"), schedule.zone))]),
        ...(schedule.pause ? [text(pauseText(schedule))] : []),
      ]),
    ],
  };
}

/** This many schedules always fit in a message of 4,000 characters. */
const SCHEDULES_PER_MESSAGE = 6;

/** Renders all schedules. Splits them into several messages if necessary. */
export function renderScheduleList(guildId: string, all: readonly ScheduleStatus[]): [Card, ...Card[]] {
  if (all.length === 0) return [textCard(words.schedules.none)];

  const card = (title: string, start: number): Card => {
    const shown = all.slice(start, start + SCHEDULES_PER_MESSAGE).map((one) => statusText(guildId, one));
    return { components: [container([text(title), text(shown.join("\n\n"))])] };
  };
  const starts = Array.from({ length: Math.ceil(all.length / SCHEDULES_PER_MESSAGE) - 1 }, (_, index) => index + 1);
  return [
    card(words.schedules.listTitle(all.length), 0),
    ...starts.map((index) => card(words.schedules.listContinued, index * SCHEDULES_PER_MESSAGE)),
  ];
}

export function renderScheduleRemoval(schedule: Schedule): Card {
  return {
    components: [
      text(words.schedules.askRemove(schedule.id, ruleText(schedule))),
      row(
        button(words.schedules.buttons.remove, removeButton.encode(schedule.id, schedule.serial), ButtonStyle.Danger),
        button(words.schedules.buttons.keep, keepButton.encode(schedule.id)),
      ),
    ],
  };
}

export function renderPosted({ guildId, channelId, messageId, closesAt }: Post): Card {
  return textCard(words.schedules.posted(messageUrl(guildId, channelId, messageId ?? ""), timestamp(closesAt, "R")));
}

function statusText(guildId: string, { schedule, next, last }: ScheduleStatus): string {
  const facts = [
    ...(next === undefined ? [] : [words.schedules.nextRun(timestamp(next, "R"))]),
    ...(schedule.pause ? [pauseText(schedule)] : []),
    ...(last ? [lastText(guildId, last)] : []),
  ];
  return `**\`${schedule.id}\`** · ${ruleText(schedule)}\n-# ${facts.join(" · ")}`;
}

function lastText(guildId: string, last: LastRun): string {
  const at = timestamp(last.at, "R");
  switch (last.outcome) {
    case "posted":
      return words.schedules.lastPosted(at, messageUrl(guildId, last.channelId, last.messageId));
    case "skipped":
      return words.schedules.lastSkipped(at, last.reason ?? "away");
    case "refused":
      return words.schedules.lastRefused(at, channelMention(last.channelId), last.problem);
  }
}

function pauseText({ id, channelId, pause }: Schedule): string {
  return pause?.by === "channel"
    ? words.schedules.pausedByChannel(id, channelMention(channelId), pause.reason)
    : words.schedules.pausedByModerator(id);
}

function ruleText({ days, time, channelId, zone, topic, difficulty }: Schedule): string {
  return words.schedules.rule(nameDays(days), time, channelMention(channelId), zone, topic, difficulty);
}

function detailsText({ revealAfterHours, roleId, thread }: Schedule): string {
  return words.schedules.details(revealAfterHours, roleId && `<@&${roleId}>`, thread);
}

/** Formats a time in the schedule's time zone, such as "Mon, Nov 23, 09:00". */
function localText(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return local.toPlainDateTime().toLocaleString("en-US", {
    hourCycle: "h23",
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

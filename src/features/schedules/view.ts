import { ButtonStyle } from "discord-api-types/v10";
import { Temporal } from "temporal-polyfill";
import {
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
import type { Post } from "../daily/rules.ts";
import { nameDays } from "./days-rules.ts";
import { keepButton, postNowButton, previewButton, removeButton } from "./ids.ts";
import type { LastRun } from "./ports.ts";
import type { Schedule } from "./rules.ts";
import type { Preview, ScheduleStatus } from "./service.ts";

/** The answer to adding, editing or waking a schedule. */
export function renderScheduleSet(done: "added" | "edited" | "resumed", preview: Preview): Card {
  const { schedule, slots, guildZone } = preview;
  const said = {
    added: words.schedule.added(schedule.id, ruleText(schedule)),
    edited: words.schedule.edited(schedule.id, ruleText(schedule)),
    resumed: words.schedule.resumed(schedule.id),
  }[done];
  return {
    components: [
      container([
        lines(
          `${said} ${words.schedule.next(slots.map(({ at }) => stamp(at, "F")))}`,
          `-# ${detailsText(schedule)}.`,
          guildZone ? `-# ${words.schedule.guildZone(guildZone)}` : undefined,
          schedule.zone === "UTC" && done === "added" ? `-# ${words.schedule.zoneHint}` : undefined,
          schedule.pause ? pauseText(schedule) : undefined,
        ),
        row(
          button(words.schedule.buttons.postNow, postNowButton.encode(schedule.id), ButtonStyle.Primary),
          button(words.schedule.buttons.preview, previewButton.encode(schedule.id)),
        ),
      ]),
    ],
  };
}

export function renderSchedulePreview({ schedule, slots, clockChange }: Preview): Card {
  const runs = slots.map(({ at }) =>
    words.schedule.previewLine(localText(at, schedule.zone), stamp(at, "F"), stamp(at, "R")),
  );
  return {
    components: [
      container([
        text(words.schedule.previewTitle(schedule.id)),
        lines(`${ruleText(schedule)}.`, ...runs),
        ...(clockChange === undefined
          ? []
          : [text(words.schedule.clockChange(stamp(clockChange, "F"), schedule.zone))]),
        ...(schedule.pause ? [text(pauseText(schedule))] : []),
      ]),
    ],
  };
}

/** How many schedules one message of 4,000 characters surely holds, with the longest of rules and pauses. */
const LISTED_TOGETHER = 6;

/** All schedules, in as many cards as Discord's size of a message asks for. */
export function renderScheduleList(guildId: string, all: readonly ScheduleStatus[]): [Card, ...Card[]] {
  if (all.length === 0) return [note(words.schedule.none)];

  const card = (title: string, start: number): Card => {
    const shown = all.slice(start, start + LISTED_TOGETHER).map((one) => statusText(guildId, one));
    return { components: [container([text(title), text(shown.join("\n\n"))])] };
  };
  const starts = Array.from({ length: Math.ceil(all.length / LISTED_TOGETHER) - 1 }, (_, index) => index + 1);
  return [
    card(words.schedule.listTitle(all.length), 0),
    ...starts.map((index) => card(words.schedule.listGoesOn, index * LISTED_TOGETHER)),
  ];
}

export function renderScheduleRemoval(schedule: Schedule): Card {
  return {
    components: [
      text(words.schedule.askRemove(schedule.id, ruleText(schedule))),
      row(
        button(words.schedule.buttons.remove, removeButton.encode(schedule.id, schedule.serial), ButtonStyle.Danger),
        button(words.schedule.buttons.keep, keepButton.encode(schedule.id)),
      ),
    ],
  };
}

export function renderPosted({ guildId, channelId, messageId, closesAt }: Post): Card {
  return note(words.schedule.posted(messageUrl(guildId, channelId, messageId ?? ""), stamp(closesAt, "R")));
}

function statusText(guildId: string, { schedule, next, last }: ScheduleStatus): string {
  const facts = [
    ...(next === undefined ? [] : [words.schedule.nextRun(stamp(next, "R"))]),
    ...(schedule.pause ? [pauseText(schedule)] : []),
    ...(last ? [lastText(guildId, last)] : []),
  ];
  return `**\`${schedule.id}\`** · ${ruleText(schedule)}\n-# ${facts.join(" · ")}`;
}

function lastText(guildId: string, last: LastRun): string {
  const at = stamp(last.at, "R");
  switch (last.outcome) {
    case "posted":
      return words.schedule.lastPosted(at, messageUrl(guildId, last.channelId, last.messageId));
    case "skipped":
      return words.schedule.lastSkipped(at, last.reason ?? "away");
    case "refused":
      return words.schedule.lastRefused(at, channelMention(last.channelId), last.trouble);
  }
}

function pauseText({ id, channelId, pause }: Schedule): string {
  return pause?.by === "channel"
    ? words.schedule.pausedByChannel(id, channelMention(channelId), pause.reason)
    : words.schedule.pausedByModerator(id);
}

function ruleText({ days, time, channelId, zone, topic, difficulty }: Schedule): string {
  return words.schedule.rule(nameDays(days), time, channelMention(channelId), zone, topic, difficulty);
}

function detailsText({ revealAfterHours, roleId, thread }: Schedule): string {
  return words.schedule.details(revealAfterHours, roleId && `<@&${roleId}>`, thread);
}

/** "Mon, Nov 23, 09:00" on the schedule's own clock. */
function localText(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return local.toPlainDateTime().toLocaleString("en-US", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

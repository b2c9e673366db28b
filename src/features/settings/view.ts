import {
  type APIActionRowComponent,
  type APIComponentInContainer,
  type APISelectMenuComponent,
  ButtonStyle,
  ChannelType,
  ComponentType,
} from "discord-api-types/v10";
import {
  button,
  type Card,
  container,
  disabled,
  divider,
  lines,
  row,
  stamp,
  text,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { AuditEntry } from "../audit-log/rules.ts";
import { SEASON_LENGTHS, WEEK_STARTS } from "../boards/calendar-rules.ts";
import { auditLine } from "../notifications/view.ts";
import { closeSeasonButton } from "../seasons/ids.ts";
import { channelSelect, logButton, roleSelect, settingSelect, showButton, turnOffButton, valueSelect } from "./ids.ts";
import {
  BANK_MIXES,
  CHANNEL_SETTINGS,
  type ChannelSetting,
  DATE_LANGUAGES,
  FEEDBACKS,
  SETTING_NAMES,
  type SettingName,
} from "./rules.ts";
import type { SettingsView } from "./service.ts";

/** Settings with a few values to choose from. */
export const CHOICES = {
  weekStart: WEEK_STARTS,
  dateLanguage: DATE_LANGUAGES,
  bankMix: BANK_MIXES,
  feedback: FEEDBACKS,
  seasonLength: SEASON_LENGTHS,
} as const satisfies Partial<Record<SettingName, readonly string[]>>;

/** All settings with their values; for the picked one, what it means and how to change it. */
export function renderSettings(view: SettingsView, picked?: SettingName): Card {
  return {
    components: [
      container([
        text(words.settings.title),
        lines(...SETTING_NAMES.flatMap((name) => settingLines(view, name))),
        selectRow({
          type: ComponentType.StringSelect,
          custom_id: settingSelect.encode(),
          placeholder: words.settings.pick,
          options: SETTING_NAMES.map((name) => ({
            value: name,
            label: words.settings.labels[name],
            ...(name === picked && { default: true }),
          })),
        }),
        ...(picked ? change(view, picked) : []),
        row(
          button(words.settings.buttons.log, logButton.encode(1, "open")),
          button(words.settings.buttons.closeSeason, closeSeasonButton.encode(view.season.season, "ask")),
        ),
      ]),
    ],
  };
}

function settingLines({ settings, season, troubles }: SettingsView, name: SettingName): string[] {
  const trouble = isChannel(name) ? troubles.get(name) : undefined;
  const end = season.endsAt === undefined ? undefined : stamp(season.endsAt, "R");
  const more = name === "seasonLength" ? ` · ${words.settings.season(season.season, end)}` : "";
  return [
    words.settings.line(name, settings[name]) + more,
    ...(trouble ? [`-# ${words.settings.trouble(words.error(trouble.code, trouble.values))}`] : []),
  ];
}

function change({ settings }: SettingsView, name: SettingName): APIComponentInContainer[] {
  const parts: APIComponentInContainer[] = [divider(), text(`-# ${words.settings.explained[name]}`)];
  if (name === "zone") return parts;
  if (name === "moderatorRole" || isChannel(name)) {
    const off = button(words.settings.buttons.off, turnOffButton.encode(name));
    return [...parts, selectRow(entitySelect(name)), row(settings[name] ? off : disabled(off))];
  }
  return [
    ...parts,
    selectRow({
      type: ComponentType.StringSelect,
      custom_id: valueSelect.encode(name),
      placeholder: words.settings.choose,
      options: CHOICES[name].map((value) => ({
        value,
        label: words.settings.value(name, value),
        ...(value === settings[name] && { default: true }),
      })),
    }),
  ];
}

function entitySelect(name: ChannelSetting | "moderatorRole"): APISelectMenuComponent {
  if (name === "moderatorRole") {
    return {
      type: ComponentType.RoleSelect,
      custom_id: roleSelect.encode(),
      placeholder: words.settings.chooseRole,
    };
  }
  return {
    type: ComponentType.ChannelSelect,
    custom_id: channelSelect.encode(name),
    placeholder: words.settings.chooseChannel,
    channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
  };
}

export function renderSeasonQuestion(season: number, members: number): Card {
  const { sure, keep } = words.settings.buttons;
  return {
    components: [
      text(words.settings.askClose(season, members)),
      row(
        button(sure, closeSeasonButton.encode(season, "confirm"), ButtonStyle.Danger),
        button(keep, closeSeasonButton.encode(season, "cancel")),
      ),
    ],
  };
}

/** Entries of one page of the log. */
export const LOGGED_TOGETHER = 10;

/** A page of the log, from 1. */
export function renderLog({ entries, total }: { entries: readonly AuditEntry[]; total: number }, page: number): Card {
  const pages = Math.max(1, Math.ceil(total / LOGGED_TOGETHER));
  const newer = button(words.settings.buttons.newer, logButton.encode(Math.max(page - 1, 1), "newer"));
  const older = button(words.settings.buttons.older, logButton.encode(page + 1, "older"));
  return {
    components: [
      container([
        text(words.audit.title),
        lines(...(entries.length > 0 ? entries.map(auditLine) : [words.audit.none])),
        ...(total > 0 ? [text(`-# ${words.audit.page(page, pages, total)}`)] : []),
        row(
          page > 1 ? newer : disabled(newer),
          page < pages ? older : disabled(older),
          button(words.settings.buttons.settings, showButton.encode()),
        ),
      ]),
    ],
  };
}

function isChannel(name: SettingName): name is ChannelSetting {
  return CHANNEL_SETTINGS.some((channel) => channel === name);
}

function selectRow(select: APISelectMenuComponent): APIActionRowComponent<APISelectMenuComponent> {
  return { type: ComponentType.ActionRow, components: [select] };
}

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
  text,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { auditLogButton } from "../audit-log/ids.ts";
import { closeSeasonButton } from "../boards/ids.ts";
import { channelSelect, roleSelect, settingSelect, turnOffButton, valueSelect } from "./ids.ts";
import { CHANNEL_SETTINGS, type ChannelSetting, SETTING_CHOICES, SETTING_NAMES, type SettingName } from "./rules.ts";
import type { SettingsPanel } from "./service.ts";

/** Renders all settings. The selected one has an explanation and a control to change it. */
export function renderSettings(panel: SettingsPanel, picked?: SettingName): Card {
  return {
    components: [
      container([
        text(words.settings.title),
        lines(...SETTING_NAMES.flatMap((name) => settingLines(panel, name))),
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
        ...(picked ? renderPicked(panel, picked) : []),
        row(
          button(words.settings.buttons.auditLog, auditLogButton.encode(1, "open")),
          button(words.settings.buttons.closeSeason, closeSeasonButton.encode(panel.season.season, "ask")),
        ),
      ]),
    ],
  };
}

function settingLines({ settings, season, channelErrors }: SettingsPanel, name: SettingName): string[] {
  const error = isChannel(name) ? channelErrors.get(name) : undefined;
  const end = season.endsAt === undefined ? undefined : timestamp(season.endsAt, "R");
  const seasonText = name === "seasonLength" ? ` · ${words.settings.season(season.season, end)}` : "";
  return [
    words.settings.line(name, settings[name]) + seasonText,
    ...(error ? [`-# ${words.settings.channelError(words.error(error.code, error.values))}`] : []),
  ];
}

function renderPicked({ settings }: SettingsPanel, name: SettingName): APIComponentInContainer[] {
  const explanation = [divider(), text(`-# ${words.settings.explained[name]}`)];
  if (name === "zone") return explanation;
  if (name === "moderatorRole" || isChannel(name)) {
    const turnOff = button(words.settings.buttons.turnOff, turnOffButton.encode(name));
    return [...explanation, selectRow(entitySelect(name)), row(settings[name] ? turnOff : disabled(turnOff))];
  }
  return [
    ...explanation,
    selectRow({
      type: ComponentType.StringSelect,
      custom_id: valueSelect.encode(name),
      placeholder: words.settings.choose,
      options: SETTING_CHOICES[name].map((value) => ({
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

export function renderCloseSeasonConfirmation(season: number, members: number): Card {
  const { confirmClose, cancelClose } = words.settings.buttons;
  return {
    components: [
      text(words.settings.confirmCloseSeason(season, members)),
      row(
        button(confirmClose, closeSeasonButton.encode(season, "confirm"), ButtonStyle.Danger),
        button(cancelClose, closeSeasonButton.encode(season, "cancel")),
      ),
    ],
  };
}

function isChannel(name: SettingName): name is ChannelSetting {
  return CHANNEL_SETTINGS.some((channel) => channel === name);
}

function selectRow(select: APISelectMenuComponent): APIActionRowComponent<APISelectMenuComponent> {
  return { type: ComponentType.ActionRow, components: [select] };
}

import { z } from "zod";
import { componentId } from "../../platform/discord/component-id.ts";
import { CHANNEL_SETTINGS, OPTIONAL_SETTINGS, SETTING_NAMES } from "./rules.ts";

export const settingSelect = componentId("settings.pick", z.tuple([]));
export const valueSelect = componentId("settings.choose", z.tuple([z.enum(SETTING_NAMES)]));
export const channelSelect = componentId("settings.channel", z.tuple([z.enum(CHANNEL_SETTINGS)]));
export const roleSelect = componentId("settings.role", z.tuple([]));
export const turnOffButton = componentId("settings.turn-off", z.tuple([z.enum(OPTIONAL_SETTINGS)]));
export const showSettingsButton = componentId("settings.show", z.tuple([]));

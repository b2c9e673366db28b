import { PermissionFlagsBits } from "discord-api-types/v10";
import type { Services as AppServices } from "../src/app.ts";
import type { Pictures } from "../src/features/profile/pictures.ts";
import { requireModerator } from "../src/features/settings/permissions.ts";
import { commandKit } from "../src/platform/discord/command.ts";
import { componentKit } from "../src/platform/discord/component-handler.ts";

/** What commands and components can use. */
export type Services = AppServices & { pictures: Pictures };

export const { guildCommand, guildSubcommand, guildMessageCommand, learnerCommand, learnerSubcommand } =
  commandKit<Services>();

export const {
  onButton,
  onSelect,
  onModal,
  onGuildButton,
  onGuildSelect,
  onGuildModal,
  onGuildChannelSelect,
  onGuildRoleSelect,
} = componentKit<Services>();

/** For a command that, with all its components, is for moderators. */
export const forModerators = {
  guard: requireModerator,
  defaultMemberPermissions: PermissionFlagsBits.ManageGuild,
} as const;

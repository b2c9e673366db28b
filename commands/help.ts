import { InteractionContextType, PermissionFlagsBits, SlashCommandBuilder } from "discord.js";
import type { Command } from "../src/discord/command.ts";
import { renderHelp } from "../src/discord/render/help.ts";
import { privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";

export const help = {
  data: new SlashCommandBuilder()
    .setName("help")
    .setDescription(words.commands.help)
    .setContexts(InteractionContextType.Guild),

  async run(interaction) {
    const moderates = interaction.memberPermissions.has(PermissionFlagsBits.ManageGuild);
    await interaction.reply(privately(renderHelp(moderates)));
  },
} satisfies Command;

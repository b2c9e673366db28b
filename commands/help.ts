import { InteractionContextType, SlashCommandBuilder } from "discord.js";
import type { Command } from "../src/discord/command.ts";
import { moderates } from "../src/discord/moderator.ts";
import { renderHelp } from "../src/discord/render/help.ts";
import { privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";

export const help = {
  data: new SlashCommandBuilder()
    .setName("help")
    .setDescription(words.commands.help)
    .setContexts(InteractionContextType.Guild),

  async run(interaction, { settings }) {
    await interaction.reply(privately(renderHelp(await moderates(interaction, settings))));
  },
} satisfies Command;

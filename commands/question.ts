import { InteractionContextType, SlashCommandBuilder } from "discord.js";
import { UserError } from "../src/core/errors.ts";
import type { Command } from "../src/discord/command.ts";
import { moderates } from "../src/discord/moderator.ts";
import { suggest } from "../src/discord/options.ts";
import { renderQuestionShow } from "../src/discord/render/question-show.ts";
import { privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";

export const question = {
  data: new SlashCommandBuilder()
    .setName("question")
    .setDescription(words.commands.question)
    .setContexts(InteractionContextType.Guild)
    .addSubcommand((show) =>
      show
        .setName("show")
        .setDescription(words.commands.questionShow)
        .addStringOption((option) =>
          option.setName("id").setDescription(words.commands.options.question).setRequired(true).setAutocomplete(true),
        ),
    ),

  async run(interaction, { banks, settings }) {
    const given = interaction.options.getString("id", true).trim();
    const found = (await banks.of(interaction.guildId)).find(given);
    if (!found) throw new UserError("question-unknown", { given });

    const withKey = await moderates(interaction, settings);
    await interaction.reply(privately(renderQuestionShow(found, withKey)));
  },

  async complete({ guildId, options }, { banks }) {
    const bank = await banks.of(guildId);
    return suggest(bank.ids(), options.getFocused());
  },
} satisfies Command;

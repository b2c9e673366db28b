import { InteractionContextType, SlashCommandBuilder, type SlashCommandSubcommandBuilder } from "discord.js";
import { DIFFICULTIES, LEVELS } from "../src/features/questions/rules.ts";
import { renderSearch } from "../src/features/questions/search-view.ts";
import { renderQuestionShow } from "../src/features/questions/show-view.ts";
import { TOPICS } from "../src/features/questions/topic-rules.ts";
import { reportModal } from "../src/features/review-queue/view.ts";
import { moderates } from "../src/features/settings/moderator.ts";
import { writeModal } from "../src/features/suggestions/ids.ts";
import { QUESTION_TYPES } from "../src/features/suggestions/rules.ts";
import { suggestionModal } from "../src/features/suggestions/view.ts";
import type { Command, GuildCommand, Services } from "../src/platform/discord/command.ts";
import { chosenOf, suggest } from "../src/platform/discord/options.ts";
import { privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { suggestionSteps } from "./question-steps.ts";

const { options: described } = words.commands;

export const question = {
  once: true,

  data: new SlashCommandBuilder()
    .setName("question")
    .setDescription(words.commands.question)
    .setContexts(InteractionContextType.Guild)
    .addSubcommand((show) => which(show.setName("show").setDescription(words.commands.questionShow)))
    .addSubcommand((search) =>
      search
        .setName("search")
        .setDescription(words.commands.questionSearch)
        .addStringOption((option) =>
          option.setName("text").setDescription(described.searchText).setRequired(true).setMaxLength(100),
        ),
    )
    .addSubcommand((begin) => suggested(begin.setName("suggest").setDescription(words.commands.questionSuggest)))
    .addSubcommand((report) => which(report.setName("report").setDescription(words.commands.questionReport))),

  async run(interaction, services) {
    await subcommands[interaction.options.getSubcommand()]?.(interaction, services);
  },

  async complete({ guildId, options }, { banks }) {
    const bank = await banks.of(guildId);
    return suggest(bank.ids(), options.getFocused());
  },

  components: suggestionSteps,
} satisfies Command;

const subcommands: Readonly<Record<string, (interaction: GuildCommand, services: Services) => Promise<void>>> = {
  async show(interaction, { suggestions, settings }) {
    const found = await suggestions.known(interaction.guildId, given(interaction));
    const withKey = await moderates(interaction, settings);
    await interaction.reply(privately(renderQuestionShow(found, withKey)));
  },

  async search(interaction, { suggestions }) {
    const text = interaction.options.getString("text", true);
    await interaction.reply(privately(renderSearch(text, await suggestions.search(interaction.guildId, text))));
  },

  async suggest(interaction, { suggestions }) {
    const { guildId, user, options } = interaction;
    const head = {
      type: chosenOf(QUESTION_TYPES, options.getString("type", true)),
      topic: chosenOf(TOPICS, options.getString("topic", true)),
      difficulty: chosenOf(DIFFICULTIES, options.getInteger("difficulty", true)),
      level: chosenOf(LEVELS, options.getString("level") ?? "apply"),
    };
    const customId = writeModal.encode(head.type, head.topic, head.difficulty, head.level);
    const draft = await suggestions.draft({ guildId, userId: user.id });
    await interaction.showModal(suggestionModal(customId, head, draft));
  },

  async report(interaction, { suggestions }) {
    const { id } = await suggestions.known(interaction.guildId, given(interaction));
    await interaction.showModal(reportModal(id));
  },
};

function given({ options }: GuildCommand): string {
  return options.getString("id", true).trim();
}

function which(subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return subcommand.addStringOption((option) =>
    option.setName("id").setDescription(described.question).setRequired(true).setAutocomplete(true),
  );
}

function suggested(subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return subcommand
    .addStringOption((option) =>
      option
        .setName("type")
        .setDescription(described.questionType)
        .setRequired(true)
        .addChoices(QUESTION_TYPES.map((type) => ({ name: words.questionTypes[type], value: type }))),
    )
    .addStringOption((option) =>
      option
        .setName("topic")
        .setDescription(described.questionTopic)
        .setRequired(true)
        .addChoices(TOPICS.map((topic) => ({ name: words.topics[topic], value: topic }))),
    )
    .addIntegerOption((option) =>
      option
        .setName("difficulty")
        .setDescription(described.questionDifficulty)
        .setRequired(true)
        .addChoices(DIFFICULTIES.map((value) => ({ name: words.difficulties[value], value }))),
    )
    .addStringOption((option) =>
      option
        .setName("level")
        .setDescription(described.questionLevel)
        .addChoices(LEVELS.map((level) => ({ name: words.levels[level], value: level }))),
    );
}

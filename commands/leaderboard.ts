import { InteractionContextType, SlashCommandBuilder } from "discord.js";
import { boardPageButton, openBoardButton } from "../src/features/boards/ids.ts";
import { PERIODS } from "../src/features/boards/period-rules.ts";
import { renderBoard, renderHall } from "../src/features/boards/view.ts";
import { TOPICS } from "../src/features/questions/topic-rules.ts";
import { hallOfFameButton } from "../src/features/seasons/ids.ts";
import { type Command, onButton } from "../src/platform/discord/command.ts";
import { oneOf } from "../src/platform/discord/options.ts";
import { changedInto, privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

export const leaderboard = {
  data: new SlashCommandBuilder()
    .setName("leaderboard")
    .setDescription(words.commands.leaderboard)
    .setContexts(InteractionContextType.Guild)
    .addStringOption((option) =>
      option
        .setName("period")
        .setDescription(words.commands.options.period)
        .addChoices(PERIODS.map((period) => ({ name: words.periods[period], value: period }))),
    )
    .addStringOption((option) =>
      option
        .setName("topic")
        .setDescription(words.commands.options.topic)
        .addChoices(TOPICS.map((topic) => ({ name: words.topics[topic], value: topic }))),
    )
    .addIntegerOption((option) =>
      option.setName("page").setDescription(words.commands.options.page).setMinValue(1).setMaxValue(1_000_000),
    ),

  async run(interaction, { boards }) {
    const { guildId, user, options } = interaction;
    const board = await boards.page({
      guildId,
      userId: user.id,
      period: oneOf(PERIODS, options.getString("period"), "period-unknown") ?? "week",
      topic: oneOf(TOPICS, options.getString("topic"), "topic-unknown"),
      page: options.getInteger("page") ?? 1,
    });
    await interaction.reply(privately(renderBoard(board, user.id)));
  },

  components: [
    onButton(openBoardButton, async (interaction, [period], { boards }) => {
      const { guildId, user } = interaction;
      const board = await boards.page({ guildId, userId: user.id, period, page: 1 });
      await interaction.reply(privately(renderBoard(board, user.id)));
    }),

    onButton(hallOfFameButton, async (interaction, _, { seasons }) => {
      await interaction.reply(privately(renderHall(await seasons.hall(interaction.guildId))));
    }),

    onButton(boardPageButton, async (interaction, [period, topic, page], { boards }) => {
      const { guildId, user } = interaction;
      const wanted = { guildId, userId: user.id, period, topic: topic === "any" ? undefined : topic, page };
      await interaction.update(changedInto(renderBoard(await boards.page(wanted), user.id)));
    }),
  ],
} satisfies Command;

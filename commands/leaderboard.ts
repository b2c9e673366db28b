import { PERIODS } from "../src/features/boards/calendar-rules.ts";
import { boardPageButton, hallOfFameButton, openBoardButton } from "../src/features/boards/ids.ts";
import { renderHallOfFame, renderLeaderboard } from "../src/features/boards/view.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { choiceOption, integerOption, withDefault } from "../src/platform/discord/options.ts";
import { ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { guildCommand, onGuildButton, topicOption } from "./kit.ts";

const { options: described } = words.commands;

export const leaderboard = guildCommand({
  name: "leaderboard",
  description: words.commands.leaderboard,
  options: {
    period: withDefault(
      choiceOption({ description: described.period, values: PERIODS, nameOf: (period) => words.periods[period] }),
      "week",
    ),
    topic: topicOption(),
    page: withDefault(integerOption({ description: described.page, min: 1, max: 1_000_000 }), 1),
  },

  async run(interaction, options, { boards }) {
    const board = await boards.page({ ...memberOf(interaction), ...options });
    await interaction.reply(ephemeral(renderLeaderboard(board, interaction.user.id)));
  },

  components: [
    onGuildButton(openBoardButton, async (interaction, [period], { boards }) => {
      const board = await boards.page({ ...memberOf(interaction), period, page: 1 });
      await interaction.reply(ephemeral(renderLeaderboard(board, interaction.user.id)));
    }),

    onGuildButton(hallOfFameButton, async (interaction, _, { seasons }) => {
      await interaction.reply(ephemeral(renderHallOfFame(await seasons.hallOfFame(interaction.guildId))));
    }),

    onGuildButton(boardPageButton, async (interaction, [period, topic, page], { boards }) => {
      const wanted = { ...memberOf(interaction), period, topic: topic === "any" ? undefined : topic, page };
      await interaction.update(payload(renderLeaderboard(await boards.page(wanted), interaction.user.id)));
    }),
  ],
});

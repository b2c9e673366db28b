import { renderReview } from "../src/features/review/view.ts";
import { installedGuildOf, operationId } from "../src/platform/discord/interaction.ts";
import { ephemeral } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { learnerCommand } from "./kit.ts";
import { topicOption } from "./options.ts";

/** A review uses the quiz's buttons. */
export const review = learnerCommand({
  name: "review",
  description: words.commands.review,
  options: { topic: topicOption() },

  async run(interaction, { topic }, { review }) {
    const view = await review.open({
      id: operationId(interaction),
      userId: interaction.user.id,
      guildId: installedGuildOf(interaction),
      topic,
    });
    await interaction.reply(ephemeral(renderReview(view)));
  },
});

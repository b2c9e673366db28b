import { slotIdIn } from "../src/features/daily/ids.ts";
import { renderAddedToReview, renderReview } from "../src/features/review/view.ts";
import { installedGuildOf, memberOf, operationId } from "../src/platform/discord/interaction.ts";
import { ephemeral } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import { guildMessageCommand, learnerCommand, topicOption } from "./kit.ts";

/** `/review`. It has no components, because reviews use the buttons of quizzes. */
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

/** Message context menu command that adds a posted question to the review. Also works after the reveal. */
export const addToReview = guildMessageCommand(words.commands.addToReview, async (interaction, { daily }) => {
  const { targetMessage, client } = interaction;
  const slotId = targetMessage.author.id === client.user.id && slotIdIn(targetMessage.components);
  if (!slotId) throw new UserError("not-a-question", {});
  const due = await daily.addToReview({ ...memberOf(interaction), slotId });
  await interaction.reply(ephemeral(renderAddedToReview(due)));
});

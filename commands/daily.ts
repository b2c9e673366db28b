import {
  addToReviewButton,
  answerButton,
  answerSelect,
  typeAnswerButton,
  typedAnswerModal,
  whyNotButton,
} from "../src/features/daily/ids.ts";
import type { Feedback } from "../src/features/daily/service.ts";
import { renderDaily } from "../src/features/daily/view.ts";
import { renderFeedback, renderWhyNot } from "../src/features/questions/feedback-view.ts";
import { renderAnswerModal } from "../src/features/questions/view.ts";
import { renderAddedToReview } from "../src/features/review/view.ts";
import { type GuildClick, isEphemeral } from "../src/platform/discord/component-handler.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { ephemeral, replyToClick, updateOrReply } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { guildCommand, onGuildButton, onGuildModal, onGuildSelect, readAnswerModal } from "./kit.ts";

export const daily = guildCommand({
  name: "daily",
  description: words.commands.daily,

  async run(interaction, _, { daily }) {
    const view = await daily.view(interaction.guildId, interaction.user.id);
    await interaction.reply(ephemeral(renderDaily(view)));
  },

  components: [
    onGuildButton(answerButton, async (interaction, [slotId, optionId], { daily }) => {
      await showFeedback(interaction, await daily.answer({ ...memberOf(interaction), slotId }, [optionId]));
    }),

    onGuildSelect(answerSelect, async (interaction, [slotId], { daily }) => {
      await showFeedback(interaction, await daily.answer({ ...memberOf(interaction), slotId }, interaction.values));
    }),

    onGuildButton(typeAnswerButton, async (interaction, [slotId], { daily }) => {
      const found = await daily.question({ ...memberOf(interaction), slotId });
      if ("answer" in found) await showFeedback(interaction, found);
      else await interaction.showModal(renderAnswerModal(found.post, found.question));
    }),

    onGuildModal(
      typedAnswerModal,
      async (interaction, [slotId], { daily }) => {
        const answering = { ...memberOf(interaction), slotId };
        const found = await daily.question(answering);
        const feedback = "answer" in found ? found : await daily.answer(answering, readAnswerModal(interaction));
        await showFeedback(interaction, feedback);
      },
      typeAnswerButton,
    ),

    onGuildButton(addToReviewButton, async (interaction, [slotId], { daily }) => {
      const due = await daily.addToReview({ ...memberOf(interaction), slotId });
      await interaction.reply(ephemeral(renderAddedToReview(due)));
    }),

    onGuildButton(whyNotButton, async (interaction, [slotId], { daily }) => {
      const { post, question } = await daily.revealed(interaction.guildId, slotId);
      await interaction.reply(ephemeral(renderWhyNot(question, post)));
    }),
  ],
});

/** Replies to a click on the public post. If the question was shown by `/daily`, replaces it instead. */
async function showFeedback(interaction: GuildClick, feedback: Feedback): Promise<void> {
  const card = renderFeedback(feedback);
  const message = interaction.isModalSubmit() && !interaction.isFromMessage() ? undefined : interaction;
  if (message && isEphemeral(message)) await updateOrReply(message, card);
  else await replyToClick(interaction, card);
}

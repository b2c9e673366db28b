import { InteractionContextType, SlashCommandBuilder } from "discord.js";
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
import { givenIn } from "../src/features/questions/typed-answer.ts";
import { renderAnswerModal } from "../src/features/questions/view.ts";
import { renderKept } from "../src/features/review/view.ts";
import {
  type Command,
  type GuildComponent,
  onButton,
  onModal,
  onPrivateMessage,
  onSelect,
} from "../src/platform/discord/command.ts";
import { answerClick, privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

export const daily = {
  data: new SlashCommandBuilder()
    .setName("daily")
    .setDescription(words.commands.daily)
    .setContexts(InteractionContextType.Guild),

  async run(interaction, { daily }) {
    const view = await daily.view(interaction.guildId, interaction.user.id);
    await interaction.reply(privately(renderDaily(view)));
  },

  components: [
    onButton(answerButton, async (interaction, [slotId, optionId], { daily }) => {
      await tellOutcome(interaction, await daily.answer(click(interaction, slotId), [optionId]));
    }),

    onSelect(answerSelect, async (interaction, [slotId], { daily }) => {
      await tellOutcome(interaction, await daily.answer(click(interaction, slotId), interaction.values));
    }),

    onButton(typeAnswerButton, async (interaction, [slotId], { daily }) => {
      const asked = await daily.question(click(interaction, slotId));
      if ("answer" in asked) await tellOutcome(interaction, asked);
      else await interaction.showModal(renderAnswerModal(asked.post, asked.question));
    }),

    onModal(
      typedAnswerModal,
      async (interaction, [slotId], { daily }) => {
        const asked = await daily.question(click(interaction, slotId));
        const outcome =
          "answer" in asked ? asked : await daily.answer(click(interaction, slotId), givenIn(interaction));
        await tellOutcome(interaction, outcome);
      },
      typeAnswerButton,
    ),

    onButton(addToReviewButton, async (interaction, [slotId], { daily }) => {
      await interaction.reply(privately(renderKept(await daily.addToReview(click(interaction, slotId)))));
    }),

    onButton(whyNotButton, async (interaction, [slotId], { daily }) => {
      const { post, question } = await daily.revealed(interaction.guildId, slotId);
      await interaction.reply(privately(renderWhyNot(question, post)));
    }),
  ],
} satisfies Command;

function click({ guildId, user }: GuildComponent, slotId: string) {
  return { guildId, userId: user.id, slotId };
}

/** Under the public post the outcome is a message of its own; where `/daily` asked, it takes the question's place. */
async function tellOutcome(interaction: GuildComponent, feedback: Feedback): Promise<void> {
  const card = renderFeedback(feedback);
  const origin = interaction.isModalSubmit() && !interaction.isFromMessage() ? undefined : interaction;
  await answerClick(interaction, card, origin !== undefined && onPrivateMessage(origin));
}

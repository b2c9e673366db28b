import { TOPICS } from "../src/features/questions/topic-rules.ts";
import { nameOf, playedIn } from "../src/features/quiz/flow.ts";
import { renderReview } from "../src/features/review/view.ts";
import type { AnywhereCommand } from "../src/platform/discord/command.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { oneOf } from "../src/platform/discord/options.ts";
import { privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

/** Its buttons are those of a quiz. */
export const review = {
  anywhere: true,
  data: learnerCommand("review", words.commands.review).addStringOption((option) =>
    option
      .setName("topic")
      .setDescription(words.commands.options.topic)
      .addChoices(TOPICS.map((topic) => ({ name: words.topics[topic], value: topic }))),
  ),

  async run(interaction, { review }) {
    const view = await review.open({
      id: nameOf(interaction),
      userId: interaction.user.id,
      guildId: playedIn(interaction),
      topic: oneOf(TOPICS, interaction.options.getString("topic"), "topic-unknown"),
    });
    await interaction.reply(privately(renderReview(view)));
  },
} satisfies AnywhereCommand;

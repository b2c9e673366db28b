import { TOPICS } from "../src/core/topic.ts";
import type { AnywhereCommand } from "../src/discord/command.ts";
import { learnerCommand } from "../src/discord/learner-command.ts";
import { oneOf } from "../src/discord/options.ts";
import { nameOf, playedIn } from "../src/discord/quiz-flow.ts";
import { renderReview } from "../src/discord/render/review.ts";
import { privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";

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

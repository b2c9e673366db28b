import { DIFFICULTIES } from "../src/core/question.ts";
import { QUIZ_COUNT, quizSeed } from "../src/core/quiz.ts";
import { TOPICS } from "../src/core/topic.ts";
import {
  type AnyComponent,
  type AnywhereCommand,
  onAnyButton,
  onAnyModal,
  onAnySelect,
} from "../src/discord/command.ts";
import { encodeCustomId } from "../src/discord/custom-id.ts";
import { learnerCommand } from "../src/discord/learner-command.ts";
import { oneOf } from "../src/discord/options.ts";
import { nameOf, playedIn, turnTo } from "../src/discord/quiz-flow.ts";
import { answerModal } from "../src/discord/render/question.ts";
import { renderQuiz } from "../src/discord/render/quiz.ts";
import { renderLater } from "../src/discord/render/review.ts";
import { privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";
import { givenIn } from "../src/discord/typed-answer.ts";

export const quiz = {
  anywhere: true,
  data: learnerCommand("quiz", words.commands.quiz).addSubcommand((solo) =>
    solo
      .setName("solo")
      .setDescription(words.commands.quizSolo)
      .addStringOption((option) =>
        option
          .setName("topic")
          .setDescription(words.commands.options.topic)
          .addChoices(TOPICS.map((topic) => ({ name: words.topics[topic], value: topic }))),
      )
      .addIntegerOption((option) =>
        option
          .setName("difficulty")
          .setDescription(words.commands.options.difficulty)
          .addChoices(DIFFICULTIES.map((value) => ({ name: words.difficulties[value], value }))),
      )
      .addIntegerOption((option) =>
        option
          .setName("count")
          .setDescription(words.commands.options.count)
          .setMinValue(QUIZ_COUNT.least)
          .setMaxValue(QUIZ_COUNT.most),
      ),
  ),

  async run(interaction, { quizzes, choice }) {
    const { user, options } = interaction;
    const difficulty = options.getInteger("difficulty");
    const wish = {
      id: nameOf(interaction),
      userId: user.id,
      guildId: playedIn(interaction),
      topic: oneOf(TOPICS, options.getString("topic"), "topic-unknown"),
      difficulty: DIFFICULTIES.find((one) => one === difficulty),
      count: options.getInteger("count") ?? QUIZ_COUNT.usual,
    };
    const screen = await quizzes.begin(user.id, () => choice.choose(wish));
    await interaction.reply(privately(renderQuiz(screen)));
  },

  components: [
    onAnyButton("quiz-answer", async (interaction, [quizId, position, optionId], { quizzes }) => {
      await turnTo(interaction, await quizzes.answer(step(interaction, quizId, position), [optionId]));
    }),

    onAnySelect("quiz-choose", async (interaction, [quizId, position], { quizzes }) => {
      await turnTo(interaction, await quizzes.answer(step(interaction, quizId, position), interaction.values));
    }),

    onAnyButton("quiz-type", async (interaction, [quizId, position], { quizzes }) => {
      const screen = await quizzes.question(step(interaction, quizId, position));
      if (screen.show !== "question") return turnTo(interaction, screen);
      const customId = encodeCustomId("quiz-typed", quizId, position);
      await interaction.showModal(answerModal(screen.question, customId, quizSeed(screen.quiz, position)));
    }),

    onAnyModal("quiz-typed", async (interaction, [quizId, position], { quizzes }) => {
      await turnTo(interaction, await quizzes.answer(step(interaction, quizId, position), givenIn(interaction)));
    }),

    onAnyButton("quiz-next", async (interaction, [quizId, position], { quizzes }) => {
      await turnTo(interaction, await quizzes.next(step(interaction, quizId, position)));
    }),

    onAnyButton("quiz-stop", async (interaction, [quizId, position], { quizzes }) => {
      await turnTo(interaction, await quizzes.stop(step(interaction, quizId, position)));
    }),

    onAnyButton("quiz-retry", async (interaction, [quizId], { quizzes }) => {
      await turnTo(interaction, await quizzes.retry(interaction.user.id, quizId, nameOf(interaction)));
    }),

    onAnyButton("quiz-later", async (interaction, [quizId], { review }) => {
      await interaction.reply(privately(renderLater(await review.later(interaction.user.id, quizId))));
    }),
  ],
} satisfies AnywhereCommand;

function step({ user }: AnyComponent, quizId: string, position: number) {
  return { userId: user.id, quizId, position };
}

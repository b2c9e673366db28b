import { DIFFICULTIES } from "../src/features/questions/rules.ts";
import { TOPICS } from "../src/features/questions/topic-rules.ts";
import { givenIn } from "../src/features/questions/typed-answer.ts";
import { answerModal } from "../src/features/questions/view.ts";
import { nameOf, playedIn, turnTo } from "../src/features/quiz/flow.ts";
import {
  answerButton,
  answerSelect,
  nextButton,
  retryButton,
  stopButton,
  typeAnswerButton,
  typedAnswerModal,
} from "../src/features/quiz/ids.ts";
import { QUIZ_COUNT, quizSeed } from "../src/features/quiz/rules.ts";
import { renderQuiz } from "../src/features/quiz/view.ts";
import {
  type AnyComponent,
  type AnywhereCommand,
  onAnyButton,
  onAnyModal,
  onAnySelect,
} from "../src/platform/discord/command.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { oneOf } from "../src/platform/discord/options.ts";
import { privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import { declareLive, liveComponents, startLive } from "./quiz-live.ts";

export const quiz = {
  anywhere: true,
  data: learnerCommand("quiz", words.commands.quiz)
    .addSubcommand((solo) =>
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
    )
    .addSubcommand(declareLive),

  async run(interaction, services) {
    const { user, options } = interaction;
    if (options.getSubcommand() === "live") return startLive(interaction, services);
    const { quizzes, choice } = services;
    const difficulty = options.getInteger("difficulty");
    const wish = {
      id: nameOf(interaction),
      userId: user.id,
      guildId: playedIn(interaction),
      topic: oneOf(TOPICS, options.getString("topic"), "topic-unknown"),
      difficulty: DIFFICULTIES.find((one) => one === difficulty),
      count: options.getInteger("count") ?? QUIZ_COUNT.usual,
    };
    const screen = await quizzes.begin(wish, (open) => choice.choose(wish, open));
    if (!screen) throw new UserError("pool-empty", wish);
    await interaction.reply(privately(renderQuiz(screen)));
  },

  components: [
    ...liveComponents,
    onAnyButton(answerButton, async (interaction, [quizId, position, tag, optionId], { quizzes }) => {
      const place = { ...step(interaction, quizId), position, tag };
      await turnTo(interaction, await quizzes.answer(place, [optionId]));
    }),

    onAnySelect(answerSelect, async (interaction, [quizId, position, tag], { quizzes }) => {
      const place = { ...step(interaction, quizId), position, tag };
      await turnTo(interaction, await quizzes.answer(place, interaction.values));
    }),

    onAnyButton(typeAnswerButton, async (interaction, [quizId, position, tag], { quizzes }) => {
      const screen = await quizzes.question({ ...step(interaction, quizId), position, tag });
      if (screen.show !== "question") return turnTo(interaction, screen);
      const customId = typedAnswerModal.encode(quizId, position, tag);
      await interaction.showModal(answerModal(screen.question, customId, quizSeed(screen.quiz, position)));
    }),

    onAnyModal(
      typedAnswerModal,
      async (interaction, [quizId, position, tag], { quizzes }) => {
        const place = { ...step(interaction, quizId), position, tag };
        await turnTo(interaction, await quizzes.answer(place, givenIn(interaction)));
      },
      typeAnswerButton,
    ),

    onAnyButton(nextButton, async (interaction, [quizId], { quizzes }) => {
      await turnTo(interaction, await quizzes.next(step(interaction, quizId)));
    }),

    onAnyButton(stopButton, async (interaction, [quizId], { quizzes }) => {
      await turnTo(interaction, await quizzes.stop(step(interaction, quizId)));
    }),

    onAnyButton(retryButton, async (interaction, [quizId], { quizzes }) => {
      await turnTo(interaction, await quizzes.retry(step(interaction, quizId), nameOf(interaction)));
    }),
  ],
} satisfies AnywhereCommand;

function step(interaction: AnyComponent, quizId: string) {
  return { userId: interaction.user.id, guildId: playedIn(interaction), quizId };
}

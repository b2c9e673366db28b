import { answerModal } from "../src/features/questions/view.ts";
import {
  answerButton,
  answerSelect,
  endButton,
  nextButton,
  retryButton,
  typeAnswerButton,
  typedAnswerModal,
} from "../src/features/quiz/ids.ts";
import { QUIZ_COUNT, quizSeed } from "../src/features/quiz/rules.ts";
import type { QuizScreen } from "../src/features/quiz/service.ts";
import { renderQuiz } from "../src/features/quiz/view.ts";
import type { Click } from "../src/platform/discord/component-handler.ts";
import { installedGuildOf, operationId } from "../src/platform/discord/interaction.ts";
import { integerOption, withDefault } from "../src/platform/discord/options.ts";
import { ephemeral, updateOrReply } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import {
  difficultyOption,
  languageOption,
  learnerCommand,
  learnerSubcommand,
  onButton,
  onModal,
  onSelect,
  readAnswerModal,
  topicOption,
} from "./kit.ts";
import { live, liveComponents } from "./live-quiz.ts";

const solo = learnerSubcommand({
  description: words.commands.quizSolo,
  options: {
    topic: topicOption(),
    difficulty: difficultyOption(),
    language: languageOption(),
    count: withDefault(
      integerOption({ description: words.commands.options.count, min: QUIZ_COUNT.min, max: QUIZ_COUNT.max }),
      QUIZ_COUNT.default,
    ),
  },

  async run(interaction, options, { quizzes, quizBuilder }) {
    const id = operationId(interaction);
    const request = { id, userId: interaction.user.id, guildId: installedGuildOf(interaction), ...options };
    const screen = await quizzes.start(request, (context) => quizBuilder.select(request, context));
    if (!screen) throw new UserError("pool-empty", options);
    await interaction.reply(ephemeral(renderQuiz(screen)));
  },
});

export const quiz = learnerCommand({
  name: "quiz",
  description: words.commands.quiz,
  subcommands: { solo, live },

  components: [
    ...liveComponents,

    onButton(answerButton, async (interaction, [quizId, position, tag, optionId], { quizzes }) => {
      await show(interaction, await quizzes.answer({ ...stepOf(interaction, quizId), position, tag }, [optionId]));
    }),

    onSelect(answerSelect, async (interaction, [quizId, position, tag], { quizzes }) => {
      const step = { ...stepOf(interaction, quizId), position, tag };
      await show(interaction, await quizzes.answer(step, interaction.values));
    }),

    onButton(typeAnswerButton, async (interaction, [quizId, position, tag], { quizzes }) => {
      const screen = await quizzes.question({ ...stepOf(interaction, quizId), position, tag });
      if (screen.show !== "question") return show(interaction, screen);
      const customId = typedAnswerModal.encode(quizId, position, tag);
      return interaction.showModal(answerModal(screen.question, customId, quizSeed(screen.quiz, position)));
    }),

    onModal(
      typedAnswerModal,
      async (interaction, [quizId, position, tag], { quizzes }) => {
        const step = { ...stepOf(interaction, quizId), position, tag };
        await show(interaction, await quizzes.answer(step, readAnswerModal(interaction)));
      },
      typeAnswerButton,
    ),

    onButton(nextButton, async (interaction, [quizId], { quizzes }) => {
      await show(interaction, await quizzes.next(stepOf(interaction, quizId)));
    }),

    onButton(endButton, async (interaction, [quizId], { quizzes }) => {
      await show(interaction, await quizzes.end(stepOf(interaction, quizId)));
    }),

    onButton(retryButton, async (interaction, [quizId], { quizzes }) => {
      await show(interaction, await quizzes.retry(stepOf(interaction, quizId), operationId(interaction)));
    }),
  ],
});

function stepOf(interaction: Click, quizId: string) {
  return { userId: interaction.user.id, guildId: installedGuildOf(interaction), quizId };
}

/** Replaces the clicked message. Work that the reply doesn't depend on runs in parallel. */
async function show(interaction: Click, screen: QuizScreen): Promise<void> {
  const settled = screen.show === "feedback" ? screen.settle() : undefined;
  await Promise.all([updateOrReply(interaction, renderQuiz(screen)), settled]);
}

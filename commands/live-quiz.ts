import { SnowflakeUtil } from "discord.js";
import { answerButton, answerSelect, controlButton, joinButton, myScoreButton } from "../src/features/live-quiz/ids.ts";
import { QUESTION_COUNT, SECONDS_PER_QUESTION } from "../src/features/live-quiz/rules.ts";
import { renderAnswerReceipt, renderLive, renderOwnRank } from "../src/features/live-quiz/view.ts";
import { isModerator, requireModerator } from "../src/features/settings/permissions.ts";
import type { Component, GuildButton, GuildSelect } from "../src/platform/discord/component-handler.ts";
import { textCard } from "../src/platform/discord/components.ts";
import { memberOf, operationId, requireInstalled } from "../src/platform/discord/interaction.ts";
import { integerOption, withDefault } from "../src/platform/discord/options.ts";
import { ephemeral, payload, replyToClick } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import {
  difficultyOption,
  languageOption,
  learnerSubcommand,
  onGuildButton,
  onGuildSelect,
  type Services,
  topicOption,
} from "./kit.ts";

const { options: described } = words.commands;

/** `/quiz live`. Only for moderators, because a live quiz takes over a channel. */
export const live = learnerSubcommand({
  description: words.commands.quizLive,
  options: {
    topic: topicOption(),
    difficulty: difficultyOption(),
    language: languageOption(),
    count: withDefault(
      integerOption({ description: described.liveCount, min: QUESTION_COUNT.min, max: QUESTION_COUNT.max }),
      QUESTION_COUNT.default,
    ),
    seconds: withDefault(
      integerOption({ description: described.seconds, min: SECONDS_PER_QUESTION.min, max: SECONDS_PER_QUESTION.max }),
      SECONDS_PER_QUESTION.default,
    ),
  },

  async run(interaction, options, { liveQuizzes, settings }) {
    const { channelId, user } = interaction;
    const guildId = requireInstalled(interaction);
    if (!(await isModerator(interaction, settings))) throw new UserError("live-moderators-only", {});

    const id = operationId(interaction);
    await interaction.deferReply();
    const lobby = await liveQuizzes.start({ id, guildId, channelId, hostId: user.id, ...options });
    const message = await interaction.editReply(payload(renderLive(lobby)));
    await liveQuizzes.setLobbyMessage(guildId, id, message.id);
  },
});

export const liveComponents: readonly Component<Services>[] = [
  onGuildButton(joinButton, async (interaction, [quizId], { liveQuizzes }) => {
    const outcome = await liveQuizzes.join({ ...memberOf(interaction), quizId });
    const confirmation = outcome === "joined" ? words.liveQuiz.joined : words.liveQuiz.alreadyJoined;
    await replyToClick(interaction, textCard(confirmation));
  }),

  onGuildButton(answerButton, (interaction, [quizId, round, optionId], { liveQuizzes }) =>
    answer(interaction, liveQuizzes, quizId, round, [optionId]),
  ),
  onGuildSelect(answerSelect, (interaction, [quizId, round], { liveQuizzes }) =>
    answer(interaction, liveQuizzes, quizId, round, interaction.values),
  ),

  onGuildButton(controlButton, async (interaction, [quizId, round, control], { liveQuizzes, settings }) => {
    // Checked on every click because the host may have lost the moderator role.
    await requireModerator(interaction, { settings });
    const { wake } = await liveQuizzes.control({ guildId: interaction.guildId, quizId }, control, round);
    // The quiz's job edits its message.
    await Promise.all([interaction.deferUpdate(), wake()]);
  }),

  onGuildButton(myScoreButton, async (interaction, [quizId], { liveQuizzes }) => {
    const rank = await liveQuizzes.ownRank({ ...memberOf(interaction), quizId });
    await interaction.reply(ephemeral(renderOwnRank(rank)));
  }),
];

/**
 * Measures the time between message and click with Discord's timestamps, so our latency doesn't cost players points.
 */
async function answer(
  interaction: GuildButton | GuildSelect,
  liveQuizzes: Services["liveQuizzes"],
  quizId: string,
  round: number,
  response: readonly string[],
): Promise<void> {
  const elapsed = SnowflakeUtil.timestampFrom(interaction.id) - SnowflakeUtil.timestampFrom(interaction.message.id);
  const receipt = await liveQuizzes.answer({ ...memberOf(interaction), quizId }, { round, response, elapsed });
  await replyToClick(interaction, renderAnswerReceipt(receipt));
}

import { type ChatInputCommandInteraction, type SlashCommandSubcommandBuilder, SnowflakeUtil } from "discord.js";
import { answerButton, answerSelect, controlButton, joinButton, myScoreButton } from "../src/features/live-quiz/ids.ts";
import { QUESTION_COUNT, SECONDS_PER_QUESTION } from "../src/features/live-quiz/rules.ts";
import { renderAnswerReceipt, renderLive, renderOwnRank } from "../src/features/live-quiz/view.ts";
import { DIFFICULTIES } from "../src/features/questions/rules.ts";
import { TOPICS } from "../src/features/questions/topic-rules.ts";
import { nameOf } from "../src/features/quiz/flow.ts";
import { moderates } from "../src/features/settings/moderator.ts";
import {
  type Component,
  type GuildButton,
  type GuildComponent,
  type GuildSelect,
  onButton,
  onSelect,
  type Services,
} from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { oneOf } from "../src/platform/discord/options.ts";
import { answerClick, privately, publicly } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";

const { options: described } = words.commands;

export function declareLive(live: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return live
    .setName("live")
    .setDescription(words.commands.quizLive)
    .addStringOption((option) =>
      option
        .setName("topic")
        .setDescription(described.topic)
        .addChoices(TOPICS.map((topic) => ({ name: words.topics[topic], value: topic }))),
    )
    .addIntegerOption((option) =>
      option
        .setName("difficulty")
        .setDescription(described.difficulty)
        .addChoices(DIFFICULTIES.map((value) => ({ name: words.difficulties[value], value }))),
    )
    .addIntegerOption((option) =>
      option
        .setName("count")
        .setDescription(described.liveCount)
        .setMinValue(QUESTION_COUNT.min)
        .setMaxValue(QUESTION_COUNT.max),
    )
    .addIntegerOption((option) =>
      option
        .setName("seconds")
        .setDescription(described.seconds)
        .setMinValue(SECONDS_PER_QUESTION.min)
        .setMaxValue(SECONDS_PER_QUESTION.max),
    );
}

/** Moderators only, because a live quiz takes over a channel. */
export async function startLive(interaction: ChatInputCommandInteraction, services: Services): Promise<void> {
  const { options, channelId, user } = interaction;
  if (!interaction.inCachedGuild()) throw new UserError("server-only", {});
  if (!(await moderates(interaction, services.settings))) throw new UserError("live-moderators-only", {});

  const difficulty = options.getInteger("difficulty");
  const id = nameOf(interaction);
  const lobby = await services.liveQuizzes.start({
    id,
    guildId: interaction.guildId,
    channelId,
    hostId: user.id,
    topic: oneOf(TOPICS, options.getString("topic"), "topic-unknown"),
    difficulty: DIFFICULTIES.find((one) => one === difficulty),
    count: options.getInteger("count") ?? QUESTION_COUNT.default,
    seconds: options.getInteger("seconds") ?? SECONDS_PER_QUESTION.default,
  });
  const { resource } = await interaction.reply({ ...publicly(renderLive(lobby)), withResponse: true });
  if (resource?.message) await services.liveQuizzes.setLobbyMessage(interaction.guildId, id, resource.message.id);
}

export const liveComponents: readonly Component[] = [
  onButton(joinButton, async (interaction, [quizId], { liveQuizzes }) => {
    const outcome = await liveQuizzes.join(click(interaction, quizId));
    const confirmation = outcome === "joined" ? words.liveQuiz.joined : words.liveQuiz.alreadyJoined;
    await answerClick(interaction, note(confirmation), false);
  }),

  onButton(answerButton, (interaction, [quizId, round, optionId], { liveQuizzes }) =>
    answer(interaction, liveQuizzes, quizId, round, [optionId]),
  ),
  onSelect(answerSelect, (interaction, [quizId, round], { liveQuizzes }) =>
    answer(interaction, liveQuizzes, quizId, round, interaction.values),
  ),

  onButton(controlButton, async (interaction, [quizId, round, control], { liveQuizzes, settings }) => {
    const isModerator = () => moderates(interaction, settings);
    const { wake } = await liveQuizzes.control(click(interaction, quizId), control, round, isModerator);
    // The quiz's job edits its message.
    await Promise.all([interaction.deferUpdate(), wake()]);
  }),

  onButton(myScoreButton, async (interaction, [quizId], { liveQuizzes }) => {
    const rank = await liveQuizzes.ownRank(click(interaction, quizId));
    await interaction.reply(privately(renderOwnRank(rank)));
  }),
];

/** Measures from message to click by Discord's timestamps, so that our own latency costs no player points. */
async function answer(
  interaction: GuildButton | GuildSelect,
  liveQuizzes: Services["liveQuizzes"],
  quizId: string,
  round: number,
  response: readonly string[],
): Promise<void> {
  const elapsed = SnowflakeUtil.timestampFrom(interaction.id) - SnowflakeUtil.timestampFrom(interaction.message.id);
  const receipt = await liveQuizzes.answer(click(interaction, quizId), { round, response, elapsed });
  await answerClick(interaction, renderAnswerReceipt(receipt), false);
}

function click({ guildId, user }: GuildComponent, quizId: string) {
  return { guildId, quizId, userId: user.id };
}

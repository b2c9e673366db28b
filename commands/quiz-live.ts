import { type ChatInputCommandInteraction, type SlashCommandSubcommandBuilder, SnowflakeUtil } from "discord.js";
import { answerButton, answerSelect, controlButton, joinButton, myScoreButton } from "../src/features/live-quiz/ids.ts";
import { LIVE_COUNT, LIVE_SECONDS } from "../src/features/live-quiz/rules.ts";
import { renderLive, renderLiveMine, renderLiveNoted } from "../src/features/live-quiz/view.ts";
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
        .setMinValue(LIVE_COUNT.least)
        .setMaxValue(LIVE_COUNT.most),
    )
    .addIntegerOption((option) =>
      option
        .setName("seconds")
        .setDescription(described.seconds)
        .setMinValue(LIVE_SECONDS.least)
        .setMaxValue(LIVE_SECONDS.most),
    );
}

/** It is for a whole channel, so a moderator has to want it. */
export async function beginLive(interaction: ChatInputCommandInteraction, services: Services): Promise<void> {
  const { options, channelId, user } = interaction;
  if (!interaction.inCachedGuild()) throw new UserError("server-only", {});
  if (!(await moderates(interaction, services.settings))) throw new UserError("live-moderators-only", {});

  const difficulty = options.getInteger("difficulty");
  const id = nameOf(interaction);
  const screen = await services.lives.begin({
    id,
    guildId: interaction.guildId,
    channelId,
    hostId: user.id,
    topic: oneOf(TOPICS, options.getString("topic"), "topic-unknown"),
    difficulty: DIFFICULTIES.find((one) => one === difficulty),
    count: options.getInteger("count") ?? LIVE_COUNT.usual,
    seconds: options.getInteger("seconds") ?? LIVE_SECONDS.usual,
  });
  const { resource } = await interaction.reply({ ...publicly(renderLive(screen)), withResponse: true });
  if (resource?.message) await services.lives.noteLobby(interaction.guildId, id, resource.message.id);
}

export const liveSteps: readonly Component[] = [
  onButton(joinButton, async (interaction, [quizId], { lives }) => {
    const outcome = await lives.join(click(interaction, quizId));
    await answerClick(interaction, note(words.live[outcome]), false);
  }),

  onButton(answerButton, (interaction, [quizId, round, optionId], { lives }) =>
    answer(interaction, lives, quizId, round, [optionId]),
  ),
  onSelect(answerSelect, (interaction, [quizId, round], { lives }) =>
    answer(interaction, lives, quizId, round, interaction.values),
  ),

  onButton(controlButton, async (interaction, [quizId, round, what], { lives, settings }) => {
    const isModerator = () => moderates(interaction, settings);
    const { wake } = await lives.act(click(interaction, quizId), what, round, isModerator);
    // What changes is drawn by the quiz itself, in its turn.
    await Promise.all([interaction.deferUpdate(), wake()]);
  }),

  onButton(myScoreButton, async (interaction, [quizId], { lives }) => {
    const mine = await lives.mine(click(interaction, quizId));
    await interaction.reply(privately(renderLiveMine(mine)));
  }),
];

/** Both times are Discord's own, of the tap and of the message it was made on: no lag of ours is anybody's loss. */
async function answer(
  interaction: GuildButton | GuildSelect,
  lives: Services["lives"],
  quizId: string,
  round: number,
  response: readonly string[],
): Promise<void> {
  const took = SnowflakeUtil.timestampFrom(interaction.id) - SnowflakeUtil.timestampFrom(interaction.message.id);
  const noted = await lives.answer(click(interaction, quizId), { round, response, took });
  await answerClick(interaction, renderLiveNoted(noted), false);
}

function click({ guildId, user }: GuildComponent, quizId: string) {
  return { guildId, quizId, userId: user.id };
}

import type { MessageComponentInteraction } from "discord.js";
import { PermissionFlagsBits } from "discord-api-types/v10";
import {
  addToReviewButton,
  historySelect,
  missedButton,
  reportButton,
  shareButton,
} from "../src/features/exams/ids.ts";
import { renderMissed, renderReport, renderShared } from "../src/features/exams/report-view.ts";
import type { Component } from "../src/platform/discord/component-handler.ts";
import { textCard } from "../src/platform/discord/components.ts";
import { installedGuildOf, operationId } from "../src/platform/discord/interaction.ts";
import { ephemeral, isAlreadyAnswered, payload, updateOrReply } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import { onButton, onSelect, type Services } from "./kit.ts";

/** The report of an attempt, and what can be done with it. */
export const reportComponents: readonly Component<Services>[] = [
  onButton(reportButton, async (interaction, [attemptId], { exams }) => {
    const result = await exams.result(interaction.user.id, attemptId);
    await updateOrReply(interaction, renderReport({ result }));
  }),

  onSelect(historySelect, async (interaction, _, { exams }) => {
    const result = await exams.result(interaction.user.id, interaction.values[0] ?? "");
    await updateOrReply(interaction, renderReport({ result }));
  }),

  onButton(missedButton, async (interaction, [attemptId, page], { exams }) => {
    const reader = { userId: interaction.user.id, guildId: installedGuildOf(interaction) };
    await updateOrReply(interaction, renderMissed(await exams.missed(reader, attemptId, page)));
  }),

  onButton(addToReviewButton, async (interaction, [attemptId], { exams }) => {
    const added = await exams.addMissedToReview(interaction.user.id, attemptId);
    await interaction.reply(ephemeral(textCard(words.exams.addedToReview(added))));
  }),

  onButton(shareButton, async (interaction, [attemptId], { exams }) => {
    if (!canBothPost(interaction)) throw new UserError("exam-share-forbidden", {});
    const { id: userId } = interaction.user;
    const operation = operationId(interaction);
    const result = await exams.share(userId, attemptId, operation);
    try {
      await interaction.reply(payload(renderShared(result, userId)));
    } catch (error) {
      if (!isAlreadyAnswered(error)) await exams.cancelShare(userId, attemptId, operation);
      throw error;
    }
  }),
];

/** Whether both the bot and the member can post in this channel. In direct messages they can. */
function canBothPost({ appPermissions, memberPermissions, channel }: MessageComponentInteraction): boolean {
  const needed = channel?.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return memberPermissions === null || (memberPermissions.has(needed) && appPermissions.has(needed));
}

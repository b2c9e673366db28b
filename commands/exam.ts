import type { ChatInputCommandInteraction, MessageComponentInteraction } from "discord.js";
import { PermissionFlagsBits } from "discord-api-types/v10";
import type { AttemptAction, ExamRequest } from "../src/features/exams/attempt-rules.ts";
import {
  renderConfirmAbandon,
  renderConfirmSubmit,
  renderExam,
  renderExamModal,
  renderOverview,
} from "../src/features/exams/attempt-view.ts";
import * as ids from "../src/features/exams/ids.ts";
import { renderHistory, renderMissed, renderReport, renderShared } from "../src/features/exams/report-view.ts";
import type { Click, Component } from "../src/platform/discord/component-handler.ts";
import { clip, textCard } from "../src/platform/discord/components.ts";
import { installedGuildOf, operationId } from "../src/platform/discord/interaction.ts";
import { booleanOption, required, stringOption, withDefault } from "../src/platform/discord/options.ts";
import { ephemeral, isAlreadyAnswered, payload, updateOrReply } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import {
  learnerCommand,
  learnerSubcommand,
  onButton,
  onModal,
  onSelect,
  readAnswerModal,
  type Services,
} from "./kit.ts";

const { options: described } = words.commands;

const moduleOption = stringOption<Services>({
  description: described.module,
  async suggest(typed, { user }, { exams, preferences }) {
    const { languages } = await preferences.load(user.id);
    const choices = exams.blueprints.map(({ module, items, minutes }) => {
      const total = [...items.values()].reduce((sum, count) => sum + count, 0);
      const name = words.exams.choice({ module, items: total, minutes }, [...items.keys()], languages);
      return { value: module, name: clip(name, 100) };
    });
    return choices.filter(({ name, value }) => `${value} ${name}`.toLowerCase().includes(typed.trim().toLowerCase()));
  },
});

/** Handlers for an attempt's report. */
const reportComponents: readonly Component<Services>[] = [
  onButton(ids.reportButton, async (interaction, [attemptId], { exams }) => {
    const result = await exams.result(interaction.user.id, attemptId);
    await updateOrReply(interaction, renderReport({ result }));
  }),

  onSelect(ids.historySelect, async (interaction, _, { exams }) => {
    const result = await exams.result(interaction.user.id, interaction.values[0] ?? "");
    await updateOrReply(interaction, renderReport({ result }));
  }),

  onButton(ids.missedButton, async (interaction, [attemptId, page], { exams }) => {
    const reader = { userId: interaction.user.id, guildId: installedGuildOf(interaction) };
    await updateOrReply(interaction, renderMissed(await exams.missed(reader, attemptId, page)));
  }),

  onButton(ids.addToReviewButton, async (interaction, [attemptId], { exams }) => {
    const added = await exams.addMissedToReview(interaction.user.id, attemptId);
    await interaction.reply(ephemeral(textCard(words.exams.addedToReview(added))));
  }),

  onButton(ids.shareButton, async (interaction, [attemptId], { exams }) => {
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

export const exam = learnerCommand({
  name: "exam",
  description: words.commands.exam,

  subcommands: {
    start: learnerSubcommand({
      description: words.commands.examStart,
      options: {
        module: required(moduleOption),
        extraTime: withDefault(booleanOption({ description: described.extraTime }), false),
      },
      async run(interaction, { module, extraTime }, { exams }) {
        const { id: userId } = interaction.user;
        // Members may type "Module A" instead of using autocomplete.
        const id = module.toLowerCase().replace(/^module\s+|\s+exam$/g, "");
        const started = await exams.start(userId, requestOf(interaction, id, extraTime));
        await interaction.reply(ephemeral(renderExam(started)));
        if (started.unseenResult) await exams.markSeen(userId, started.unseenResult.id);
      },
    }),

    resume: learnerSubcommand({
      description: words.commands.examResume,
      async run(interaction, _, { exams }) {
        const outcome = await exams.resume(interaction.user.id);
        await interaction.reply(ephemeral(renderExam(outcome)));
        if (outcome.state === "ended") await exams.markSeen(interaction.user.id, outcome.result.id);
      },
    }),

    results: learnerSubcommand({
      description: words.commands.examResults,
      async run(interaction, _, { exams }) {
        const history = await exams.history(interaction.user.id);
        await interaction.reply(ephemeral(renderHistory(history)));
        if (history.unseenResult) await exams.markSeen(interaction.user.id, history.unseenResult.id);
      },
    }),
  },

  // Each custom id contains the attempt's id, so an old button never acts on a newer attempt.
  components: [
    onButton(ids.itemButton, (interaction, [attemptId, position], services) =>
      runAction(interaction, services, attemptId, { type: "move", position }),
    ),
    onSelect(ids.jumpSelect, (interaction, [attemptId], services) =>
      runAction(interaction, services, attemptId, { type: "move", position: Number(interaction.values[0]) }),
    ),
    onButton(ids.answerButton, (interaction, [attemptId, position, optionId], services) =>
      runAction(interaction, services, attemptId, { type: "answer", position, response: [optionId] }),
    ),
    onSelect(ids.answerSelect, (interaction, [attemptId, position], services) =>
      runAction(interaction, services, attemptId, { type: "answer", position, response: interaction.values }),
    ),
    onButton(ids.flagButton, (interaction, [attemptId, position, flag], services) =>
      runAction(interaction, services, attemptId, { type: "flag", position, flagged: flag === "on" }),
    ),
    onButton(ids.typeAnswerButton, async (interaction, [attemptId, position], { exams }) => {
      const outcome = await exams.load(interaction.user.id, attemptId, position);
      const question = outcome.state === "open" ? outcome.question : undefined;
      if (outcome.state !== "open" || !question) return updateOrReply(interaction, renderExam(outcome));
      return interaction.showModal(renderExamModal({ ...outcome, question }));
    }),
    onModal(
      ids.typedAnswerModal,
      (interaction, [attemptId, position], services) =>
        runAction(interaction, services, attemptId, {
          type: "answer",
          position,
          response: readAnswerModal(interaction),
        }),
      ids.typeAnswerButton,
    ),
    onButton(ids.overviewButton, async (interaction, [attemptId, page], { exams }) => {
      const outcome = await exams.load(interaction.user.id, attemptId);
      const card = outcome.state === "open" ? renderOverview(outcome.attempt, page) : renderExam(outcome);
      await updateOrReply(interaction, card);
    }),
    onButton(ids.submitButton, async (interaction, [attemptId, step], { exams }) => {
      const { id: userId } = interaction.user;
      const outcome = step === "confirm" ? await exams.submit(userId, attemptId) : await exams.load(userId, attemptId);
      await updateOrReply(
        interaction,
        outcome.state === "open" ? renderConfirmSubmit(outcome.attempt) : renderExam(outcome),
      );
    }),
    onButton(ids.replaceButton, async (interaction, [attemptId, module, pace, step], { exams }) => {
      const { id: userId } = interaction.user;
      const request = requestOf(interaction, module, pace === "extra");
      if (step === "confirm") {
        return updateOrReply(interaction, renderExam(await exams.replace(userId, attemptId, request)));
      }
      const outcome = await exams.load(userId, attemptId);
      const card = outcome.state === "open" ? renderConfirmAbandon(outcome.attempt, request) : renderExam(outcome);
      return updateOrReply(interaction, card);
    }),
    ...reportComponents,
  ],
});

/** Whether both the bot and the member can post in this channel. Always true in direct messages. */
function canBothPost({ appPermissions, memberPermissions, channel }: MessageComponentInteraction): boolean {
  const sendPermission = channel?.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  return memberPermissions === null || (memberPermissions.has(sendPermission) && appPermissions.has(sendPermission));
}

async function runAction(
  interaction: Click,
  { exams }: Services,
  attemptId: string,
  action: AttemptAction,
): Promise<void> {
  await updateOrReply(interaction, renderExam(await exams.act(interaction.user.id, attemptId, action)));
}

function requestOf(interaction: Click | ChatInputCommandInteraction, module: string, extraTime: boolean): ExamRequest {
  const guildId = installedGuildOf(interaction);
  return { id: operationId(interaction), module, extraTime, ...(guildId && { guildId }) };
}

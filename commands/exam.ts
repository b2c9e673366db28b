import type { ChatInputCommandInteraction } from "discord.js";
import type { AttemptAction, ExamRequest } from "../src/features/exams/attempt-rules.ts";
import {
  renderConfirmAbandon,
  renderConfirmSubmit,
  renderExam,
  renderExamModal,
} from "../src/features/exams/attempt-view.ts";
import * as ids from "../src/features/exams/ids.ts";
import { renderOverview } from "../src/features/exams/overview-view.ts";
import { renderHistory } from "../src/features/exams/report-view.ts";
import type { Click } from "../src/platform/discord/component-handler.ts";
import { clip } from "../src/platform/discord/components.ts";
import { installedGuildOf, operationId } from "../src/platform/discord/interaction.ts";
import { booleanOption, required, stringOption, withDefault } from "../src/platform/discord/options.ts";
import { ephemeral, updateOrReply } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { reportComponents } from "./exam-report.ts";
import { learnerCommand, learnerSubcommand, onButton, onModal, onSelect, type Services } from "./kit.ts";
import { readAnswerModal } from "./modals.ts";

const { options: described } = words.commands;

const moduleOption = stringOption<Services>({
  description: described.module,
  suggest(typed, _, { exams }) {
    const choices = exams.blueprints.map(({ module, items, minutes }) => {
      const total = [...items.values()].reduce((sum, count) => sum + count, 0);
      return { value: module, name: clip(words.exams.choice(module, total, minutes, [...items.keys()]), 100) };
    });
    return choices.filter(({ name, value }) => `${value} ${name}`.toLowerCase().includes(typed.trim().toLowerCase()));
  },
});

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
        // Members who don't choose from the list may type "Module A".
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

  // Each component names its attempt, so an old one never acts on another.
  components: [
    onButton(ids.goButton, (interaction, [attemptId, position], services) =>
      act(interaction, services, attemptId, { type: "move", position }),
    ),
    onSelect(ids.jumpSelect, (interaction, [attemptId], services) =>
      act(interaction, services, attemptId, { type: "move", position: Number(interaction.values[0]) }),
    ),
    onButton(ids.answerButton, (interaction, [attemptId, position, optionId], services) =>
      act(interaction, services, attemptId, { type: "answer", position, response: [optionId] }),
    ),
    onSelect(ids.answerSelect, (interaction, [attemptId, position], services) =>
      act(interaction, services, attemptId, { type: "answer", position, response: interaction.values }),
    ),
    onButton(ids.flagButton, (interaction, [attemptId, position, flag], services) =>
      act(interaction, services, attemptId, { type: "flag", position, flagged: flag === "on" }),
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
        act(interaction, services, attemptId, { type: "answer", position, response: readAnswerModal(interaction) }),
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

async function act(interaction: Click, { exams }: Services, attemptId: string, action: AttemptAction): Promise<void> {
  await updateOrReply(interaction, renderExam(await exams.act(interaction.user.id, attemptId, action)));
}

function requestOf(interaction: Click | ChatInputCommandInteraction, module: string, extraTime: boolean): ExamRequest {
  const guildId = installedGuildOf(interaction);
  return { id: operationId(interaction), module, extraTime, ...(guildId && { guildId }) };
}

import { type ChatInputCommandInteraction, type MessageComponentInteraction, PermissionFlagsBits } from "discord.js";
import type { Step } from "../src/features/exams/attempt-rules.ts";
import { renderAskAbandon, renderAskSubmit, renderExamModal } from "../src/features/exams/attempt-view.ts";
import {
  addToReviewButton,
  answerButton,
  answerSelect,
  flagButton,
  goButton,
  historySelect,
  jumpSelect,
  missedButton,
  overviewButton,
  replaceButton,
  reportButton,
  shareButton,
  submitButton,
  typeAnswerButton,
  typedAnswerModal,
} from "../src/features/exams/ids.ts";
import { renderOverview } from "../src/features/exams/overview-view.ts";
import { renderMissed, renderReport, renderShared } from "../src/features/exams/report-view.ts";
import type { ExamService, Wish } from "../src/features/exams/service.ts";
import { renderExam } from "../src/features/exams/view.ts";
import { givenIn } from "../src/features/questions/typed-answer.ts";
import { nameOf, playedIn } from "../src/features/quiz/flow.ts";
import {
  type AnyComponent,
  type Component,
  onAnyButton,
  onAnyModal,
  onAnySelect,
} from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { isAnswered, privately, publicly, turnInto } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";

/** What the buttons, selects and modals of an exam do. Each names its attempt, so that an old one never acts on another. */
export const examSteps: readonly Component[] = [
  onAnyButton(goButton, (interaction, [attemptId, position], { exams }) =>
    take(interaction, exams, attemptId, { take: "move", position }),
  ),
  onAnySelect(jumpSelect, (interaction, [attemptId], { exams }) =>
    take(interaction, exams, attemptId, { take: "move", position: Number(interaction.values[0]) }),
  ),
  onAnyButton(answerButton, (interaction, [attemptId, position, optionId], { exams }) =>
    take(interaction, exams, attemptId, { take: "answer", position, response: [optionId] }),
  ),
  onAnySelect(answerSelect, (interaction, [attemptId, position], { exams }) =>
    take(interaction, exams, attemptId, { take: "answer", position, response: interaction.values }),
  ),
  onAnyButton(flagButton, (interaction, [attemptId, position, flag], { exams }) =>
    take(interaction, exams, attemptId, { take: "flag", position, flagged: flag === "on" }),
  ),
  onAnyButton(typeAnswerButton, async (interaction, [attemptId, position], { exams }) => {
    const found = await exams.look(interaction.user.id, attemptId, position);
    const { question } = found.state === "open" ? found : {};
    if (found.state === "open" && question) await interaction.showModal(renderExamModal({ ...found, question }));
    else await turnInto(interaction, renderExam(found));
  }),
  onAnyModal(
    typedAnswerModal,
    (interaction, [attemptId, position], { exams }) =>
      take(interaction, exams, attemptId, { take: "answer", position, response: givenIn(interaction) }),
    typeAnswerButton,
  ),
  onAnyButton(overviewButton, async (interaction, [attemptId, page], { exams }) => {
    const found = await exams.look(interaction.user.id, attemptId);
    await turnInto(interaction, found.state === "open" ? renderOverview(found.attempt, page) : renderExam(found));
  }),
  onAnyButton(submitButton, async (interaction, [attemptId, step], { exams }) => {
    const { id } = interaction.user;
    const found = step === "confirm" ? await exams.submit(id, attemptId) : await exams.look(id, attemptId);
    await turnInto(interaction, found.state === "open" ? renderAskSubmit(found.attempt) : renderExam(found));
  }),
  onAnyButton(replaceButton, async (interaction, [attemptId, module, pace, step], { exams }) => {
    const { user } = interaction;
    const wish = wishOf(interaction, module, pace === "extra");
    if (step === "confirm") return turnInto(interaction, renderExam(await exams.replace(user.id, attemptId, wish)));
    const found = await exams.look(user.id, attemptId);
    await turnInto(interaction, found.state === "open" ? renderAskAbandon(found.attempt, wish) : renderExam(found));
  }),

  onAnyButton(reportButton, async (interaction, [attemptId], { examResults }) => {
    await turnInto(interaction, renderReport({ result: await examResults.result(interaction.user.id, attemptId) }));
  }),
  onAnySelect(historySelect, async (interaction, _, { examResults }) => {
    const result = await examResults.result(interaction.user.id, interaction.values[0] ?? "");
    await turnInto(interaction, renderReport({ result }));
  }),
  onAnyButton(missedButton, async (interaction, [attemptId, page], { examResults }) => {
    const reader = { userId: interaction.user.id, guildId: playedIn(interaction) };
    await turnInto(interaction, renderMissed(await examResults.missed(reader, attemptId, page)));
  }),
  onAnyButton(addToReviewButton, async (interaction, [attemptId], { examResults }) => {
    const added = await examResults.review(interaction.user.id, attemptId);
    await interaction.reply(privately(note(words.exam.reviewed(added))));
  }),
  onAnyButton(shareButton, async (interaction, [attemptId], { examResults }) => {
    if (!maySpeak(interaction)) throw new UserError("exam-share-refused", {});
    const [{ id }, by] = [interaction.user, nameOf(interaction)];
    const result = await examResults.share(id, attemptId, by);
    try {
      await interaction.reply(publicly(renderShared(result, id)));
    } catch (error) {
      if (!isAnswered(error)) await examResults.unshare(id, attemptId, by);
      throw error;
    }
  }),
];

async function take(interaction: AnyComponent, exams: ExamService, attemptId: string, step: Step): Promise<void> {
  await turnInto(interaction, renderExam(await exams.take(interaction.user.id, attemptId, step)));
}

export function wishOf(
  interaction: AnyComponent | ChatInputCommandInteraction,
  module: string,
  extraTime: boolean,
): Wish {
  const guildId = playedIn(interaction);
  return { id: nameOf(interaction), module, extraTime, ...(guildId && { guildId }) };
}

/** May both the bot and the one who clicked write in this channel? In direct messages they may. */
function maySpeak({ appPermissions, memberPermissions, channel }: MessageComponentInteraction): boolean {
  const wanted = channel?.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return memberPermissions === null || (memberPermissions.has(wanted) && appPermissions.has(wanted));
}

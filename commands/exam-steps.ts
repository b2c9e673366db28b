import { type ChatInputCommandInteraction, type MessageComponentInteraction, PermissionFlagsBits } from "discord.js";
import type { AttemptAction, ExamRequest } from "../src/features/exams/attempt-rules.ts";
import {
  renderConfirmAbandon,
  renderConfirmSubmit,
  renderExam,
  renderExamModal,
} from "../src/features/exams/attempt-view.ts";
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
import type { ExamService } from "../src/features/exams/index.ts";
import { renderOverview } from "../src/features/exams/overview-view.ts";
import { renderMissed, renderReport, renderShared } from "../src/features/exams/report-view.ts";
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

/** Each component names its attempt, so that one on an old message never changes another attempt. */
export const examComponents: readonly Component[] = [
  onAnyButton(goButton, (interaction, [attemptId, position], { exams }) =>
    act(interaction, exams, attemptId, { type: "move", position }),
  ),
  onAnySelect(jumpSelect, (interaction, [attemptId], { exams }) =>
    act(interaction, exams, attemptId, { type: "move", position: Number(interaction.values[0]) }),
  ),
  onAnyButton(answerButton, (interaction, [attemptId, position, optionId], { exams }) =>
    act(interaction, exams, attemptId, { type: "answer", position, response: [optionId] }),
  ),
  onAnySelect(answerSelect, (interaction, [attemptId, position], { exams }) =>
    act(interaction, exams, attemptId, { type: "answer", position, response: interaction.values }),
  ),
  onAnyButton(flagButton, (interaction, [attemptId, position, flag], { exams }) =>
    act(interaction, exams, attemptId, { type: "flag", position, flagged: flag === "on" }),
  ),
  onAnyButton(typeAnswerButton, async (interaction, [attemptId, position], { exams }) => {
    const outcome = await exams.load(interaction.user.id, attemptId, position);
    const { question } = outcome.state === "open" ? outcome : {};
    if (outcome.state === "open" && question) await interaction.showModal(renderExamModal({ ...outcome, question }));
    else await turnInto(interaction, renderExam(outcome));
  }),
  onAnyModal(
    typedAnswerModal,
    (interaction, [attemptId, position], { exams }) =>
      act(interaction, exams, attemptId, { type: "answer", position, response: givenIn(interaction) }),
    typeAnswerButton,
  ),
  onAnyButton(overviewButton, async (interaction, [attemptId, page], { exams }) => {
    const outcome = await exams.load(interaction.user.id, attemptId);
    await turnInto(interaction, outcome.state === "open" ? renderOverview(outcome.attempt, page) : renderExam(outcome));
  }),
  onAnyButton(submitButton, async (interaction, [attemptId, step], { exams }) => {
    const { id } = interaction.user;
    const outcome = step === "confirm" ? await exams.submit(id, attemptId) : await exams.load(id, attemptId);
    await turnInto(interaction, outcome.state === "open" ? renderConfirmSubmit(outcome.attempt) : renderExam(outcome));
  }),
  onAnyButton(replaceButton, async (interaction, [attemptId, module, pace, step], { exams }) => {
    const { user } = interaction;
    const request = requestOf(interaction, module, pace === "extra");
    if (step === "confirm") return turnInto(interaction, renderExam(await exams.replace(user.id, attemptId, request)));
    const outcome = await exams.load(user.id, attemptId);
    const card = outcome.state === "open" ? renderConfirmAbandon(outcome.attempt, request) : renderExam(outcome);
    await turnInto(interaction, card);
  }),

  onAnyButton(reportButton, async (interaction, [attemptId], { exams }) => {
    await turnInto(interaction, renderReport({ result: await exams.result(interaction.user.id, attemptId) }));
  }),
  onAnySelect(historySelect, async (interaction, _, { exams }) => {
    const result = await exams.result(interaction.user.id, interaction.values[0] ?? "");
    await turnInto(interaction, renderReport({ result }));
  }),
  onAnyButton(missedButton, async (interaction, [attemptId, page], { exams }) => {
    const reader = { userId: interaction.user.id, guildId: playedIn(interaction) };
    await turnInto(interaction, renderMissed(await exams.missed(reader, attemptId, page)));
  }),
  onAnyButton(addToReviewButton, async (interaction, [attemptId], { exams }) => {
    const added = await exams.addMissedToReview(interaction.user.id, attemptId);
    await interaction.reply(privately(note(words.exams.addedToReview(added))));
  }),
  onAnyButton(shareButton, async (interaction, [attemptId], { exams }) => {
    if (!canPost(interaction)) throw new UserError("exam-share-forbidden", {});
    const [{ id }, claimId] = [interaction.user, nameOf(interaction)];
    const result = await exams.share(id, attemptId, claimId);
    try {
      await interaction.reply(publicly(renderShared(result, id)));
    } catch (error) {
      if (!isAnswered(error)) await exams.cancelShare(id, attemptId, claimId);
      throw error;
    }
  }),
];

async function act(
  interaction: AnyComponent,
  exams: ExamService,
  attemptId: string,
  action: AttemptAction,
): Promise<void> {
  await turnInto(interaction, renderExam(await exams.act(interaction.user.id, attemptId, action)));
}

export function requestOf(
  interaction: AnyComponent | ChatInputCommandInteraction,
  module: string,
  extraTime: boolean,
): ExamRequest {
  const guildId = playedIn(interaction);
  return { id: nameOf(interaction), module, extraTime, ...(guildId && { guildId }) };
}

/** Whether both the bot and the learner may post in this channel. Direct messages have no permissions. */
function canPost({ appPermissions, memberPermissions, channel }: MessageComponentInteraction): boolean {
  const permission = channel?.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return memberPermissions === null || (memberPermissions.has(permission) && appPermissions.has(permission));
}

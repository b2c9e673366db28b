import { reportButton, reportReasonModal } from "../src/features/questions/ids.ts";
import { nameOf } from "../src/features/quiz/flow.ts";
import { reportModal } from "../src/features/review-queue/view.ts";
import { formIn } from "../src/features/suggestions/form.ts";
import { discardButton, editButton, sendButton, writeModal } from "../src/features/suggestions/ids.ts";
import { renderDraft, suggestionModal } from "../src/features/suggestions/view.ts";
import { type Component, type GuildComponent, onButton, onModal } from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { changedInto, privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";

/** What becomes of a question that is being written, and of a report. */
export const suggestionSteps: readonly Component[] = [
  onModal(writeModal, async (interaction, [type, topic, difficulty, level], { suggestions }) => {
    const member = memberOf(interaction);
    const form = formIn(interaction, { type, topic, difficulty, level }, await suggestions.draft(member));
    const card = renderDraft(await suggestions.write(member, form));
    if (interaction.isFromMessage()) await interaction.update(changedInto(card));
    else await interaction.reply(privately(card));
  }),

  onButton(editButton, async (interaction, _, { suggestions }) => {
    const draft = await suggestions.draft(memberOf(interaction));
    if (!draft) throw new UserError("draft-gone", {});
    const { type, topic, difficulty, level } = draft;
    const customId = writeModal.encode(type, topic, difficulty, level);
    await interaction.showModal(suggestionModal(customId, draft, draft));
  }),

  onButton(sendButton, async (interaction, [tag], { suggestions }) => {
    const outcome = await suggestions.sendIn(memberOf(interaction), nameOf(interaction), tag);
    const card = outcome === "sent" ? note(words.suggestion.sent) : renderDraft(outcome);
    await interaction.update(changedInto(card));
  }),

  onButton(discardButton, async (interaction, [tag], { suggestions }) => {
    const outcome = await suggestions.discard(memberOf(interaction), tag);
    const card = outcome === "discarded" ? note(words.suggestion.discarded) : renderDraft(outcome);
    await interaction.update(changedInto(card));
  }),

  onButton(reportButton, async (interaction, [questionId]) => {
    await interaction.showModal(reportModal(questionId));
  }),

  onModal(reportReasonModal, async (interaction, [questionId], { suggestions }) => {
    const reason = interaction.fields.getTextInputValue("reason");
    await suggestions.report(memberOf(interaction), nameOf(interaction), questionId, reason);
    await interaction.reply(privately(note(words.report.thanks)));
  }),
];

function memberOf({ guildId, user }: GuildComponent) {
  return { guildId, userId: user.id };
}

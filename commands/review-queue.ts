import { z } from "zod";
import { difficultySchema } from "../src/features/questions/rules.ts";
import { topicSchema } from "../src/features/questions/topic-rules.ts";
import {
  approveButton,
  denialModal,
  denyButton,
  difficultySelect,
  dismissButton,
  editButton,
  editModal,
  openItemButton,
  pageButton,
  retireButton,
  topicSelect,
} from "../src/features/review-queue/ids.ts";
import { denyModal, renderReviewQueue } from "../src/features/review-queue/view.ts";
import { suggestionModal } from "../src/features/suggestions/view.ts";
import { type Component, type GuildClick, parseSelected } from "../src/platform/discord/component-handler.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { deferEphemeral, deferUpdateOrReply, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { onGuildButton, onGuildModal, onGuildSelect, readSuggestionModal, type Services } from "./kit.ts";

const selectedDifficulty = z.coerce.number().pipe(difficultySchema);

export const reviewQueueComponents: readonly Component<Services>[] = [
  onGuildButton(openItemButton, async (interaction, [itemId], { reviewQueue }) => {
    await interaction.deferReply(deferEphemeral);
    await interaction.editReply(payload(renderReviewQueue(await reviewQueue.view(memberOf(interaction), itemId))));
  }),

  onGuildButton(pageButton, async (interaction, [itemId, direction], { reviewQueue }) => {
    await interaction.deferUpdate();
    const view = await reviewQueue.view(memberOf(interaction), itemId, direction === "next" ? 1 : -1);
    await interaction.editReply(payload(renderReviewQueue(view)));
  }),

  onGuildButton(approveButton, async (interaction, [id, version], services) => {
    await deferUpdateOrReply(interaction);
    const approved = await services.reviewQueue.approve(memberOf(interaction), { id, version });
    await showNext(interaction, services, words.reviewQueue.approved(approved.id));
  }),

  onGuildButton(editButton, async (interaction, [id, version], { reviewQueue }) => {
    const { form } = await reviewQueue.suggestion(interaction.guildId, { id, version });
    const customId = editModal.encode(id, version, form.type, form.topic, form.difficulty, form.level);
    await interaction.showModal(suggestionModal(customId, form, form));
  }),

  onGuildModal(editModal, async (interaction, [id, version, type, topic, difficulty, level], services) => {
    await deferUpdateOrReply(interaction);
    const form = readSuggestionModal(interaction, { type, topic, difficulty, level }, undefined);
    await services.reviewQueue.edit(memberOf(interaction), { id, version }, form);
    await showNext(interaction, services, undefined, id);
  }),

  onGuildSelect(topicSelect, async (interaction, [id, version], services) => {
    await deferUpdateOrReply(interaction);
    const topic = parseSelected(topicSchema, interaction.values[0]);
    await services.reviewQueue.classify(memberOf(interaction), { id, version }, { topic });
    await showNext(interaction, services, undefined, id);
  }),

  onGuildSelect(difficultySelect, async (interaction, [id, version], services) => {
    await deferUpdateOrReply(interaction);
    const difficulty = parseSelected(selectedDifficulty, interaction.values[0]);
    await services.reviewQueue.classify(memberOf(interaction), { id, version }, { difficulty });
    await showNext(interaction, services, undefined, id);
  }),

  onGuildButton(denyButton, async (interaction, [id, version], { reviewQueue }) => {
    await reviewQueue.suggestion(interaction.guildId, { id, version });
    await interaction.showModal(denyModal(id, version));
  }),

  onGuildModal(denialModal, async (interaction, [id, version], services) => {
    await deferUpdateOrReply(interaction);
    const reason = interaction.fields.getTextInputValue("reason");
    await services.reviewQueue.deny(memberOf(interaction), { id, version }, reason);
    await showNext(interaction, services, words.reviewQueue.denied);
  }),

  onGuildButton(dismissButton, async (interaction, [id, version], services) => {
    await deferUpdateOrReply(interaction);
    await services.reviewQueue.dismiss(memberOf(interaction), { id, version });
    await showNext(interaction, services, words.reviewQueue.dismissed);
  }),

  onGuildButton(retireButton, async (interaction, [id, version], services) => {
    await deferUpdateOrReply(interaction);
    const questionId = await services.reviewQueue.retireReportedQuestion(memberOf(interaction), { id, version });
    await showNext(interaction, services, words.reviewQueue.retired(questionId));
  }),
];

/** Shows the result `done` with the next item, or the item `itemId` after an edit. */
async function showNext(
  interaction: GuildClick,
  { reviewQueue }: Services,
  done: string | undefined,
  itemId?: string,
): Promise<void> {
  const view = await reviewQueue.view(memberOf(interaction), itemId);
  await interaction.editReply(payload(renderReviewQueue(view, done)));
}

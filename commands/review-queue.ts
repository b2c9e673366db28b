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
  retireButton,
  topicSelect,
  turnButton,
} from "../src/features/review-queue/ids.ts";
import { denyModal, renderDesk } from "../src/features/review-queue/view.ts";
import { formIn } from "../src/features/suggestions/form.ts";
import { suggestionModal } from "../src/features/suggestions/view.ts";
import { type Component, type GuildClick, parseSelected } from "../src/platform/discord/component.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { ephemeral, payload, updateOrReply } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { onGuildButton, onGuildModal, onGuildSelect, type Services } from "./kit.ts";

const selectedDifficulty = z.coerce.number().pipe(difficultySchema);

/** What moderators decide on the items of the queue. After each decision they see the next item. */
export const reviewComponents: readonly Component<Services>[] = [
  onGuildButton(openItemButton, async (interaction, [itemId], { desk }) => {
    await interaction.reply(ephemeral(renderDesk(await desk.view(interaction.guildId, itemId))));
  }),

  onGuildButton(turnButton, async (interaction, [itemId, direction], { desk }) => {
    const view = await desk.view(interaction.guildId, itemId, direction === "next" ? 1 : -1);
    await interaction.update(payload(renderDesk(view)));
  }),

  onGuildButton(approveButton, async (interaction, [id, edition], services) => {
    const approved = await services.desk.approve(memberOf(interaction), { id, edition });
    await showNext(interaction, services, words.desk.approved(approved.id));
  }),

  onGuildButton(editButton, async (interaction, [id, edition], { desk }) => {
    const { form } = await desk.suggestion(interaction.guildId, { id, edition });
    const customId = editModal.encode(id, edition, form.type, form.topic, form.difficulty, form.level);
    await interaction.showModal(suggestionModal(customId, form, form));
  }),

  onGuildModal(editModal, async (interaction, [id, edition, type, topic, difficulty, level], services) => {
    const form = formIn(interaction, { type, topic, difficulty, level }, undefined);
    await services.desk.edit(memberOf(interaction), { id, edition }, form);
    await showNext(interaction, services, undefined, id);
  }),

  onGuildSelect(topicSelect, async (interaction, [id, edition], services) => {
    const topic = parseSelected(topicSchema, interaction.values[0]);
    await services.desk.classify(memberOf(interaction), { id, edition }, { topic });
    await showNext(interaction, services, undefined, id);
  }),

  onGuildSelect(difficultySelect, async (interaction, [id, edition], services) => {
    const difficulty = parseSelected(selectedDifficulty, interaction.values[0]);
    await services.desk.classify(memberOf(interaction), { id, edition }, { difficulty });
    await showNext(interaction, services, undefined, id);
  }),

  onGuildButton(denyButton, async (interaction, [id, edition], { desk }) => {
    await desk.suggestion(interaction.guildId, { id, edition });
    await interaction.showModal(denyModal(id, edition));
  }),

  onGuildModal(denialModal, async (interaction, [id, edition], services) => {
    const reason = interaction.fields.getTextInputValue("reason");
    await services.desk.deny(memberOf(interaction), { id, edition }, reason);
    await showNext(interaction, services, words.desk.denied);
  }),

  onGuildButton(dismissButton, async (interaction, [id, edition], services) => {
    await services.desk.dismiss(memberOf(interaction), { id, edition });
    await showNext(interaction, services, words.desk.dismissed);
  }),

  onGuildButton(retireButton, async (interaction, [id, edition], services) => {
    const questionId = await services.desk.retireReported(memberOf(interaction), { id, edition });
    await showNext(interaction, services, words.desk.retired(questionId));
  }),
];

/** Shows what was done and the next item, or the item that was edited. */
async function showNext(
  interaction: GuildClick,
  { desk }: Services,
  done: string | undefined,
  itemId?: string,
): Promise<void> {
  await updateOrReply(interaction, renderDesk(await desk.view(interaction.guildId, itemId), done));
}

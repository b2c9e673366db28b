import { DIFFICULTIES } from "../src/features/questions/rules.ts";
import { TOPICS } from "../src/features/questions/topic-rules.ts";
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
import { moderatorsOnly } from "../src/features/settings/moderator.ts";
import { formIn } from "../src/features/suggestions/form.ts";
import { suggestionModal } from "../src/features/suggestions/view.ts";
import {
  type Component,
  type GuildButton,
  type GuildComponent,
  type GuildModal,
  type GuildSelect,
  onButton,
  onModal,
  onSelect,
  type Services,
} from "../src/platform/discord/command.ts";
import { chosenOf } from "../src/platform/discord/options.ts";
import { changedInto, privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

/** What moderators decide on the queue; after each decision the next case is in front of them. */
export const reviewSteps: readonly Component[] = [
  onButton(openItemButton, async (interaction, [caseId], services) => {
    await moderatorsOnly(interaction, services);
    await interaction.reply(privately(renderDesk(await services.desk.view(interaction.guildId, caseId))));
  }),

  onButton(turnButton, async (interaction, [caseId, button], services) => {
    await moderatorsOnly(interaction, services);
    const view = await services.desk.view(interaction.guildId, caseId, button === "next" ? 1 : -1);
    await interaction.update(changedInto(renderDesk(view)));
  }),

  onButton(approveButton, async (interaction, [id, edition], services) => {
    await moderatorsOnly(interaction, services);
    const approved = await services.desk.approve(moderatorOf(interaction), { id, edition });
    await goOn(interaction, services, words.desk.approved(approved.id));
  }),

  onButton(editButton, async (interaction, [id, edition], services) => {
    await moderatorsOnly(interaction, services);
    const { form } = await services.desk.suggestion(interaction.guildId, { id, edition });
    const customId = editModal.encode(id, edition, form.type, form.topic, form.difficulty, form.level);
    await interaction.showModal(suggestionModal(customId, form, form));
  }),

  onModal(editModal, async (interaction, [id, edition, type, topic, difficulty, level], services) => {
    await moderatorsOnly(interaction, services);
    const form = formIn(interaction, { type, topic, difficulty, level }, undefined);
    await services.desk.edit(moderatorOf(interaction), { id, edition }, form);
    await goOn(interaction, services, undefined, id);
  }),

  onSelect(topicSelect, async (interaction, [id, edition], services) => {
    await moderatorsOnly(interaction, services);
    const topic = chosenOf(TOPICS, interaction.values[0] ?? "");
    await services.desk.classify(moderatorOf(interaction), { id, edition }, { topic });
    await goOn(interaction, services, undefined, id);
  }),

  onSelect(difficultySelect, async (interaction, [id, edition], services) => {
    await moderatorsOnly(interaction, services);
    const difficulty = chosenOf(DIFFICULTIES, Number(interaction.values[0]));
    await services.desk.classify(moderatorOf(interaction), { id, edition }, { difficulty });
    await goOn(interaction, services, undefined, id);
  }),

  onButton(denyButton, async (interaction, [id, edition], services) => {
    await moderatorsOnly(interaction, services);
    await services.desk.suggestion(interaction.guildId, { id, edition });
    await interaction.showModal(denyModal(id, edition));
  }),

  onModal(denialModal, async (interaction, [id, edition], services) => {
    await moderatorsOnly(interaction, services);
    await services.desk.deny(moderatorOf(interaction), { id, edition }, interaction.fields.getTextInputValue("reason"));
    await goOn(interaction, services, words.desk.denied);
  }),

  onButton(dismissButton, async (interaction, [id, edition], services) => {
    await moderatorsOnly(interaction, services);
    await services.desk.dismiss(moderatorOf(interaction), { id, edition });
    await goOn(interaction, services, words.desk.dismissed);
  }),

  onButton(retireButton, async (interaction, [id, edition], services) => {
    await moderatorsOnly(interaction, services);
    const questionId = await services.desk.retireReported(moderatorOf(interaction), { id, edition });
    await goOn(interaction, services, words.desk.retired(questionId));
  }),
];

/** What was done, and the next case. */
async function goOn(
  interaction: GuildButton | GuildSelect | GuildModal,
  { desk }: Services,
  done: string | undefined,
  caseId?: string,
): Promise<void> {
  const card = renderDesk(await desk.view(interaction.guildId, caseId), done);
  if (interaction.isModalSubmit() && !interaction.isFromMessage()) await interaction.reply(privately(card));
  else await interaction.update(changedInto(card));
}

function moderatorOf({ guildId, user }: GuildComponent) {
  return { guildId, userId: user.id };
}

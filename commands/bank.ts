import { AttachmentBuilder, MessageFlags } from "discord.js";
import { cancelButton, confirmButton } from "../src/features/imports/ids.ts";
import { renderImportPreview } from "../src/features/imports/view.ts";
import { confirmKeyButton } from "../src/features/item-analysis/ids.ts";
import { renderItemAnalysis } from "../src/features/item-analysis/view.ts";
import { renderReviewQueue } from "../src/features/review-queue/view.ts";
import type { Component } from "../src/platform/discord/component-handler.ts";
import { type Card, textCard } from "../src/platform/discord/components.ts";
import { memberOf, operationId } from "../src/platform/discord/interaction.ts";
import { attachmentOption, required } from "../src/platform/discord/options.ts";
import { deferEphemeral, ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { forModerators, guildCommand, guildSubcommand, onGuildButton, questionIdOption, type Services } from "./kit.ts";
import { reviewQueueComponents } from "./review-queue.ts";

/** Stays below Discord's limits of ten files and 10 MB per message. */
const FILES_PER_MESSAGE = 8;

/** `/bank import`. Defers first because fetching and reading the file can take seconds. */
const importFile = guildSubcommand({
  description: words.commands.bankImport,
  costly: true,
  options: { file: required(attachmentOption({ description: words.commands.options.bankFile })) },
  async run(interaction, { file: { name, size, url } }, { imports }) {
    await interaction.deferReply(deferEphemeral);
    const preview = await imports.preview(interaction.guildId, operationId(interaction), { name, size, url });
    await interaction.editReply(payload(renderImportPreview(preview)));
  },
});

const exportFiles = guildSubcommand({
  description: words.commands.bankExport,
  costly: true,
  async run(interaction, _, { imports }) {
    await interaction.deferReply(deferEphemeral);
    const contents = await imports.exportFiles(interaction.guildId);
    const files = contents.map((bytes, index) => {
      const name = contents.length === 1 ? "questions.yaml" : `questions-${index + 1}.yaml`;
      return new AttachmentBuilder(Buffer.from(bytes), { name });
    });
    await interaction.editReply({
      content: words.imports.exported(files.length),
      files: files.slice(0, FILES_PER_MESSAGE),
    });
    for (let start = FILES_PER_MESSAGE; start < files.length; start += FILES_PER_MESSAGE) {
      const more = files.slice(start, start + FILES_PER_MESSAGE);
      await interaction.followUp({ files: more, flags: MessageFlags.Ephemeral });
    }
  },
});

const importComponents: readonly Component<Services>[] = [
  onGuildButton(confirmButton, async (interaction, [importId], { imports }) => {
    const count = await imports.confirm(interaction.guildId, interaction.user.id, importId);
    await interaction.update(payload(textCard(words.imports.imported(count))));
  }),

  onGuildButton(cancelButton, async (interaction, [importId], { imports }) => {
    await imports.cancel(interaction.guildId, importId);
    await interaction.update(payload(textCard(words.imports.canceled)));
  }),
];

/** `/bank health`. Defers first because it may have to run the analysis. */
const analyze = guildSubcommand({
  description: words.commands.bankHealth,
  costly: true,
  async run(interaction, _, services) {
    await interaction.deferReply(deferEphemeral);
    await interaction.editReply(payload(await analysisOf(memberOf(interaction), services)));
  },
});

const itemAnalysisComponents: readonly Component<Services>[] = [
  onGuildButton(confirmKeyButton, async (interaction, [questionId, rev], services) => {
    await services.itemAnalysis.confirmKey(memberOf(interaction), questionId, rev);
    await interaction.update(payload(await analysisOf(memberOf(interaction), services)));
    await interaction.followUp(ephemeral(textCard(words.itemAnalysis.keyConfirmed(questionId))));
  }),
];

export const bank = guildCommand({
  name: "bank",
  description: words.commands.bank,
  exclusive: true,
  ...forModerators,

  subcommands: {
    review: guildSubcommand({
      description: words.commands.bankReview,
      async run(interaction, _, { reviewQueue }) {
        await interaction.deferReply(deferEphemeral);
        await interaction.editReply(payload(renderReviewQueue(await reviewQueue.view(memberOf(interaction)))));
      },
    }),

    import: importFile,
    export: exportFiles,
    health: analyze,

    retire: guildSubcommand({
      description: words.commands.bankRetire,
      options: { id: questionIdOption("active") },
      async run(interaction, { id }, { reviewQueue }) {
        await reviewQueue.retire(memberOf(interaction), id);
        await interaction.reply(ephemeral(textCard(words.reviewQueue.retired(id))));
      },
    }),

    restore: guildSubcommand({
      description: words.commands.bankRestore,
      options: { id: questionIdOption("retired") },
      async run(interaction, { id }, { itemAnalysis }) {
        await itemAnalysis.restore(memberOf(interaction), id);
        await interaction.reply(ephemeral(textCard(words.reviewQueue.restored(id))));
      },
    }),
  },

  components: [...reviewQueueComponents, ...importComponents, ...itemAnalysisComponents],
});

async function analysisOf(moderator: ReturnType<typeof memberOf>, services: Services): Promise<Card> {
  const { itemAnalysis, banks, openQuestions } = services;
  const [analysis, bank, withheld] = await Promise.all([
    itemAnalysis.view(moderator.guildId),
    banks.of(moderator.guildId),
    openQuestions.withheldFromModerator(moderator),
  ]);
  // Excludes open questions, because unchosen options and flags hint at the key.
  const items = analysis.items.filter(({ questionId }) => !withheld.has(questionId));
  return renderItemAnalysis({ ...analysis, items }, bank.find);
}

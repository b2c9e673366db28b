import { renderReviewQueue } from "../src/features/review-queue/view.ts";
import { textCard } from "../src/platform/discord/components.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { deferEphemeral, ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { exportFiles, importComponents, importFile } from "./imports.ts";
import { analyze, itemAnalysisComponents } from "./item-analysis.ts";
import { forModerators, guildCommand, guildSubcommand } from "./kit.ts";
import { questionIdOption } from "./options.ts";
import { reviewQueueComponents } from "./review-queue.ts";

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

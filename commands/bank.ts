import { renderDesk } from "../src/features/review-queue/view.ts";
import { textCard } from "../src/platform/discord/components.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { ephemeral } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { exportFiles, importComponents, importFile } from "./imports.ts";
import { health, healthComponents } from "./item-analysis.ts";
import { forModerators, guildCommand, guildSubcommand } from "./kit.ts";
import { questionIdOption } from "./options.ts";
import { reviewComponents } from "./review-queue.ts";

export const bank = guildCommand({
  name: "bank",
  description: words.commands.bank,
  exclusive: true,
  ...forModerators,

  subcommands: {
    review: guildSubcommand({
      description: words.commands.bankReview,
      async run(interaction, _, { desk }) {
        await interaction.reply(ephemeral(renderDesk(await desk.view(interaction.guildId))));
      },
    }),

    import: importFile,
    export: exportFiles,
    health,

    retire: guildSubcommand({
      description: words.commands.bankRetire,
      options: { id: questionIdOption("active") },
      async run(interaction, { id }, { desk }) {
        await desk.retire(memberOf(interaction), id);
        await interaction.reply(ephemeral(textCard(words.desk.retired(id))));
      },
    }),

    restore: guildSubcommand({
      description: words.commands.bankRestore,
      options: { id: questionIdOption("retired") },
      async run(interaction, { id }, { health }) {
        await health.restore(memberOf(interaction), id);
        await interaction.reply(ephemeral(textCard(words.desk.restored(id))));
      },
    }),
  },

  components: [...reviewComponents, ...importComponents, ...healthComponents],
});

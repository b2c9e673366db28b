import { gzipSync } from "node:zlib";
import { AttachmentBuilder } from "discord.js";
import { deleteButton, hideButton } from "../src/features/privacy/ids.ts";
import type { Export } from "../src/features/privacy/rules.ts";
import { renderDeleteConfirmation, renderDeleted, renderExport, renderHidden } from "../src/features/privacy/view.ts";
import { textCard } from "../src/platform/discord/components.ts";
import { requireInstalled } from "../src/platform/discord/interaction.ts";
import { deferEphemeral, ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { learnerCommand, learnerSubcommand, onButton } from "./kit.ts";

/** Larger exports are compressed to about a tenth of their size. Discord allows files up to 10 MB. */
const MAX_PLAIN_BYTES = 8_000_000;

export const privacy = learnerCommand({
  name: "privacy",
  description: words.commands.privacy,

  subcommands: {
    export: learnerSubcommand({
      description: words.commands.privacyExport,
      costly: true,
      async run(interaction, _, { privacy }) {
        await interaction.deferReply(deferEphemeral);
        const all = await privacy.exportData(interaction.user.id);
        const file = fileOf(all);
        await interaction.editReply({ ...payload(renderExport(all, file.name ?? "")), files: [file] });
      },
    }),

    delete: learnerSubcommand({
      description: words.commands.privacyDelete,
      run: (interaction) => interaction.reply(ephemeral(renderDeleteConfirmation())),
    }),

    hide: learnerSubcommand({
      description: words.commands.privacyHide,
      costly: true,
      async run(interaction, _, { privacy }) {
        await privacy.setHidden(requireInstalled(interaction), interaction.user.id, true);
        await interaction.reply(ephemeral(renderHidden(true)));
      },
    }),
  },

  components: [
    onButton(deleteButton, async (interaction, [choice], { privacy }) => {
      if (choice === "cancel") return interaction.update(payload(textCard(words.privacy.canceled)));
      await interaction.update(payload(textCard(words.privacy.deleting)));
      const isComplete = await privacy.requestDeletion(interaction.user.id);
      return interaction.editReply(payload(renderDeleted(isComplete)));
    }),

    onButton(hideButton, async (interaction, [action], { privacy }) => {
      const isHidden = action === "hide";
      await privacy.setHidden(requireInstalled(interaction), interaction.user.id, isHidden);
      await interaction.update(payload(renderHidden(isHidden)));
    }),
  ],
});

function fileOf(all: Export): AttachmentBuilder {
  const plain = Buffer.from(JSON.stringify(all, undefined, 2));
  if (plain.length <= MAX_PLAIN_BYTES) return new AttachmentBuilder(plain, { name: "rootine-export.json" });
  return new AttachmentBuilder(gzipSync(plain), { name: "rootine-export.json.gz" });
}

import { AttachmentBuilder, MessageFlags } from "discord.js";
import { cancelButton, confirmButton } from "../src/features/imports/ids.ts";
import { renderImportPreview } from "../src/features/imports/view.ts";
import type { Component } from "../src/platform/discord/component-handler.ts";
import { textCard } from "../src/platform/discord/components.ts";
import { operationId } from "../src/platform/discord/interaction.ts";
import { attachmentOption, required } from "../src/platform/discord/options.ts";
import { deferEphemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { guildSubcommand, onGuildButton, type Services } from "./kit.ts";

/** Discord takes ten files in a message, and 10 MB. */
const FILES_PER_MESSAGE = 8;

/** `/bank import`. Fetching and reading the file can take seconds, so it defers first. */
export const importFile = guildSubcommand({
  description: words.commands.bankImport,
  costly: true,
  options: { file: required(attachmentOption({ description: words.commands.options.bankFile })) },
  async run(interaction, { file: { name, size, url } }, { imports }) {
    await interaction.deferReply(deferEphemeral);
    const preview = await imports.preview(interaction.guildId, operationId(interaction), { name, size, url });
    await interaction.editReply(payload(renderImportPreview(preview)));
  },
});

/** `/bank export`. */
export const exportFiles = guildSubcommand({
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

export const importComponents: readonly Component<Services>[] = [
  onGuildButton(confirmButton, async (interaction, [importId], { imports }) => {
    const count = await imports.confirm(interaction.guildId, interaction.user.id, importId);
    await interaction.update(payload(textCard(words.imports.imported(count))));
  }),

  onGuildButton(cancelButton, async (interaction, [importId], { imports }) => {
    await imports.cancel(interaction.guildId, importId);
    await interaction.update(payload(textCard(words.imports.canceled)));
  }),
];

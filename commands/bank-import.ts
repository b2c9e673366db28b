import { AttachmentBuilder, MessageFlags } from "discord.js";
import { cancelButton, confirmButton } from "../src/features/imports/ids.ts";
import { renderImportPreview } from "../src/features/imports/view.ts";
import { nameOf } from "../src/features/quiz/flow.ts";
import { moderatorsOnly } from "../src/features/settings/moderator.ts";
import { type Component, type GuildCommand, onButton, type Services } from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { changedInto, deferredInto } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

/** Discord accepts 10 files and 10 MB per message. */
const FILES_PER_MESSAGE = 8;

/** Deferred: fetching and validating a file can take a second or two. */
export async function importFile(interaction: GuildCommand, { imports }: Services): Promise<void> {
  const { name, size, url } = interaction.options.getAttachment("file", true);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const preview = await imports.preview(interaction.guildId, nameOf(interaction), { name, size, url });
  await interaction.editReply(deferredInto(renderImportPreview(preview)));
}

export async function exportFiles(interaction: GuildCommand, { imports }: Services): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const files = await imports.exportFiles(interaction.guildId);
  const named = files.map((bytes, index) => {
    const name = files.length === 1 ? "questions.yaml" : `questions-${index + 1}.yaml`;
    return new AttachmentBuilder(Buffer.from(bytes), { name });
  });
  await interaction.editReply({
    content: words.imports.exported(files.length),
    files: named.slice(0, FILES_PER_MESSAGE),
  });
  for (let start = FILES_PER_MESSAGE; start < named.length; start += FILES_PER_MESSAGE) {
    const more = named.slice(start, start + FILES_PER_MESSAGE);
    await interaction.followUp({ files: more, flags: MessageFlags.Ephemeral });
  }
}

export const importSteps: readonly Component[] = [
  onButton(confirmButton, async (interaction, [importId], services) => {
    await moderatorsOnly(interaction, services);
    const count = await services.imports.confirm(interaction.guildId, interaction.user.id, importId);
    await interaction.update(changedInto(note(words.imports.imported(count))));
  }),

  onButton(cancelButton, async (interaction, [importId], services) => {
    await moderatorsOnly(interaction, services);
    await services.imports.cancel(interaction.guildId, importId);
    await interaction.update(changedInto(note(words.imports.canceled)));
  }),
];

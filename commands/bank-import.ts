import { AttachmentBuilder, MessageFlags } from "discord.js";
import { cancelButton, confirmButton } from "../src/features/imports/ids.ts";
import { renderChecked } from "../src/features/imports/view.ts";
import { nameOf } from "../src/features/quiz/flow.ts";
import { moderatorsOnly } from "../src/features/settings/moderator.ts";
import { type Component, type GuildCommand, onButton, type Services } from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { changedInto, deferredInto } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

/** Discord takes ten files a message, and 10 MB. */
const FILES_TOGETHER = 8;

/** Fetching and reading may take a second or two, so the moderator is told to wait first. */
export async function importFile(interaction: GuildCommand, { imports }: Services): Promise<void> {
  const { name, size, url } = interaction.options.getAttachment("file", true);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const checked = await imports.check(interaction.guildId, nameOf(interaction), { name, size, url });
  await interaction.editReply(deferredInto(renderChecked(checked)));
}

export async function exportFiles(interaction: GuildCommand, { imports }: Services): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const files = await imports.files(interaction.guildId);
  const named = files.map((bytes, index) => {
    const name = files.length === 1 ? "questions.yaml" : `questions-${index + 1}.yaml`;
    return new AttachmentBuilder(Buffer.from(bytes), { name });
  });
  await interaction.editReply({
    content: words.bankFile.exported(files.length),
    files: named.slice(0, FILES_TOGETHER),
  });
  for (let start = FILES_TOGETHER; start < named.length; start += FILES_TOGETHER) {
    const more = named.slice(start, start + FILES_TOGETHER);
    await interaction.followUp({ files: more, flags: MessageFlags.Ephemeral });
  }
}

export const importSteps: readonly Component[] = [
  onButton(confirmButton, async (interaction, [importId], services) => {
    await moderatorsOnly(interaction, services);
    const count = await services.imports.confirm(interaction.guildId, interaction.user.id, importId);
    await interaction.update(changedInto(note(words.bankFile.imported(count))));
  }),

  onButton(cancelButton, async (interaction, [importId], services) => {
    await moderatorsOnly(interaction, services);
    await services.imports.cancel(interaction.guildId, importId);
    await interaction.update(changedInto(note(words.bankFile.cancelled)));
  }),
];

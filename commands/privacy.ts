import { gzipSync } from "node:zlib";
import { AttachmentBuilder, MessageFlags } from "discord.js";
import { deleteButton, hideButton } from "../src/features/privacy/ids.ts";
import type { Export } from "../src/features/privacy/rules.ts";
import { renderAskDelete, renderDeleted, renderExport, renderHidden } from "../src/features/privacy/view.ts";
import { playedIn } from "../src/features/quiz/flow.ts";
import { type AnywhereCommand, onAnyButton } from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { changedInto, deferredInto, privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";

/** Discord takes files of 10 MB; beyond this size the file is packed, to about a tenth. */
const LARGEST_PLAIN = 8_000_000;

/** What learners may do about what is kept of them. It looks at every key there is, so it defers before it begins. */
export const privacy = {
  anywhere: true,
  costly: ["export", "hide"],
  data: learnerCommand("privacy", words.commands.privacy)
    .addSubcommand((take) => take.setName("export").setDescription(words.commands.privacyExport))
    .addSubcommand((forget) => forget.setName("delete").setDescription(words.commands.privacyDelete))
    .addSubcommand((hide) => hide.setName("hide").setDescription(words.commands.privacyHide)),

  async run(interaction, { privacy }) {
    const { user, options } = interaction;
    switch (options.getSubcommand()) {
      case "export": {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        const all = await privacy.takeOut(user.id);
        const file = fileOf(all);
        await interaction.editReply({ ...deferredInto(renderExport(all, file.name ?? "")), files: [file] });
        break;
      }
      case "delete":
        await interaction.reply(privately(renderAskDelete()));
        break;
      case "hide":
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        await privacy.hide(guildOf(interaction), user.id);
        await interaction.editReply(deferredInto(renderHidden(true)));
        break;
    }
  },

  components: [
    onAnyButton(deleteButton, async (interaction, [choice], { privacy }) => {
      if (choice === "cancel") return void (await interaction.update(changedInto(note(words.privacy.kept))));
      // In the place of the buttons, so that nobody wonders whether it was pressed.
      await interaction.update(changedInto(note(words.privacy.deleting)));
      await interaction.editReply(changedInto(renderDeleted(await privacy.forget(interaction.user.id))));
    }),

    onAnyButton(hideButton, async (interaction, [wish], { privacy }) => {
      const guildId = guildOf(interaction);
      await interaction.deferUpdate();
      await privacy[wish](guildId, interaction.user.id);
      await interaction.editReply(changedInto(renderHidden(wish === "hide")));
    }),
  ],
} satisfies AnywhereCommand;

function guildOf(interaction: Parameters<typeof playedIn>[0]): string {
  const guildId = playedIn(interaction);
  if (guildId === undefined) throw new UserError("server-only", {});
  return guildId;
}

function fileOf(all: Export): AttachmentBuilder {
  const plain = Buffer.from(JSON.stringify(all, undefined, 2));
  if (plain.length <= LARGEST_PLAIN) return new AttachmentBuilder(plain, { name: "rootine-export.json" });
  return new AttachmentBuilder(gzipSync(plain), { name: "rootine-export.json.gz" });
}

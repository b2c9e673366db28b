import { renderHelp } from "../src/features/help/view.ts";
import { isModerator } from "../src/features/settings/permissions.ts";
import { ephemeral } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { learnerCommand } from "./kit.ts";

export const help = learnerCommand({
  name: "help",
  description: words.commands.help,

  async run(interaction, _, { settings }) {
    await interaction.reply(ephemeral(renderHelp(await isModerator(interaction, settings))));
  },
});

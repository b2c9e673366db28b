import { isModerator } from "../src/features/settings/permissions.ts";
import { type Card, container, divider, text } from "../src/platform/discord/components.ts";
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

/** Renders the part for members, followed by the part for moderators if the reader is one. */
function renderHelp(moderates: boolean): Card {
  const forModerators = moderates ? [divider(), text(words.help.moderators)] : [];
  return { components: [container([text(words.help.members), ...forModerators])] };
}

import { renderHelp } from "../src/features/help/view.ts";
import { moderates } from "../src/features/settings/moderator.ts";
import type { AnywhereCommand } from "../src/platform/discord/command.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

export const help = {
  anywhere: true,
  data: learnerCommand("help", words.commands.help),

  async run(interaction, { settings }) {
    await interaction.reply(privately(renderHelp(await moderates(interaction, settings))));
  },
} satisfies AnywhereCommand;

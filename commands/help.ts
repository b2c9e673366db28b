import type { AnywhereCommand } from "../src/discord/command.ts";
import { learnerCommand } from "../src/discord/learner-command.ts";
import { moderates } from "../src/discord/moderator.ts";
import { renderHelp } from "../src/discord/render/help.ts";
import { privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";

export const help = {
  anywhere: true,
  data: learnerCommand("help", words.commands.help),

  async run(interaction, { settings }) {
    await interaction.reply(privately(renderHelp(await moderates(interaction, settings))));
  },
} satisfies AnywhereCommand;

import {
  InteractionContextType,
  PermissionFlagsBits,
  SlashCommandBuilder,
  type SlashCommandSubcommandBuilder,
} from "discord.js";
import { renderDesk } from "../src/features/review-queue/view.ts";
import { moderatorsOnly } from "../src/features/settings/moderator.ts";
import type { Command, GuildCommand, Services } from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { suggest } from "../src/platform/discord/options.ts";
import { privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { healthSteps, showHealth } from "./bank-health.ts";
import { exportFiles, importFile, importSteps } from "./bank-import.ts";
import { reviewSteps } from "./bank-review.ts";

const { options: described } = words.commands;

export const bank = {
  once: true,
  costly: ["import", "export", "health"],

  data: new SlashCommandBuilder()
    .setName("bank")
    .setDescription(words.commands.bank)
    .setContexts(InteractionContextType.Guild)
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addSubcommand((review) => review.setName("review").setDescription(words.commands.bankReview))
    .addSubcommand((load) =>
      load
        .setName("import")
        .setDescription(words.commands.bankImport)
        .addAttachmentOption((option) => option.setName("file").setDescription(described.bankFile).setRequired(true)),
    )
    .addSubcommand((save) => save.setName("export").setDescription(words.commands.bankExport))
    .addSubcommand((health) => health.setName("health").setDescription(words.commands.bankHealth))
    .addSubcommand((retire) => which(retire.setName("retire").setDescription(words.commands.bankRetire)))
    .addSubcommand((restore) => which(restore.setName("restore").setDescription(words.commands.bankRestore))),

  async run(interaction, services) {
    await moderatorsOnly(interaction, services);
    await subcommands[interaction.options.getSubcommand()]?.(interaction, services);
  },

  async complete(interaction, services) {
    await moderatorsOnly(interaction, services);
    const { guildId, options } = interaction;
    const known = await services.banks.of(guildId);
    const isRetired = (id: string) => known.find(id)?.retired !== undefined;
    const restoring = options.getSubcommand() === "restore";
    const ids = known.ids().filter((id) => isRetired(id) === restoring);
    return suggest(ids, options.getFocused());
  },

  components: [...reviewSteps, ...importSteps, ...healthSteps],
} satisfies Command;

const subcommands: Readonly<Record<string, (interaction: GuildCommand, services: Services) => Promise<void>>> = {
  async review(interaction, { desk }) {
    await interaction.reply(privately(renderDesk(await desk.view(interaction.guildId))));
  },

  import: importFile,
  export: exportFiles,

  health: showHealth,

  async retire(interaction, { desk }) {
    const id = given(interaction);
    await desk.retire({ guildId: interaction.guildId, userId: interaction.user.id }, id);
    await interaction.reply(privately(note(words.desk.retired(id))));
  },

  async restore(interaction, { health }) {
    const id = given(interaction);
    await health.restore({ guildId: interaction.guildId, userId: interaction.user.id }, id);
    await interaction.reply(privately(note(words.desk.restored(id))));
  },
};

function given({ options }: GuildCommand): string {
  return options.getString("id", true).trim();
}

function which(subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return subcommand.addStringOption((option) =>
    option.setName("id").setDescription(described.question).setRequired(true).setAutocomplete(true),
  );
}

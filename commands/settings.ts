import { InteractionContextType, PermissionFlagsBits, SlashCommandBuilder } from "discord.js";
import type { z } from "zod";
import { weekStartSchema } from "../src/features/boards/calendar-rules.ts";
import { closeSeasonButton } from "../src/features/seasons/ids.ts";
import {
  channelSelect,
  logButton,
  roleSelect,
  settingSelect,
  showButton,
  turnOffButton,
  valueSelect,
} from "../src/features/settings/ids.ts";
import { moderatorsOnly } from "../src/features/settings/moderator.ts";
import { choiceSchema, SETTING_NAMES, type SettingName } from "../src/features/settings/rules.ts";
import { LOGGED_TOGETHER, renderLog, renderSeasonQuestion, renderSettings } from "../src/features/settings/view.ts";
import {
  type Command,
  type GuildChannels,
  type GuildCommand,
  type GuildRoles,
  type GuildSelect,
  onButton,
  onChannels,
  onRoles,
  onSelect,
  type Services,
} from "../src/platform/discord/command.ts";
import { type Card, note } from "../src/platform/discord/components.ts";
import { suggest } from "../src/platform/discord/options.ts";
import { changedInto, privately } from "../src/platform/discord/reply.ts";
import { ZONES } from "../src/platform/time.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";

export const settings = {
  once: true,

  data: new SlashCommandBuilder()
    .setName("settings")
    .setDescription(words.commands.settings)
    .setContexts(InteractionContextType.Guild)
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addSubcommand((show) => show.setName("show").setDescription(words.commands.settingsShow))
    .addSubcommand((zone) =>
      zone
        .setName("zone")
        .setDescription(words.commands.settingsZone)
        .addStringOption((option) =>
          option
            .setName("timezone")
            .setDescription(words.commands.options.timezone)
            .setRequired(true)
            .setAutocomplete(true),
        ),
    )
    .addSubcommand((log) => log.setName("log").setDescription(words.commands.settingsLog)),

  async run(interaction, services) {
    await moderatorsOnly(interaction, services);
    await subcommands[interaction.options.getSubcommand()]?.(interaction, services);
  },

  async complete(interaction, services) {
    await moderatorsOnly(interaction, services);
    return suggest(ZONES, interaction.options.getFocused());
  },

  components: [
    onSelect(settingSelect, async (interaction, _, services) => {
      await moderatorsOnly(interaction, services);
      const [given] = interaction.values;
      await showAgain(
        interaction,
        services,
        SETTING_NAMES.find((name) => name === given),
      );
    }),

    onSelect(valueSelect, async (interaction, [name], services) => {
      await moderatorsOnly(interaction, services);
      const [value] = interaction.values;
      const { configuration } = services;
      if (name === "weekStart") {
        await configuration.changeWeekStart(interaction.guildId, interaction.user.id, readable(weekStartSchema, value));
      } else {
        const patch = readable(choiceSchema, { [name]: value });
        await configuration.change(interaction.guildId, interaction.user.id, patch);
      }
      await showAgain(interaction, services, name);
    }),

    onChannels(channelSelect, async (interaction, [name], services) => {
      await moderatorsOnly(interaction, services);
      await services.configuration.change(interaction.guildId, interaction.user.id, { [name]: interaction.values[0] });
      await showAgain(interaction, services, name);
    }),

    onRoles(roleSelect, async (interaction, _, services) => {
      await moderatorsOnly(interaction, services);
      const [moderatorRole] = interaction.values;
      await services.configuration.change(interaction.guildId, interaction.user.id, { moderatorRole });
      await showAgain(interaction, services, "moderatorRole");
    }),

    onButton(turnOffButton, async (interaction, [name], services) => {
      await moderatorsOnly(interaction, services);
      const { configuration } = services;
      await configuration.change(interaction.guildId, interaction.user.id, { [name]: undefined });
      await interaction.update(changedInto(renderSettings(await configuration.view(interaction.guildId), name)));
    }),

    onButton(showButton, async (interaction, _, services) => {
      await moderatorsOnly(interaction, services);
      const view = await services.configuration.view(interaction.guildId);
      await interaction.update(changedInto(renderSettings(view)));
    }),

    onButton(logButton, async (interaction, [page], services) => {
      await moderatorsOnly(interaction, services);
      await interaction.update(changedInto(await logPage(interaction.guildId, page, services)));
    }),

    onButton(closeSeasonButton, async (interaction, [season, step], services) => {
      await moderatorsOnly(interaction, services);
      const { guildId, channelId, user } = interaction;
      if (step === "cancel") return void (await interaction.update(changedInto(note(words.settings.goesOn(season)))));
      if (step === "ask") {
        const { members } = await services.seasons.present(guildId);
        return void (await interaction.reply(privately(renderSeasonQuestion(season, members))));
      }
      await services.configuration.closeSeason(guildId, season, user.id, channelId);
      await interaction.update(changedInto(note(words.settings.closing(season))));
    }),
  ],
} satisfies Command;

const subcommands: Readonly<Record<string, (interaction: GuildCommand, services: Services) => Promise<void>>> = {
  async show(interaction, { configuration }) {
    await interaction.reply(privately(renderSettings(await configuration.view(interaction.guildId))));
  },

  async zone(interaction, { configuration, settings }) {
    const { guildId, user, options } = interaction;
    await configuration.changeZone(guildId, user.id, options.getString("timezone", true));
    const { zone } = await settings.of(guildId);
    await interaction.reply(privately(note(words.settings.zoneSet(zone))));
  },

  async log(interaction, services) {
    await interaction.reply(privately(await logPage(interaction.guildId, 1, services)));
  },
};

async function showAgain(
  interaction: GuildSelect | GuildChannels | GuildRoles,
  { configuration }: Services,
  picked: SettingName | undefined,
): Promise<void> {
  await interaction.update(changedInto(renderSettings(await configuration.view(interaction.guildId), picked)));
}

async function logPage(guildId: string, page: number, services: Services): Promise<Card> {
  const { audit } = services;
  const found = await audit.page(guildId, (page - 1) * LOGGED_TOGETHER, LOGGED_TOGETHER);
  const last = Math.max(1, Math.ceil(found.total / LOGGED_TOGETHER));
  return page > last ? logPage(guildId, last, services) : renderLog(found, page);
}

/** What a select of ours gives is one of ours; anything else was forged, or comes from another version. */
function readable<Value>(schema: z.ZodType<Value>, given: unknown): Value {
  const read = schema.safeParse(given);
  if (!read.success) throw new UserError("button-outdated", {});
  return read.data;
}

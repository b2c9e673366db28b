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
import { choiceSchema, SETTING_NAMES, type SettingName } from "../src/features/settings/rules.ts";
import { LOGGED_TOGETHER, renderLog, renderSeasonQuestion, renderSettings } from "../src/features/settings/view.ts";
import {
  type GuildButton,
  type GuildChannelSelect,
  type GuildRoleSelect,
  type GuildSelect,
  parseSelected,
} from "../src/platform/discord/component.ts";
import { type Card, note } from "../src/platform/discord/components.ts";
import { required } from "../src/platform/discord/options.ts";
import { ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import {
  forModerators,
  guildCommand,
  guildSubcommand,
  onGuildButton,
  onGuildChannelSelect,
  onGuildRoleSelect,
  onGuildSelect,
  type Services,
} from "./kit.ts";
import { timezoneOption } from "./options.ts";

export const settings = guildCommand({
  name: "settings",
  description: words.commands.settings,
  exclusive: true,
  ...forModerators,

  subcommands: {
    show: guildSubcommand({
      description: words.commands.settingsShow,
      async run(interaction, _, { configuration }) {
        await interaction.reply(ephemeral(renderSettings(await configuration.view(interaction.guildId))));
      },
    }),

    zone: guildSubcommand({
      description: words.commands.settingsZone,
      options: { timezone: required(timezoneOption()) },
      async run(interaction, { timezone }, { configuration, settings }) {
        const { guildId, user } = interaction;
        await configuration.changeZone(guildId, user.id, timezone);
        const { zone } = await settings.of(guildId);
        await interaction.reply(ephemeral(note(words.settings.zoneSet(zone))));
      },
    }),

    log: guildSubcommand({
      description: words.commands.settingsLog,
      async run(interaction, _, services) {
        await interaction.reply(ephemeral(await logPage(interaction.guildId, 1, services)));
      },
    }),
  },

  components: [
    onGuildSelect(settingSelect, (interaction, _, services) => {
      const [given] = interaction.values;
      const picked = SETTING_NAMES.find((name) => name === given);
      return show(interaction, services, picked);
    }),

    onGuildSelect(valueSelect, async (interaction, [name], services) => {
      const { guildId, user, values } = interaction;
      const patch = parseSelected(choiceSchema, { [name]: values[0] });
      await services.configuration.change(guildId, user.id, patch);
      await show(interaction, services, name);
    }),

    onGuildChannelSelect(channelSelect, async (interaction, [name], services) => {
      await services.configuration.change(interaction.guildId, interaction.user.id, { [name]: interaction.values[0] });
      await show(interaction, services, name);
    }),

    onGuildRoleSelect(roleSelect, async (interaction, _, services) => {
      const [moderatorRole] = interaction.values;
      await services.configuration.change(interaction.guildId, interaction.user.id, { moderatorRole });
      await show(interaction, services, "moderatorRole");
    }),

    onGuildButton(turnOffButton, async (interaction, [name], services) => {
      await services.configuration.change(interaction.guildId, interaction.user.id, { [name]: undefined });
      await show(interaction, services, name);
    }),

    onGuildButton(showButton, (interaction, _, services) => show(interaction, services)),

    onGuildButton(logButton, async (interaction, [page], services) => {
      await interaction.update(payload(await logPage(interaction.guildId, page, services)));
    }),

    onGuildButton(closeSeasonButton, async (interaction, [season, step], { configuration, seasons }) => {
      const { guildId, channelId, user } = interaction;
      if (step === "cancel") return interaction.update(payload(note(words.settings.goesOn(season))));
      if (step === "ask") {
        const { members } = await seasons.current(guildId);
        return interaction.reply(ephemeral(renderSeasonQuestion(season, members)));
      }
      await configuration.closeSeason(guildId, season, user.id, channelId);
      return interaction.update(payload(note(words.settings.closing(season))));
    }),
  ],
});

async function show(
  interaction: GuildButton | GuildSelect | GuildChannelSelect | GuildRoleSelect,
  { configuration }: Services,
  picked?: SettingName,
): Promise<void> {
  await interaction.update(payload(renderSettings(await configuration.view(interaction.guildId), picked)));
}

async function logPage(guildId: string, page: number, services: Services): Promise<Card> {
  const entries = await services.audit.page(guildId, (page - 1) * LOGGED_TOGETHER, LOGGED_TOGETHER);
  const last = Math.max(1, Math.ceil(entries.total / LOGGED_TOGETHER));
  return page > last ? logPage(guildId, last, services) : renderLog(entries, page);
}

import { auditLogButton } from "../src/features/audit-log/ids.ts";
import { ENTRIES_PER_PAGE, renderAuditLog } from "../src/features/audit-log/view.ts";
import { closeSeasonButton } from "../src/features/boards/ids.ts";
import {
  channelSelect,
  roleSelect,
  settingSelect,
  showSettingsButton,
  turnOffButton,
  valueSelect,
} from "../src/features/settings/ids.ts";
import { delegateOf } from "../src/features/settings/permissions.ts";
import { choiceSchema, SETTING_NAMES, type SettingName, type SettingsPatch } from "../src/features/settings/rules.ts";
import { renderCloseSeasonConfirmation, renderSettings } from "../src/features/settings/view.ts";
import {
  type GuildButton,
  type GuildChannelSelect,
  type GuildRoleSelect,
  type GuildSelect,
  parseSelected,
} from "../src/platform/discord/component-handler.ts";
import { type Card, textCard } from "../src/platform/discord/components.ts";
import { required } from "../src/platform/discord/options.ts";
import { deferEphemeral, ephemeral, payload } from "../src/platform/discord/reply.ts";
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
  timezoneOption,
} from "./kit.ts";

export const settings = guildCommand({
  name: "settings",
  description: words.commands.settings,
  exclusive: true,
  ...forModerators,

  subcommands: {
    show: guildSubcommand({
      description: words.commands.settingsShow,
      async run(interaction, _, { settingsService }) {
        await interaction.deferReply(deferEphemeral);
        await interaction.editReply(payload(renderSettings(await settingsService.panel(interaction.guildId))));
      },
    }),

    zone: guildSubcommand({
      description: words.commands.settingsZone,
      options: { timezone: required(timezoneOption()) },
      async run(interaction, { timezone }, { settingsService }) {
        const zone = await settingsService.changeZone(interaction.guildId, interaction.user.id, timezone);
        await interaction.reply(ephemeral(textCard(words.settings.zoneSet(zone))));
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
      return show(
        interaction,
        services,
        SETTING_NAMES.find((name) => name === given),
      );
    }),
    onGuildSelect(valueSelect, (interaction, [name], services) =>
      show(interaction, services, name, parseSelected(choiceSchema, { [name]: interaction.values[0] })),
    ),
    onGuildChannelSelect(channelSelect, (interaction, [name], services) =>
      show(interaction, services, name, { [name]: interaction.values[0] }),
    ),
    onGuildRoleSelect(roleSelect, (interaction, _, services) =>
      show(interaction, services, "moderatorRole", { moderatorRole: interaction.values[0] }),
    ),
    onGuildButton(turnOffButton, (interaction, [name], services) =>
      show(interaction, services, name, { [name]: undefined }),
    ),
    onGuildButton(showSettingsButton, (interaction, _, services) => show(interaction, services)),

    onGuildButton(auditLogButton, async (interaction, [page], services) => {
      await interaction.update(payload(await logPage(interaction.guildId, page, services)));
    }),

    onGuildButton(closeSeasonButton, async (interaction, [season, step], { settingsService, seasons }) => {
      const { guildId, channelId, user } = interaction;
      if (step === "cancel") return interaction.update(payload(textCard(words.settings.seasonKept(season))));
      if (step === "ask") {
        const { members } = await seasons.current(guildId);
        return interaction.reply(ephemeral(renderCloseSeasonConfirmation(season, members)));
      }
      await interaction.deferUpdate();
      await settingsService.closeSeason(guildId, season, user.id, channelId);
      return interaction.editReply(payload(textCard(words.settings.closingSeason(season))));
    }),
  ],
});

/** Changes settings. Then shows all settings, with a control for the selected one. */
async function show(
  interaction: GuildButton | GuildSelect | GuildChannelSelect | GuildRoleSelect,
  { settingsService }: Services,
  picked?: SettingName,
  patch?: SettingsPatch,
): Promise<void> {
  const { guildId, user } = interaction;
  await interaction.deferUpdate();
  if (patch) await settingsService.change(guildId, user.id, patch, delegateOf(interaction));
  await interaction.editReply(payload(renderSettings(await settingsService.panel(guildId), picked)));
}

async function logPage(guildId: string, page: number, services: Services): Promise<Card> {
  const log = await services.auditLog.page(guildId, (page - 1) * ENTRIES_PER_PAGE, ENTRIES_PER_PAGE);
  const last = Math.max(1, Math.ceil(log.total / ENTRIES_PER_PAGE));
  return page > last ? logPage(guildId, last, services) : renderAuditLog(log, page);
}

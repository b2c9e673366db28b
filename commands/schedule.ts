import { ChannelType } from "discord-api-types/v10";
import type { SCHEDULE_ACTIONS } from "../src/features/audit-log/rules.ts";
import { DIFFICULTIES } from "../src/features/questions/rules.ts";
import { TOPICS } from "../src/features/questions/topic-rules.ts";
import {
  keepButton,
  moveSelect,
  postNowButton,
  previewButton,
  removeButton,
  resumeButton,
} from "../src/features/schedules/ids.ts";
import { ANY, NO_ROLE, type ScheduleInput } from "../src/features/schedules/service.ts";
import {
  renderPosted,
  renderScheduleList,
  renderSchedulePreview,
  renderScheduleRemoval,
  renderScheduleSaved,
} from "../src/features/schedules/view.ts";
import { delegateOf } from "../src/features/settings/permissions.ts";
import type { GuildCommand } from "../src/platform/discord/command.ts";
import type { Component, GuildButton } from "../src/platform/discord/component-handler.ts";
import { textCard } from "../src/platform/discord/components.ts";
import {
  booleanOption,
  channelOption,
  choiceOption,
  integerChoiceOption,
  required,
  roleOption,
  stringOption,
  type Values,
} from "../src/platform/discord/options.ts";
import { deferEphemeral, ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import {
  forModerators,
  guildCommand,
  guildSubcommand,
  onGuildButton,
  onGuildChannelSelect,
  type Services,
  scheduleOption,
  timezoneOption,
} from "./kit.ts";

const { options: described } = words.commands;

const channel = channelOption({
  description: described.channel,
  types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
});
const time = stringOption({ description: described.time });

/** The options of a schedule, except its channel and time. */
const ruleOptions = {
  days: stringOption({ description: described.days }),
  timezone: timezoneOption(),
  topic: choiceOption({
    description: described.topic,
    values: [ANY, ...TOPICS],
    nameOf: (topic) => (topic === ANY ? words.commands.anyTopic : words.topics[topic]),
  }),
  difficulty: integerChoiceOption({
    description: described.difficulty,
    values: [0, ...DIFFICULTIES],
    nameOf: (value) => (value === 0 ? words.commands.anyDifficulty : words.difficulties[value]),
  }),
  revealAfter: stringOption({ description: described.revealAfter }),
  pingRole: roleOption({ description: described.pingRole }),
  thread: booleanOption({ description: described.thread }),
};

function inputOf({ timezone, difficulty, pingRole, ...rest }: Values<typeof ruleOptions>): ScheduleInput {
  return { ...rest, zone: timezone, difficulty: difficulty === 0 ? ANY : difficulty, roleId: pingRole };
}

const PREVIEWED_SLOTS = 5;

const scheduleComponents: readonly Component<Services>[] = [
  onGuildButton(postNowButton, (interaction, [id], services) => postNow(interaction, id, services)),
  onGuildButton(previewButton, (interaction, [id], services) => showPreview(interaction, id, services)),

  onGuildButton(removeButton, async (interaction, [id, serial], services) => {
    await services.schedules.remove(interaction.guildId, id, serial);
    await recordInAuditLog(interaction, services, "removed", id);
    await interaction.update(payload(textCard(words.schedules.removed(id))));
  }),
  onGuildButton(keepButton, (interaction, [id]) => interaction.update(payload(textCard(words.schedules.kept(id))))),

  onGuildButton(resumeButton, async (interaction, [id, serial], services) => {
    await interaction.deferUpdate();
    await services.schedules.resume(interaction.guildId, id, serial);
    await recordInAuditLog(interaction, services, "resumed", id);
    await interaction.editReply(payload(textCard(words.notifications.resumed(id))));
  }),
  onGuildChannelSelect(moveSelect, async (interaction, [id, serial], services) => {
    await interaction.deferUpdate();
    const [channelId] = interaction.values;
    await services.schedules.edit(
      interaction.guildId,
      id,
      { channelId },
      { serial, delegate: delegateOf(interaction) },
    );
    await recordInAuditLog(interaction, services, "edited", id);
    await interaction.editReply(payload(textCard(words.notifications.resumed(id))));
  }),
];

export const schedule = guildCommand({
  name: "schedule",
  description: words.commands.schedule,
  exclusive: true,
  ...forModerators,

  subcommands: {
    add: guildSubcommand({
      description: words.commands.scheduleAdd,
      options: { channel: required(channel), time: required(time), ...ruleOptions },
      async run(interaction, { channel: channelId, time, ...rest }, services) {
        await interaction.deferReply(deferEphemeral);
        const input = { ...inputOf(rest), channelId, time };
        const request = { requestId: interaction.id, delegate: delegateOf(interaction) };
        const preview = await services.schedules.add(interaction.guildId, input, request);
        await recordInAuditLog(interaction, services, "added", preview.schedule.id);
        await interaction.editReply(payload(renderScheduleSaved("added", preview)));
      },
    }),

    list: guildSubcommand({
      description: words.commands.scheduleList,
      async run(interaction, _, { schedules }) {
        const [first, ...more] = renderScheduleList(interaction.guildId, await schedules.list(interaction.guildId));
        await interaction.reply(ephemeral(first));
        for (const card of more) await interaction.followUp(ephemeral(card));
      },
    }),

    edit: guildSubcommand({
      description: words.commands.scheduleEdit,
      options: {
        schedule: scheduleOption(),
        channel,
        time,
        ...ruleOptions,
        noPing: booleanOption({ description: described.noPing }),
      },
      async run(interaction, { schedule, channel: channelId, time, noPing, ...rest }, services) {
        await interaction.deferReply(deferEphemeral);
        const input = { ...inputOf(rest), channelId, time, ...(noPing && { roleId: NO_ROLE }) };
        const delegate = delegateOf(interaction);
        const preview = await services.schedules.edit(interaction.guildId, schedule, input, { delegate });
        await recordInAuditLog(interaction, services, "edited", preview.schedule.id);
        await interaction.editReply(payload(renderScheduleSaved("edited", preview)));
      },
    }),

    preview: guildSubcommand({
      description: words.commands.schedulePreview,
      options: { schedule: scheduleOption() },
      run: (interaction, { schedule }, services) => showPreview(interaction, schedule, services),
    }),

    pause: guildSubcommand({
      description: words.commands.schedulePause,
      options: { schedule: scheduleOption() },
      async run(interaction, { schedule }, services) {
        const { id } = await services.schedules.pause(interaction.guildId, schedule);
        await recordInAuditLog(interaction, services, "paused", id);
        await interaction.reply(ephemeral(textCard(words.schedules.paused(id))));
      },
    }),

    resume: guildSubcommand({
      description: words.commands.scheduleResume,
      options: { schedule: scheduleOption() },
      async run(interaction, { schedule }, services) {
        await interaction.deferReply(deferEphemeral);
        const preview = await services.schedules.resume(interaction.guildId, schedule);
        await recordInAuditLog(interaction, services, "resumed", preview.schedule.id);
        await interaction.editReply(payload(renderScheduleSaved("resumed", preview)));
      },
    }),

    remove: guildSubcommand({
      description: words.commands.scheduleRemove,
      options: { schedule: scheduleOption() },
      async run(interaction, { schedule: id }, { schedules }) {
        const { schedule } = await schedules.preview(interaction.guildId, id, 1);
        await interaction.reply(ephemeral(renderScheduleRemoval(schedule)));
      },
    }),

    "post-now": guildSubcommand({
      description: words.commands.schedulePostNow,
      costly: true,
      options: { schedule: scheduleOption() },
      run: (interaction, { schedule }, services) => postNow(interaction, schedule, services),
    }),
  },

  components: scheduleComponents,
});

async function showPreview(
  interaction: GuildCommand | GuildButton,
  id: string,
  { schedules }: Services,
): Promise<void> {
  const preview = await schedules.preview(interaction.guildId, id, PREVIEWED_SLOTS);
  await interaction.reply(ephemeral(renderSchedulePreview(preview)));
}

/** Posts a question now. Defers first, because sending can be slow. The interaction id makes the post idempotent. */
async function postNow(interaction: GuildCommand | GuildButton, id: string, services: Services): Promise<void> {
  await interaction.deferReply(deferEphemeral);
  const post = await services.schedules.postNow(interaction.guildId, id, interaction.id);
  await recordInAuditLog(interaction, services, "posted-now", id);
  await interaction.editReply(payload(renderPosted(post)));
}

async function recordInAuditLog(
  { guildId, user }: Pick<GuildCommand, "guildId" | "user">,
  { auditLog }: Services,
  action: (typeof SCHEDULE_ACTIONS)[number],
  scheduleId: string,
): Promise<void> {
  await auditLog.recordAndNotify(guildId, user.id, { kind: "schedule", action, scheduleId });
}

import {
  ChannelType,
  InteractionContextType,
  MessageFlags,
  PermissionFlagsBits,
  SlashCommandBuilder,
  type SlashCommandSubcommandBuilder,
} from "discord.js";
import type { SCHEDULE_DEEDS } from "../src/features/audit-log/rules.ts";
import { DIFFICULTIES, difficultySchema } from "../src/features/questions/rules.ts";
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
  renderScheduleSet,
} from "../src/features/schedules/view.ts";
import { moderatorsOnly } from "../src/features/settings/moderator.ts";
import {
  type Command,
  type GuildButton,
  type GuildCommand,
  onButton,
  onChannels,
  type Services,
} from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { suggest } from "../src/platform/discord/options.ts";
import { changedInto, deferredInto, privately } from "../src/platform/discord/reply.ts";
import { ZONES } from "../src/platform/time.ts";
import { en as words } from "../src/text/en/index.ts";

const PREVIEWED = 5;
const { options: described } = words.commands;

export const schedule = {
  once: true,

  data: new SlashCommandBuilder()
    .setName("schedule")
    .setDescription(words.commands.schedule)
    .setContexts(InteractionContextType.Guild)
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addSubcommand((add) => rule(add.setName("add").setDescription(words.commands.scheduleAdd), true))
    .addSubcommand((list) => list.setName("list").setDescription(words.commands.scheduleList))
    .addSubcommand((edit) =>
      rule(which(edit.setName("edit").setDescription(words.commands.scheduleEdit)), false).addBooleanOption((option) =>
        option.setName("no-ping").setDescription(described.noPing),
      ),
    )
    .addSubcommand((preview) => which(preview.setName("preview").setDescription(words.commands.schedulePreview)))
    .addSubcommand((pause) => which(pause.setName("pause").setDescription(words.commands.schedulePause)))
    .addSubcommand((resume) => which(resume.setName("resume").setDescription(words.commands.scheduleResume)))
    .addSubcommand((remove) => which(remove.setName("remove").setDescription(words.commands.scheduleRemove)))
    .addSubcommand((now) => which(now.setName("post-now").setDescription(words.commands.schedulePostNow))),

  async run(interaction, services) {
    await moderatorsOnly(interaction, services);
    await subcommands[interaction.options.getSubcommand()]?.(interaction, services);
  },

  async complete(interaction, services) {
    await moderatorsOnly(interaction, services);
    const { name, value } = interaction.options.getFocused(true);
    if (name === "timezone") return suggest(ZONES, value);
    const all = await services.schedules.list(interaction.guildId);
    return suggest(
      all.map(({ schedule: { id } }) => id),
      value,
    );
  },

  components: [
    onButton(postNowButton, async (interaction, [id], services) => {
      await moderatorsOnly(interaction, services);
      await postNow(interaction, id, services);
    }),
    onButton(previewButton, async (interaction, [id], services) => {
      await moderatorsOnly(interaction, services);
      await preview(interaction, id, services);
    }),
    onButton(removeButton, async (interaction, [id, serial], services) => {
      await moderatorsOnly(interaction, services);
      await services.schedules.remove(interaction.guildId, id, serial);
      await noteDeed(interaction, services, "removed", id);
      await interaction.update(changedInto(note(words.schedule.removed(id))));
    }),
    onButton(resumeButton, async (interaction, [id, serial], services) => {
      await moderatorsOnly(interaction, services);
      await services.schedules.resume(interaction.guildId, id, serial);
      await noteDeed(interaction, services, "resumed", id);
      await interaction.update(changedInto(note(words.notice.goesOn(id))));
    }),
    onChannels(moveSelect, async (interaction, [id, serial], services) => {
      await moderatorsOnly(interaction, services);
      await services.schedules.edit(interaction.guildId, id, { channelId: interaction.values[0] }, serial);
      await noteDeed(interaction, services, "edited", id);
      await interaction.update(changedInto(note(words.notice.goesOn(id))));
    }),
    onButton(keepButton, async (interaction, [id], services) => {
      await moderatorsOnly(interaction, services);
      await interaction.update(changedInto(note(words.schedule.kept(id))));
    }),
  ],
} satisfies Command;

const subcommands: Readonly<Record<string, (interaction: GuildCommand, services: Services) => Promise<void>>> = {
  async add(interaction, services) {
    const channelId = interaction.options.getChannel("channel", true).id;
    const time = interaction.options.getString("time", true);
    const preview = await services.schedules.add(interaction.guildId, { ...given(interaction), channelId, time });
    await noteDeed(interaction, services, "added", preview.schedule.id);
    await interaction.reply(privately(renderScheduleSet("added", preview)));
  },

  async list(interaction, { schedules }) {
    const [first, ...more] = renderScheduleList(interaction.guildId, await schedules.list(interaction.guildId));
    await interaction.reply(privately(first));
    for (const card of more) await interaction.followUp(privately(card));
  },

  async edit(interaction, services) {
    const preview = await services.schedules.edit(interaction.guildId, chosen(interaction), given(interaction));
    await noteDeed(interaction, services, "edited", preview.schedule.id);
    await interaction.reply(privately(renderScheduleSet("edited", preview)));
  },

  async preview(interaction, services) {
    await preview(interaction, chosen(interaction), services);
  },

  async pause(interaction, services) {
    const { id } = await services.schedules.pause(interaction.guildId, chosen(interaction));
    await noteDeed(interaction, services, "paused", id);
    await interaction.reply(privately(note(words.schedule.paused(id))));
  },

  async resume(interaction, services) {
    const preview = await services.schedules.resume(interaction.guildId, chosen(interaction));
    await noteDeed(interaction, services, "resumed", preview.schedule.id);
    await interaction.reply(privately(renderScheduleSet("resumed", preview)));
  },

  async remove(interaction, { schedules }) {
    const { schedule: asked } = await schedules.preview(interaction.guildId, chosen(interaction), 1);
    await interaction.reply(privately(renderScheduleRemoval(asked)));
  },

  async "post-now"(interaction, services) {
    await postNow(interaction, chosen(interaction), services);
  },
};

async function preview(
  interaction: GuildCommand | GuildButton,
  id: string,
  { schedules, settings }: Services,
): Promise<void> {
  const [coming, { dateLanguage }] = await Promise.all([
    schedules.preview(interaction.guildId, id, PREVIEWED),
    settings.of(interaction.guildId),
  ]);
  await interaction.reply(privately(renderSchedulePreview(coming, dateLanguage)));
}

/** Sending may take Discord a while, so the moderator is told to wait first; the interaction's id names the wish. */
async function postNow(interaction: GuildCommand | GuildButton, id: string, services: Services): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const post = await services.schedules.postNow(interaction.guildId, id, interaction.id);
  await noteDeed(interaction, services, "posted-now", id);
  await interaction.editReply(deferredInto(renderPosted(post)));
}

async function noteDeed(
  { guildId, user }: Pick<GuildCommand, "guildId" | "user">,
  { audit }: Services,
  deed: (typeof SCHEDULE_DEEDS)[number],
  scheduleId: string,
): Promise<void> {
  await audit.note(guildId, user.id, { kind: "schedule", deed, scheduleId });
}

function chosen({ options }: GuildCommand): string {
  return options.getString("schedule", true).trim();
}

function given({ options }: GuildCommand): ScheduleInput {
  const difficulty = options.getInteger("difficulty");
  return {
    channelId: options.getChannel("channel")?.id,
    time: options.getString("time") ?? undefined,
    days: options.getString("days") ?? undefined,
    zone: options.getString("timezone") ?? undefined,
    topic: options.getString("topic") ?? undefined,
    difficulty: difficulty === null ? undefined : (difficultySchema.safeParse(difficulty).data ?? ANY),
    revealAfter: options.getString("reveal-after") ?? undefined,
    roleId: options.getBoolean("no-ping") ? NO_ROLE : options.getRole("ping-role")?.id,
    thread: options.getBoolean("thread") ?? undefined,
  };
}

function which(subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return subcommand.addStringOption((option) =>
    option.setName("schedule").setDescription(described.schedule).setRequired(true).setAutocomplete(true),
  );
}

/** The options that make up a schedule; all but two may always be left out. */
function rule(subcommand: SlashCommandSubcommandBuilder, isNew: boolean): SlashCommandSubcommandBuilder {
  return subcommand
    .addChannelOption((option) =>
      option
        .setName("channel")
        .setDescription(described.channel)
        .setRequired(isNew)
        .addChannelTypes(ChannelType.GuildText, ChannelType.GuildAnnouncement),
    )
    .addStringOption((option) => option.setName("time").setDescription(described.time).setRequired(isNew))
    .addStringOption((option) => option.setName("days").setDescription(described.days))
    .addStringOption((option) => option.setName("timezone").setDescription(described.timezone).setAutocomplete(true))
    .addStringOption((option) =>
      option
        .setName("topic")
        .setDescription(described.topic)
        .addChoices({ name: words.commands.anyTopic, value: ANY })
        .addChoices(TOPICS.map((topic) => ({ name: words.topics[topic], value: topic }))),
    )
    .addIntegerOption((option) =>
      option
        .setName("difficulty")
        .setDescription(described.difficulty)
        .addChoices({ name: words.commands.anyDifficulty, value: 0 })
        .addChoices(DIFFICULTIES.map((difficulty) => ({ name: words.difficulties[difficulty], value: difficulty }))),
    )
    .addStringOption((option) => option.setName("reveal-after").setDescription(described.revealAfter))
    .addRoleOption((option) => option.setName("ping-role").setDescription(described.pingRole))
    .addBooleanOption((option) => option.setName("thread").setDescription(described.thread));
}

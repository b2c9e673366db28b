import type { SCHEDULE_ACTIONS } from "../src/features/audit-log/rules.ts";
import {
  keepButton,
  moveSelect,
  postNowButton,
  previewButton,
  removeButton,
  resumeButton,
} from "../src/features/schedules/ids.ts";
import { renderPosted, renderSchedulePreview } from "../src/features/schedules/view.ts";
import { delegateOf } from "../src/features/settings/permissions.ts";
import type { GuildCommand } from "../src/platform/discord/command.ts";
import type { Component, GuildButton } from "../src/platform/discord/component-handler.ts";
import { textCard } from "../src/platform/discord/components.ts";
import { deferEphemeral, ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { onGuildButton, onGuildChannelSelect, type Services } from "./kit.ts";

const PREVIEWED = 5;

export const scheduleComponents: readonly Component<Services>[] = [
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

export async function showPreview(
  interaction: GuildCommand | GuildButton,
  id: string,
  { schedules }: Services,
): Promise<void> {
  const preview = await schedules.preview(interaction.guildId, id, PREVIEWED);
  await interaction.reply(ephemeral(renderSchedulePreview(preview)));
}

/** Defers first, since sending can take Discord a while. The interaction's id makes the post idempotent. */
export async function postNow(interaction: GuildCommand | GuildButton, id: string, services: Services): Promise<void> {
  await interaction.deferReply(deferEphemeral);
  const post = await services.schedules.postNow(interaction.guildId, id, interaction.id);
  await recordInAuditLog(interaction, services, "posted-now", id);
  await interaction.editReply(payload(renderPosted(post)));
}

export async function recordInAuditLog(
  { guildId, user }: Pick<GuildCommand, "guildId" | "user">,
  { auditLog }: Services,
  action: (typeof SCHEDULE_ACTIONS)[number],
  scheduleId: string,
): Promise<void> {
  await auditLog.recordAndNotify(guildId, user.id, { kind: "schedule", action, scheduleId });
}

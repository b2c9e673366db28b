import { MessageFlags } from "discord.js";
import { putBackButton } from "../src/features/item-analysis/ids.ts";
import { renderHealth } from "../src/features/item-analysis/view.ts";
import { moderatorsOnly } from "../src/features/settings/moderator.ts";
import { type Component, type GuildCommand, onButton, type Services } from "../src/platform/discord/command.ts";
import { note } from "../src/platform/discord/components.ts";
import { changedInto, deferredInto, privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

/** `/bank health`; it may have to be reckoned first. */
export async function showHealth(interaction: GuildCommand, { health, banks }: Services): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const [found, bank] = await Promise.all([health.view(interaction.guildId), banks.of(interaction.guildId)]);
  await interaction.editReply(deferredInto(renderHealth(found, bank.find)));
}

export const healthSteps: readonly Component[] = [
  onButton(putBackButton, async (interaction, [questionId, rev], services) => {
    await moderatorsOnly(interaction, services);
    const { health, banks } = services;
    const { guildId, user } = interaction;
    await health.putBack({ guildId, userId: user.id }, questionId, rev);
    const [found, bank] = await Promise.all([health.view(guildId), banks.of(guildId)]);
    await interaction.update(changedInto(renderHealth(found, bank.find)));
    await interaction.followUp(privately(note(words.health.isBack(questionId))));
  }),
];

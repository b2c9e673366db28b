import { MessageFlags } from "discord.js";
import { type Component, type GuildCommand, onButton, type Services } from "../src/discord/command.ts";
import { moderatorsOnly } from "../src/discord/moderator.ts";
import { note } from "../src/discord/render/components.ts";
import { renderHealth } from "../src/discord/render/health.ts";
import { changedInto, deferredInto, privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";

/** `/bank health`; it may have to be reckoned first. */
export async function showHealth(interaction: GuildCommand, { health, banks }: Services): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const [found, bank] = await Promise.all([health.view(interaction.guildId), banks.of(interaction.guildId)]);
  await interaction.editReply(deferredInto(renderHealth(found, bank.find)));
}

export const healthSteps: readonly Component[] = [
  onButton("bank-checked", async (interaction, [questionId, rev], services) => {
    await moderatorsOnly(interaction, services);
    const { health, banks } = services;
    const { guildId, user } = interaction;
    await health.putBack({ guildId, userId: user.id }, questionId, rev);
    const [found, bank] = await Promise.all([health.view(guildId), banks.of(guildId)]);
    await interaction.update(changedInto(renderHealth(found, bank.find)));
    await interaction.followUp(privately(note(words.health.isBack(questionId))));
  }),
];

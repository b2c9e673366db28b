import { putBackButton } from "../src/features/item-analysis/ids.ts";
import { renderHealth } from "../src/features/item-analysis/view.ts";
import type { Component } from "../src/platform/discord/component.ts";
import { type Card, textCard } from "../src/platform/discord/components.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { deferEphemeral, ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { guildSubcommand, onGuildButton, type Services } from "./kit.ts";

/** `/bank health`, which may have to compute the figures first. */
export const health = guildSubcommand({
  description: words.commands.bankHealth,
  costly: true,
  async run(interaction, _, services) {
    await interaction.deferReply(deferEphemeral);
    await interaction.editReply(payload(await healthOf(interaction.guildId, services)));
  },
});

export const healthComponents: readonly Component<Services>[] = [
  onGuildButton(putBackButton, async (interaction, [questionId, rev], services) => {
    await services.health.putBack(memberOf(interaction), questionId, rev);
    await interaction.update(payload(await healthOf(interaction.guildId, services)));
    await interaction.followUp(ephemeral(textCard(words.health.isBack(questionId))));
  }),
];

async function healthOf(guildId: string, { health, banks }: Services): Promise<Card> {
  const [found, bank] = await Promise.all([health.view(guildId), banks.of(guildId)]);
  return renderHealth(found, bank.find);
}

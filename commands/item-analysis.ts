import { confirmKeyButton } from "../src/features/item-analysis/ids.ts";
import { renderItemAnalysis } from "../src/features/item-analysis/view.ts";
import type { Component } from "../src/platform/discord/component-handler.ts";
import { type Card, textCard } from "../src/platform/discord/components.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { deferEphemeral, ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { guildSubcommand, onGuildButton, type Services } from "./kit.ts";

/** `/bank health`, which may have to compute the figures first. */
export const analyze = guildSubcommand({
  description: words.commands.bankHealth,
  costly: true,
  async run(interaction, _, services) {
    await interaction.deferReply(deferEphemeral);
    await interaction.editReply(payload(await analysisOf(memberOf(interaction), services)));
  },
});

export const itemAnalysisComponents: readonly Component<Services>[] = [
  onGuildButton(confirmKeyButton, async (interaction, [questionId, rev], services) => {
    await services.itemAnalysis.confirmKey(memberOf(interaction), questionId, rev);
    await interaction.update(payload(await analysisOf(memberOf(interaction), services)));
    await interaction.followUp(ephemeral(textCard(words.itemAnalysis.keyConfirmed(questionId))));
  }),
];

async function analysisOf(moderator: ReturnType<typeof memberOf>, services: Services): Promise<Card> {
  const { itemAnalysis, banks, openQuestions } = services;
  const [analysis, bank, withheld] = await Promise.all([
    itemAnalysis.view(moderator.guildId),
    banks.of(moderator.guildId),
    openQuestions.withheldFromModerator(moderator),
  ]);
  // What no one chose is not the key, and a flag says that the key may be another option.
  const items = analysis.items.filter(({ questionId }) => !withheld.has(questionId));
  return renderItemAnalysis({ ...analysis, items }, bank.find);
}

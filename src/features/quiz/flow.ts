import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from "discord.js";
import { turnInto } from "../../platform/discord/reply.ts";
import type { QuizScreen } from "./service.ts";
import { renderQuiz } from "./view.ts";

type Asking = ChatInputCommandInteraction | ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;

/** The guild whose boards an interaction counts for: one the bot was installed in, not only brought to by a learner. */
export function playedIn({ guildId, authorizingIntegrationOwners: owners }: Asking): string | undefined {
  return guildId !== null && owners.guildId === guildId ? guildId : undefined;
}

/** A name for what this interaction begins: the same if it is told twice, and no other's. */
export function nameOf({ id }: Asking): string {
  return BigInt(id).toString(36);
}

/** Shows a screen in the place of the one that was clicked on; what need not be waited for happens meanwhile. */
export async function turnTo(
  interaction: Exclude<Asking, ChatInputCommandInteraction>,
  screen: QuizScreen,
): Promise<void> {
  const settled = screen.show === "feedback" ? screen.settle() : undefined;
  await Promise.all([turnInto(interaction, renderQuiz(screen)), settled]);
}

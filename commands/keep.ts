import { ApplicationCommandType, ContextMenuCommandBuilder, InteractionContextType } from "discord.js";
import { slotIdIn } from "../src/features/daily/ids.ts";
import { renderKept } from "../src/features/review/view.ts";
import type { MessageCommand } from "../src/platform/discord/command.ts";
import { privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";

/** In the menu of a posted question, also long after its reveal. */
export const keep = {
  data: new ContextMenuCommandBuilder()
    .setName(words.commands.keep)
    .setType(ApplicationCommandType.Message)
    .setContexts(InteractionContextType.Guild),

  async about(interaction, { daily }) {
    const { guildId, user, targetMessage, client } = interaction;
    const slotId = targetMessage.author.id === client.user.id && slotIdIn(targetMessage.components);
    if (!slotId) throw new UserError("not-a-question", {});
    const due = await daily.addToReview({ guildId, userId: user.id, slotId });
    await interaction.reply(privately(renderKept(due)));
  },
} satisfies MessageCommand;

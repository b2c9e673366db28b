import { ApplicationCommandType, ContextMenuCommandBuilder, InteractionContextType } from "discord.js";
import { UserError } from "../src/core/errors.ts";
import type { MessageCommand } from "../src/discord/command.ts";
import { slotIn } from "../src/discord/custom-id.ts";
import { renderKept } from "../src/discord/render/review.ts";
import { privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";

/** In the menu of a posted question, also long after its reveal. */
export const keep = {
  data: new ContextMenuCommandBuilder()
    .setName(words.commands.keep)
    .setType(ApplicationCommandType.Message)
    .setContexts(InteractionContextType.Guild),

  async about(interaction, { daily }) {
    const { guildId, user, targetMessage, client } = interaction;
    const slotId = targetMessage.author.id === client.user.id && slotIn(targetMessage.components);
    if (!slotId) throw new UserError("not-a-question", {});
    const due = await daily.keep({ guildId, userId: user.id, slotId });
    await interaction.reply(privately(renderKept(due)));
  },
} satisfies MessageCommand;

import { slotIdIn } from "../src/features/daily/ids.ts";
import { renderAddedToReview } from "../src/features/review/view.ts";
import { memberOf } from "../src/platform/discord/interaction.ts";
import { ephemeral } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import { guildMessageCommand } from "./kit.ts";

/** Message command on a posted question. Works after the reveal, too. */
export const addToReview = guildMessageCommand(words.commands.addToReview, async (interaction, { daily }) => {
  const { targetMessage, client } = interaction;
  const slotId = targetMessage.author.id === client.user.id && slotIdIn(targetMessage.components);
  if (!slotId) throw new UserError("not-a-question", {});
  const due = await daily.addToReview({ ...memberOf(interaction), slotId });
  await interaction.reply(ephemeral(renderAddedToReview(due)));
});

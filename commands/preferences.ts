import { languageSelect } from "../src/features/preferences/ids.ts";
import { renderPreferences } from "../src/features/preferences/view.ts";
import { ephemeral, updateOrReply } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { learnerCommand, onSelect } from "./kit.ts";

export const preferences = learnerCommand({
  name: "preferences",
  description: words.commands.preferences,

  async run(interaction, _, { preferences }) {
    await interaction.reply(ephemeral(renderPreferences(await preferences.load(interaction.user.id))));
  },

  components: [
    onSelect(languageSelect, async (interaction, _, { preferences }) => {
      const changed = await preferences.chooseLanguages(interaction.user.id, interaction.values);
      await updateOrReply(interaction, renderPreferences(changed));
    }),
  ],
});

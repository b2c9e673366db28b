import { type AnywhereCommand, onAnySelect } from "../src/discord/command.ts";
import { learnerCommand } from "../src/discord/learner-command.ts";
import { renderCareerAnswer, renderCareerMenu } from "../src/discord/render/career.ts";
import { changedInto, privately } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";

export const career = {
  anywhere: true,
  data: learnerCommand("career", words.commands.career).addStringOption((option) =>
    option.setName("question").setDescription(words.commands.options.careerQuestion).setAutocomplete(true),
  ),

  async run(interaction, { careers }) {
    const asked = interaction.options.getString("question");
    const all = careers.all();
    const card = asked === null ? renderCareerMenu(all) : renderCareerAnswer(careers.find(asked), all);
    await interaction.reply(privately(card));
  },

  async complete({ options }, { careers }) {
    return careers.suggest(options.getFocused()).map(({ id, question }) => ({ name: question, value: id }));
  },

  components: [
    onAnySelect("career", async (interaction, _none, { careers }) => {
      const [chosen = ""] = interaction.values;
      await interaction.update(changedInto(renderCareerAnswer(careers.find(chosen), careers.all())));
    }),
  ],
} satisfies AnywhereCommand;

import { careerSelect } from "../src/features/career/ids.ts";
import { renderCareerAnswer, renderCareerMenu } from "../src/features/career/view.ts";
import { type AnywhereCommand, onAnySelect } from "../src/platform/discord/command.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { changedInto, privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";

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
    onAnySelect(careerSelect, async (interaction, _none, { careers }) => {
      const [chosen = ""] = interaction.values;
      await interaction.update(changedInto(renderCareerAnswer(careers.find(chosen), careers.all())));
    }),
  ],
} satisfies AnywhereCommand;

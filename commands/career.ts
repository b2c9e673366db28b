import { careerSelect } from "../src/features/career/ids.ts";
import { renderCareerAnswer, renderCareerMenu } from "../src/features/career/view.ts";
import { stringOption } from "../src/platform/discord/options.ts";
import { ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { learnerCommand, onSelect, type Services } from "./kit.ts";

export const career = learnerCommand({
  name: "career",
  description: words.commands.career,
  options: {
    question: stringOption<Services>({
      description: words.commands.options.careerQuestion,
      suggest: (typed, _, { careers }) =>
        careers.suggest(typed).map(({ id, question }) => ({ name: question, value: id })),
    }),
  },

  async run(interaction, { question }, { careers }) {
    const all = careers.all();
    const card = question === undefined ? renderCareerMenu(all) : renderCareerAnswer(careers.find(question), all);
    await interaction.reply(ephemeral(card));
  },

  components: [
    onSelect(careerSelect, async (interaction, _, { careers }) => {
      const [chosen = ""] = interaction.values;
      await interaction.update(payload(renderCareerAnswer(careers.find(chosen), careers.all())));
    }),
  ],
});

import { renderHistory } from "../src/features/exams/report-view.ts";
import { renderExam } from "../src/features/exams/view.ts";
import type { AnywhereCommand } from "../src/platform/discord/command.ts";
import { clip } from "../src/platform/discord/components.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { examSteps, wishOf } from "./exam-steps.ts";

const option = words.commands.options;

export const exam = {
  anywhere: true,
  data: learnerCommand("exam", words.commands.exam)
    .addSubcommand((start) =>
      start
        .setName("start")
        .setDescription(words.commands.examStart)
        .addStringOption((module) =>
          module.setName("module").setDescription(option.module).setRequired(true).setAutocomplete(true),
        )
        .addBooleanOption((extraTime) => extraTime.setName("extra-time").setDescription(option.extraTime)),
    )
    .addSubcommand((resume) => resume.setName("resume").setDescription(words.commands.examResume))
    .addSubcommand((results) => results.setName("results").setDescription(words.commands.examResults)),

  async run(interaction, { exams, examResults }) {
    const { user, options } = interaction;
    switch (options.getSubcommand()) {
      case "start": {
        // As its id, or as its name by who did not choose from the list.
        const module = options
          .getString("module", true)
          .trim()
          .toLowerCase()
          .replace(/^module\s+|\s+exam$/g, "");
        const wish = wishOf(interaction, module, options.getBoolean("extra-time") ?? false);
        const begun = await exams.start(user.id, wish);
        await interaction.reply(privately(renderExam(begun)));
        if (begun.missed) await exams.told(user.id, begun.missed.id);
        break;
      }
      case "resume": {
        const found = await exams.resume(user.id);
        await interaction.reply(privately(renderExam(found)));
        if (found.state === "ended") await exams.told(user.id, found.result.id);
        break;
      }
      case "results": {
        const history = await examResults.history(user.id);
        await interaction.reply(privately(renderHistory(history)));
        if (history.missed) await exams.told(user.id, history.missed.id);
        break;
      }
    }
  },

  async complete(interaction, { exams }) {
    const typed = interaction.options.getFocused().trim().toLowerCase();
    const named = exams.offered.map(({ module, items, minutes }) => {
      const number = [...items.values()].reduce((sum, count) => sum + count, 0);
      return { value: module, name: clip(words.exam.about(module, number, minutes, [...items.keys()]), 100) };
    });
    return named.filter(({ name, value }) => `${value} ${name}`.toLowerCase().includes(typed));
  },

  components: examSteps,
} satisfies AnywhereCommand;

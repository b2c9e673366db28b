import { renderExam } from "../src/features/exams/attempt-view.ts";
import { renderHistory } from "../src/features/exams/report-view.ts";
import type { AnywhereCommand } from "../src/platform/discord/command.ts";
import { clip } from "../src/platform/discord/components.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { privately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { examComponents, requestOf } from "./exam-steps.ts";

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

  async run(interaction, { exams }) {
    const { user, options } = interaction;
    switch (options.getSubcommand()) {
      case "start": {
        // Accepts a name typed in full, such as "Module A", as well as an id from the list.
        const module = options
          .getString("module", true)
          .trim()
          .toLowerCase()
          .replace(/^module\s+|\s+exam$/g, "");
        const request = requestOf(interaction, module, options.getBoolean("extra-time") ?? false);
        const started = await exams.start(user.id, request);
        await interaction.reply(privately(renderExam(started)));
        if (started.unseenResult) await exams.markSeen(user.id, started.unseenResult.id);
        break;
      }
      case "resume": {
        const outcome = await exams.resume(user.id);
        await interaction.reply(privately(renderExam(outcome)));
        if (outcome.state === "ended") await exams.markSeen(user.id, outcome.result.id);
        break;
      }
      case "results": {
        const history = await exams.history(user.id);
        await interaction.reply(privately(renderHistory(history)));
        if (history.unseenResult) await exams.markSeen(user.id, history.unseenResult.id);
        break;
      }
    }
  },

  async complete(interaction, { exams }) {
    const typed = interaction.options.getFocused().trim().toLowerCase();
    const choices = exams.blueprints.map(({ module, items, minutes }) => {
      const total = [...items.values()].reduce((sum, count) => sum + count, 0);
      return { value: module, name: clip(words.exams.choice(module, total, minutes, [...items.keys()]), 100) };
    });
    return choices.filter(({ name, value }) => `${value} ${name}`.toLowerCase().includes(typed));
  },

  components: examComponents,
} satisfies AnywhereCommand;

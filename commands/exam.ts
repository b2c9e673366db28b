import {
  ApplicationIntegrationType,
  InteractionContextType,
  type MessageComponentInteraction,
  PermissionFlagsBits,
  SlashCommandBuilder,
} from "discord.js";
import type { Begun, Busy, Ended, Sitting, Wish } from "../src/app/exam.ts";
import { UserError } from "../src/core/errors.ts";
import { type AnywhereCommand, onAnyButton, onAnyModal, onAnySelect } from "../src/discord/command.ts";
import { type Card, clip } from "../src/discord/render/components.ts";
import {
  renderAskAbandon,
  renderAskSubmit,
  renderBusy,
  renderExamModal,
  renderSitting,
} from "../src/discord/render/exam.ts";
import { renderOverview } from "../src/discord/render/exam-overview.ts";
import { renderHistory, renderMissed, renderReport, renderShared } from "../src/discord/render/exam-report.ts";
import { changedInto, privately, publicly } from "../src/discord/reply.ts";
import { en as words } from "../src/discord/text/en.ts";
import { givenIn } from "../src/discord/typed-answer.ts";

const option = words.commands.options;

export const exam = {
  anywhere: true,
  data: new SlashCommandBuilder()
    .setName("exam")
    .setDescription(words.commands.exam)
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall)
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
    const { user, guildId, options } = interaction;
    switch (options.getSubcommand()) {
      case "start": {
        const module = options.getString("module", true).trim().toLowerCase();
        const wish = wishOf(module, options.getBoolean("extra-time") ?? false, guildId);
        await interaction.reply(privately(show(await exams.start(user.id, wish))));
        break;
      }
      case "resume":
        await interaction.reply(privately(show(await exams.resume(user.id))));
        break;
      case "results":
        await interaction.reply(privately(renderHistory(await exams.history(user.id))));
        break;
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

  components: [
    onAnyButton("exam-go", async (interaction, [attemptId, position], { exams }) => {
      await put(interaction, show(await exams.take(interaction.user.id, attemptId, { take: "move", position })));
    }),

    onAnySelect("exam-jump", async (interaction, [attemptId], { exams }) => {
      const step = { take: "move", position: Number(interaction.values[0]) } as const;
      await put(interaction, show(await exams.take(interaction.user.id, attemptId, step)));
    }),

    onAnyButton("exam-answer", async (interaction, [attemptId, position, optionId], { exams }) => {
      const step = { take: "answer", position, response: [optionId] } as const;
      await put(interaction, show(await exams.take(interaction.user.id, attemptId, step)));
    }),

    onAnySelect("exam-choose", async (interaction, [attemptId, position], { exams }) => {
      const step = { take: "answer", position, response: interaction.values } as const;
      await put(interaction, show(await exams.take(interaction.user.id, attemptId, step)));
    }),

    onAnyButton("exam-type", async (interaction, [attemptId, position], { exams }) => {
      const found = await exams.look(interaction.user.id, attemptId, position);
      const { question } = found.state === "open" ? found : {};
      if (found.state === "open" && question) await interaction.showModal(renderExamModal({ ...found, question }));
      else await put(interaction, show(found));
    }),

    onAnyModal("exam-typed", async (interaction, [attemptId, position], { exams }) => {
      const step = { take: "answer", position, response: givenIn(interaction) } as const;
      const card = show(await exams.take(interaction.user.id, attemptId, step));
      if (interaction.isFromMessage()) await interaction.update(changedInto(card));
      else await interaction.reply(privately(card));
    }),

    onAnyButton("exam-flag", async (interaction, [attemptId, position, flag], { exams }) => {
      const step = { take: "flag", position, flagged: flag === "on" } as const;
      await put(interaction, show(await exams.take(interaction.user.id, attemptId, step)));
    }),

    onAnyButton("exam-overview", async (interaction, [attemptId, page], { exams }) => {
      const found = await exams.look(interaction.user.id, attemptId);
      await put(interaction, found.state === "open" ? renderOverview(found.attempt, page) : show(found));
    }),

    onAnyButton("exam-submit", async (interaction, [attemptId, sure], { exams }) => {
      const { id } = interaction.user;
      const found = sure === "sure" ? await exams.submit(id, attemptId) : await exams.look(id, attemptId);
      await put(interaction, found.state === "open" ? renderAskSubmit(found.attempt) : show(found));
    }),

    onAnyButton("exam-leave", async (interaction, [attemptId, module, pace, sure], { exams }) => {
      const { user, guildId } = interaction;
      const wish = wishOf(module, pace === "extra", guildId);
      if (sure === "sure") return put(interaction, show(await exams.replace(user.id, attemptId, wish)));
      const found = await exams.look(user.id, attemptId);
      await put(interaction, found.state === "open" ? renderAskAbandon(found.attempt, wish) : show(found));
    }),

    onAnyButton("exam-report", async (interaction, [attemptId], { exams }) => {
      await put(interaction, renderReport({ result: await exams.result(interaction.user.id, attemptId) }));
    }),

    onAnyButton("exam-missed", async (interaction, [attemptId, page], { exams }) => {
      await put(interaction, renderMissed(await exams.missed(interaction.user.id, attemptId, page)));
    }),

    onAnyButton("exam-share", async (interaction, [attemptId], { exams }) => {
      if (!maySpeak(interaction)) throw new UserError("exam-share-refused", {});
      const result = await exams.share(interaction.user.id, attemptId);
      await interaction.reply(publicly(renderShared(result, interaction.user.id)));
    }),
  ],
} satisfies AnywhereCommand;

function wishOf(module: string, extraTime: boolean, guildId: string | null): Wish {
  return { module, extraTime, ...(guildId && { guildId }) };
}

function show(found: Sitting | Ended | Busy | Begun): Card {
  const missed = "missed" in found ? found.missed : undefined;
  switch (found.state) {
    case "open":
      return renderSitting(found, missed);
    case "busy":
      return renderBusy(found, missed);
    case "ended":
      return renderReport(found);
  }
}

async function put(interaction: MessageComponentInteraction, card: Card): Promise<void> {
  await interaction.update(changedInto(card));
}

/** May both the bot and the one who clicked write in this channel? In direct messages they may. */
function maySpeak({ appPermissions, memberPermissions, channel }: MessageComponentInteraction): boolean {
  const wanted = channel?.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return memberPermissions === null || (memberPermissions.has(wanted) && appPermissions.has(wanted));
}

import type { CommandInteraction } from "discord.js";
import { turnOffButton } from "../src/features/reminders/ids.ts";
import { textCard, timestamp } from "../src/platform/discord/components.ts";
import { installedGuildOf } from "../src/platform/discord/interaction.ts";
import { required, stringOption } from "../src/platform/discord/options.ts";
import { ephemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { learnerCommand, learnerSubcommand, onButton, type Services, timezoneOption } from "./kit.ts";

const { options: described } = words.commands;

export const remind = learnerCommand({
  name: "remind",
  description: words.commands.remind,
  subcommands: {
    on: learnerSubcommand({
      description: words.commands.remindOn,
      options: {
        time: required(stringOption({ description: described.time })),
        timezone: timezoneOption(described.ownTimezone),
      },
      async run(interaction, { time, timezone }, { reminders }) {
        const { user } = interaction;
        const guildId = installedGuildOf(interaction);
        const set = await reminders.turnOn({ userId: user.id, time, zone: timezone, guildId });
        await interaction.reply(ephemeral(textCard(words.reminders.on(set.time, set.zone, timestamp(set.next, "F")))));
      },
    }),

    off: learnerSubcommand({
      description: words.commands.remindOff,
      async run(interaction, _, { reminders }) {
        const wasOn = await reminders.turnOff(interaction.user.id);
        await interaction.reply(ephemeral(textCard(wasOn ? words.reminders.off : words.reminders.wasOff)));
      },
    }),
  },

  components: [
    onButton(turnOffButton, async (interaction, _, { reminders }) => {
      await reminders.turnOff(interaction.user.id);
      await interaction.update(payload(textCard(words.reminders.off)));
    }),
  ],
});

/** Notifies the learner once that reminders were turned off because their direct messages are closed. */
export async function notifyOfClosedMessages(interaction: CommandInteraction, { reminders }: Services): Promise<void> {
  await reminders.notifyIfClosed(interaction.user.id, () =>
    interaction.followUp(ephemeral(textCard(words.reminders.closed))),
  );
}

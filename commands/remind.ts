import { playedIn } from "../src/features/quiz/flow.ts";
import { turnOffButton } from "../src/features/reminders/ids.ts";
import { type AnywhereCommand, onAnyButton } from "../src/platform/discord/command.ts";
import { note, stamp } from "../src/platform/discord/components.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { suggest } from "../src/platform/discord/options.ts";
import { changedInto, privately } from "../src/platform/discord/reply.ts";
import { ZONES } from "../src/platform/time.ts";
import { en as words } from "../src/text/en/index.ts";

const described = words.commands.options;

export const remind = {
  anywhere: true,
  data: learnerCommand("remind", words.commands.remind)
    .addSubcommand((on) =>
      on
        .setName("on")
        .setDescription(words.commands.remindOn)
        .addStringOption((option) => option.setName("time").setDescription(described.time).setRequired(true))
        .addStringOption((option) =>
          option.setName("timezone").setDescription(described.ownTimezone).setAutocomplete(true),
        ),
    )
    .addSubcommand((off) => off.setName("off").setDescription(words.commands.remindOff)),

  async run(interaction, { reminders }) {
    const { user, options } = interaction;
    if (options.getSubcommand() === "off") {
      const wasOn = await reminders.turnOff(user.id);
      return void (await interaction.reply(privately(note(wasOn ? words.reminder.off : words.reminder.wasOff))));
    }
    const { time, zone, next } = await reminders.turnOn({
      userId: user.id,
      time: options.getString("time", true),
      zone: options.getString("timezone") ?? undefined,
      guildId: playedIn(interaction),
    });
    await interaction.reply(privately(note(words.reminder.on(time, zone, stamp(next, "F")))));
  },

  async complete({ options }) {
    return suggest(ZONES, options.getFocused());
  },

  components: [
    onAnyButton(turnOffButton, async (interaction, _none, { reminders }) => {
      await reminders.turnOff(interaction.user.id);
      await interaction.update(changedInto(note(words.reminder.off)));
    }),
  ],
} satisfies AnywhereCommand;

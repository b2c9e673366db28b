import type { ChatInputCommandInteraction } from "discord.js";
import type { Profile } from "../src/features/profile/service.ts";
import { describeProfile, PICTURE, pictureOf, renderNoProfile, renderProfile } from "../src/features/profile/view.ts";
import { playedIn } from "../src/features/quiz/flow.ts";
import type { AnywhereCommand, Services } from "../src/platform/discord/command.ts";
import { learnerCommand } from "../src/platform/discord/learner-command.ts";
import { deferredInto, laterPrivately } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";

export const profile = {
  anywhere: true,
  costly: true,
  data: learnerCommand("profile", words.commands.profile).addUserOption((option) =>
    option.setName("member").setDescription(words.commands.options.member),
  ),

  async run(interaction, { profiles, pictures }) {
    const guildId = playedIn(interaction);
    const { id: own } = interaction.user;
    const asked = interaction.options.getUser("member")?.id ?? own;
    if (asked !== own && guildId === undefined) throw new UserError("profile-elsewhere", {});

    await interaction.deferReply(laterPrivately);
    const found =
      asked === own || guildId === undefined ? await profiles.own(own, guildId) : await profiles.other(asked, guildId);
    if (found) await show(interaction, found, pictures);
    else await interaction.editReply(deferredInto(renderNoProfile(asked === own ? undefined : asked)));
  },
} satisfies AnywhereCommand;

async function show(
  interaction: ChatInputCommandInteraction,
  profile: Profile,
  pictures: Services["pictures"],
): Promise<void> {
  const png = await pictures.draw(pictureOf(profile));
  await interaction.editReply({
    ...deferredInto(renderProfile(profile, png !== undefined)),
    ...(png && { files: [{ attachment: png, name: PICTURE, description: describeProfile(profile) }] }),
  });
}

import type { ChatInputCommandInteraction } from "discord.js";
import type { Profile } from "../src/features/profile/service.ts";
import {
  describeProfile,
  PICTURE_FILE,
  pictureOf,
  renderNoProfile,
  renderProfile,
} from "../src/features/profile/view.ts";
import { installedGuildOf } from "../src/platform/discord/interaction.ts";
import { userOption } from "../src/platform/discord/options.ts";
import { deferEphemeral, payload } from "../src/platform/discord/reply.ts";
import { en as words } from "../src/text/en/index.ts";
import { UserError } from "../src/text/user-errors.ts";
import { learnerCommand, type Services } from "./kit.ts";

export const profile = learnerCommand({
  name: "profile",
  description: words.commands.profile,
  costly: true,
  options: { member: userOption({ description: words.commands.options.member }) },

  async run(interaction, { member }, { profiles, pictures }) {
    const guildId = installedGuildOf(interaction);
    const { id: userId } = interaction.user;
    const other = member === userId ? undefined : member;
    if (other !== undefined && guildId === undefined) throw new UserError("profile-elsewhere", {});

    await interaction.deferReply(deferEphemeral);
    const found =
      other === undefined || guildId === undefined
        ? await profiles.own(userId, guildId)
        : await profiles.other(other, guildId);
    if (found) await show(interaction, found, pictures);
    else await interaction.editReply(payload(renderNoProfile(other)));
  },
});

async function show(
  interaction: ChatInputCommandInteraction,
  profile: Profile,
  pictures: Services["pictures"],
): Promise<void> {
  const image = await pictures.draw(pictureOf(profile));
  await interaction.editReply({
    ...payload(renderProfile(profile, image !== undefined)),
    ...(image && { files: [{ attachment: image, name: PICTURE_FILE, description: describeProfile(profile) }] }),
  });
}

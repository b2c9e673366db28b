import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from "discord.js";

/** The declaration of what concerns one learner: in servers, in direct messages, and wherever a learner brings the bot. */
export function learnerCommand(name: string, description: string): SlashCommandBuilder {
  return new SlashCommandBuilder()
    .setName(name)
    .setDescription(description)
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall);
}

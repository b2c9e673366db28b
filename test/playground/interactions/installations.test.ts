import {
  ApplicationIntegrationType,
  type ChatInputCommandInteraction,
  type Interaction,
  InteractionContextType,
  SlashCommandBuilder,
} from "discord.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { openPlayground } from "../../../src/playground/playground.ts";
import { connectBot } from "../../support/discord-bot.ts";
import { watchOpenApi } from "../../support/openapi.ts";

const anywhere = new SlashCommandBuilder()
  .setName("anywhere")
  .setDescription("Works everywhere")
  .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
  .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall);
const here = new SlashCommandBuilder()
  .setName("here")
  .setDescription("In servers")
  .setContexts(0)
  .setIntegrationTypes(0);
const unsaid = new SlashCommandBuilder().setName("unsaid").setDescription("Names no installation").setContexts(0);

async function setUp(answer: (interaction: ChatInputCommandInteraction) => Promise<unknown>) {
  const playground = await openPlayground({ port: 0, limits: "none" });
  const openApi = watchOpenApi(playground);
  const heard: Interaction[] = [];
  const bot = await connectBot(playground, (interaction) => {
    heard.push(interaction);
    return interaction.isChatInputCommand() ? answer(interaction) : undefined;
  });
  onTestFinished(async () => {
    await bot.stop();
    await playground.close();
    expect(openApi.violations()).toEqual([]);
  });
  await bot.client.application.commands.set([anywhere, here, unsaid]);
  const [noor, tomas] = playground.people.members;
  return { playground, bot, heard, noor, tomas, person: playground.person(noor.id) };
}

const reply = (interaction: ChatInputCommandInteraction) => interaction.reply("here");

describe("an interaction", () => {
  it("has the context and the installation owners of the place where it was used", async () => {
    const { playground, heard, noor, tomas, person } = await setUp(reply);
    const direct = playground.directChannel(noor.id);
    const home = playground.guild.channels.general;
    await person.command("anywhere", {}, home);
    await person.command("anywhere", {}, direct);
    playground.setUserInstall(noor.id, true);
    const foreign = playground.addGuild({ bot: false });
    for (const channelId of [home, direct, playground.addPrivateChannel([noor.id, tomas.id]), foreign.channels[0]?.id])
      expect((await person.command("anywhere", {}, channelId ?? "")).message?.content).toBe("here");

    const received = heard.map(({ context, guildId, member, user, authorizingIntegrationOwners }) => ({
      context,
      guildId,
      member: member !== null,
      user: user.id,
      owners: authorizingIntegrationOwners.toJSON(),
    }));
    const user = noor.id;
    const { id } = playground.guild;
    expect(received).toEqual([
      { context: 0, guildId: id, member: true, user, owners: { 0: id } },
      { context: 1, guildId: null, member: false, user, owners: { 0: "0" } },
      { context: 0, guildId: id, member: true, user, owners: { 0: id, 1: user } },
      { context: 1, guildId: null, member: false, user, owners: { 0: "0", 1: user } },
      { context: 2, guildId: null, member: false, user, owners: { 1: user } },
      { context: 0, guildId: foreign.id, member: true, user, owners: { 1: user } },
    ]);
  });

  it("needs a guild installation for a guild-only command", async () => {
    const { playground, noor, person } = await setUp(reply);
    playground.setUserInstall(noor.id, true);
    const foreign = playground.addGuild({ bot: false }).channels[0]?.id ?? "";
    for (const channelId of [foreign, playground.directChannel(noor.id)])
      expect((await person.command("here", {}, channelId)).failed).toMatch(/do not have permission/);
    expect((await person.command("here", {}, playground.guild.channels.general)).message?.content).toBe("here");
  });

  it("is owned by the guild where only the commands are installed", async () => {
    const { playground, bot, heard, person } = await setUp(reply);
    const guild = playground.addGuild({ bot: false, commands: true });
    expect((await person.command("here", {}, guild.channels[0]?.id ?? "")).message?.content).toBe("here");
    expect(heard[0]).toMatchObject({ guildId: guild.id, guild: null });
    expect(heard[0]?.authorizingIntegrationOwners.toJSON()).toEqual({ 0: guild.id });
    await expect(bot.client.guilds.fetch(guild.id)).rejects.toMatchObject({ code: 10004 });
  });

  it("is possible for users who installed the app if its command names no installation", async () => {
    const { playground, heard, noor, person } = await setUp(reply);
    playground.setUserInstall(noor.id, true);
    const foreign = playground.addGuild({ bot: false }).channels[0]?.id ?? "";
    expect((await person.command("unsaid", {}, foreign)).message?.content).toBe("here");
    expect(heard[0]?.authorizingIntegrationOwners.toJSON()).toEqual({ 1: noor.id });
  });

  it("doesn't let the bot fetch channels and guilds that it isn't in", async () => {
    const { playground, bot, noor, tomas } = await setUp(reply);
    playground.setUserInstall(noor.id, true);
    const foreign = playground.addGuild({ bot: false });
    const inaccessible = [playground.addPrivateChannel([noor.id, tomas.id]), foreign.channels[0]?.id ?? ""];
    for (const id of inaccessible) await expect(bot.client.channels.fetch(id)).rejects.toMatchObject({ code: 50001 });
    await expect(bot.client.guilds.fetch(foreign.id)).rejects.toMatchObject({ code: 10004 });
  });
});

describe("follow-ups", () => {
  it("are limited to five where only the user installed the bot", async () => {
    const codes: unknown[] = [];
    const { playground, noor, tomas, person } = await setUp(async (interaction) => {
      await interaction.reply("first");
      for (const _ of [1, 2, 3, 4, 5, 6])
        await interaction.followUp("more").then(
          () => codes.push("sent"),
          ({ code }) => codes.push(code),
        );
    });
    const sent = ["sent", "sent", "sent", "sent", "sent"];
    const settled = (count: number) => expect.poll(() => codes.length).toBe(count);
    await person.command("anywhere", {}, playground.guild.channels.general);
    await settled(6);
    playground.setUserInstall(noor.id, true);
    await person.command("anywhere", {}, playground.addPrivateChannel([noor.id, tomas.id]));
    await settled(12);
    expect(codes).toEqual([...sent, "sent", ...sent, 40094]);
  });
});

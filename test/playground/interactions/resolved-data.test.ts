import {
  ChannelSelectMenuBuilder,
  type Interaction,
  LabelBuilder,
  ModalBuilder,
  SlashCommandBuilder,
} from "discord.js";
import { ChannelType, Locale } from "discord-api-types/v10";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPlayground, type Playground, type SimulatedUser } from "../../../src/playground/playground.ts";
import { connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";

const { watch, verify } = openApiChecks();
let playground: Playground;
let bot: DiscordBot;
let person: SimulatedUser;
let received: Record<string, unknown>[];
let channels: Record<"text" | "news" | "voice", string>;

const pick = new SlashCommandBuilder()
  .setName("pick")
  .setDescription("Picks a channel")
  .addSubcommand((part) =>
    part
      .setName("text")
      .setDescription("Of some types")
      .addChannelOption((option) =>
        option
          .setName("channel")
          .setDescription("Where")
          .addChannelTypes(ChannelType.GuildText, ChannelType.GuildAnnouncement),
      ),
  )
  .addSubcommand((part) =>
    part
      .setName("any")
      .setDescription("Of any type")
      .addChannelOption((option) => option.setName("channel").setDescription("Where")),
  );
const menu = () => new ChannelSelectMenuBuilder().setCustomId("menu").setChannelTypes(ChannelType.GuildText);

function answer(interaction: Interaction) {
  if (interaction.isButton())
    return interaction.showModal(
      new ModalBuilder({ customId: "form", title: "Form" }).addLabelComponents(
        new LabelBuilder().setLabel("Where").setChannelSelectMenuComponent(menu()),
      ),
    );
  if (!interaction.isRepliable()) return undefined;
  return interaction.reply({
    content: "ok",
    components: [
      { type: 1, components: [menu().toJSON()] },
      { type: 1, components: [{ type: 2, style: 1, custom_id: "open", label: "Open" }] },
    ],
  });
}

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await connectBot(playground, answer);
  await bot.client.application.commands.set([pick]);
  playground.traffic.onFrame(({ name, data }) => {
    if (name === "INTERACTION_CREATE") received.push(JSON.parse(String(data)));
  });
  const guild = playground.addGuild({
    channels: [
      "text",
      { name: "news", type: ChannelType.GuildAnnouncement },
      { name: "voice", type: ChannelType.GuildVoice },
    ],
    locale: Locale.German,
  });
  const [text = "", news = "", voice = ""] = guild.channels.map(({ id }) => id);
  channels = { text, news, voice };
  person = playground.person(playground.people.moderator.id);
});
beforeEach(() => {
  received = [];
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

const refused = { failed: "You can't choose a channel of this type" };

describe("a channel in an interaction", () => {
  it("has its type, and the permissions of the user and of the bot", async () => {
    playground.setBotPermissions(channels.news, { deny: 2048n });
    await person.command("pick any", { channel: channels.news }, channels.text);
    const resolved = { id: channels.news, type: ChannelType.GuildAnnouncement, name: "news", parent_id: null };
    expect(received).toMatchObject([{ data: { resolved: { channels: { [channels.news]: resolved } } } }]);
    const { permissions, app_permissions } = Object.assign(
      { permissions: "0", app_permissions: "0" },
      JSON.parse(JSON.stringify(received[0])).data.resolved.channels[channels.news],
    );
    expect(BigInt(permissions) & 2048n).toBe(2048n);
    expect(BigInt(app_permissions) & (1024n | 2048n)).toBe(1024n);
  });

  it("is a thread with its parent and metadata", async () => {
    const message = await bot.channel(channels.text).send("discuss");
    const thread = await message.startThread({ name: "About it" });
    await person.command("pick any", { channel: thread.id }, channels.text);
    expect(received).toMatchObject([
      {
        data: {
          resolved: {
            channels: {
              [thread.id]: {
                type: ChannelType.PublicThread,
                parent_id: channels.text,
                thread_metadata: { archived: false, locked: false, auto_archive_duration: 1440 },
              },
            },
          },
        },
      },
    ]);
  });

  it("must be in the guild of the interaction", async () => {
    const other = playground.guild.channels.daily;
    const { failed } = await person.command("pick any", { channel: other }, channels.text);
    expect(failed).toBe(`There is no channel ${other} here`);
  });

  it("must have a type that the option accepts", async () => {
    expect(await person.command("pick text", { channel: channels.voice }, channels.text)).toEqual(refused);
    expect((await person.command("pick text", { channel: channels.news }, channels.text)).message?.content).toBe("ok");
  });

  it("must have a type that the select menu accepts", async () => {
    const { message } = await person.command("pick any", {}, channels.text);
    if (message === undefined) throw new Error("No reply");
    expect(await person.select(message, "menu", [channels.voice])).toEqual(refused);
    expect((await person.select(message, "menu", [channels.text])).message?.content).toBe("ok");
  });

  it("must have a type that the menu in a modal accepts", async () => {
    const { message } = await person.command("pick any", {}, channels.text);
    const { modal } = await person.click(message ?? "", "open");
    if (modal === undefined) throw new Error("No modal");
    expect(await person.submitModal(modal, { menu: [channels.voice] })).toEqual(refused);
    expect((await person.submitModal(modal, { menu: [channels.text] })).message?.content).toBe("ok");
  });
});

describe("an interaction", () => {
  it("isn't possible in a forum", async () => {
    const guild = playground.addGuild({ channels: [{ name: "forum", type: ChannelType.GuildForum }] });
    expect((await person.command("pick any", {}, guild.channels[0]?.id ?? "")).failed).toBe(
      "There are no messages in a channel of this type.",
    );
  });

  it("contains the languages of the user and of the guild", async () => {
    playground.setLocale(person.id, Locale.French);
    await person.command("pick any", {}, channels.text);
    expect(received).toMatchObject([{ locale: "fr", guild_locale: "de", guild: { locale: "de" } }]);
  });
});

verify();

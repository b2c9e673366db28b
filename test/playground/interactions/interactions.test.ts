import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPlayground, type Playground, type SimulatedUser } from "../../../src/playground/playground.ts";
import { COMMANDS, connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";

const { watch, verify } = openApiChecks();
let playground: Playground;
let bot: DiscordBot;
let noor: SimulatedUser;
let mira: SimulatedUser;
let channelId: string;
/** How the bot handles the next interaction. */
let handle: (interaction: Interaction) => unknown = () => undefined;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await connectBot(playground, (interaction) => handle(interaction));
  await bot.client.application.commands.set(COMMANDS);
  channelId = playground.guild.channels.daily;
  noor = playground.person(playground.people.members[0].id);
  mira = playground.person(playground.people.moderator.id);
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

const buttons = new ActionRowBuilder<ButtonBuilder>().addComponents(
  new ButtonBuilder().setCustomId("one").setLabel("One").setStyle(ButtonStyle.Primary),
  new ButtonBuilder().setCustomId("off").setLabel("Off").setStyle(ButtonStyle.Secondary).setDisabled(true),
);

describe("a slash command", () => {
  it("gets a public reply", async () => {
    handle = (interaction) => interaction.isChatInputCommand() && interaction.reply("pong");
    const seen = await noor.command("ping", {}, channelId);
    expect(seen.message?.content).toBe("pong");
    expect(seen.ephemeral).toBe(false);
    expect(mira.visibleMessages(channelId).at(-1)?.id).toBe(seen.message?.id);
  });

  it("gets an ephemeral reply that only its user sees", async () => {
    handle = (interaction) =>
      interaction.isChatInputCommand() && interaction.reply({ content: "psst", flags: MessageFlags.Ephemeral });
    const seen = await noor.command("ping", {}, channelId);
    expect(seen.ephemeral).toBe(true);
    expect(noor.visibleMessages(channelId).at(-1)?.content).toBe("psst");
    expect(mira.visibleMessages(channelId).some(({ id }) => id === seen.message?.id)).toBe(false);
  });

  it("has options of the declared types with resolved ids", async () => {
    const got: unknown[] = [];
    handle = (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { options } = interaction;
      got.push(
        options.getSubcommand(),
        options.getChannel("channel")?.id,
        options.getInteger("hour"),
        options.getBoolean("thread"),
      );
      return interaction.reply("ok");
    };
    await noor.command("schedule add", { channel: `<#${channelId}>`, hour: "9", thread: true }, channelId);
    expect(got).toEqual(["add", channelId, 9, true]);
  });

  it("isn't sent with invalid options", () => {
    const send = (path: string, values: Record<string, string>) => () => noor.command(path, values, channelId);
    expect(send("schedule add", {})).toThrow('"channel" is required');
    expect(send("schedule add", { channel: channelId, hour: "24" })).toThrow('"hour" must be at most 23');
    expect(send("ping", { what: "ever" })).toThrow('no option "what"');
    expect(send("nothing", {})).toThrow('no command "nothing"');
  });

  it("is rejected without permission and during a timeout", async () => {
    handle = (interaction) => interaction.isChatInputCommand() && interaction.reply("done");
    expect((await noor.command("admin", {}, channelId)).failed).toContain("permission");
    expect((await mira.command("admin", {}, channelId)).message?.content).toBe("done");
    const onlooker = playground.person(playground.people.timedOut.id);
    expect((await onlooker.command("ping", {}, channelId)).failed).toContain("timed out");
  });

  it("fails when the bot doesn't respond within three seconds", async () => {
    handle = () => undefined;
    const from = Date.now();
    expect((await noor.command("ping", {}, channelId)).failed).toBe("The application did not respond");
    expect(Date.now() - from).toBeGreaterThan(2_900);
  });
});

it("a menu command sends the user or message it was used on", async () => {
  const { commands } = bot.client.application;
  const created = [
    await commands.create({ name: "Look", type: ApplicationCommandType.User }),
    await commands.create({ name: "Look", type: ApplicationCommandType.Message }),
  ];
  handle = (interaction) =>
    interaction.isContextMenuCommand() &&
    interaction.reply(
      interaction.isUserContextMenuCommand()
        ? interaction.targetUser.username
        : interaction.isMessageContextMenuCommand()
          ? interaction.targetMessage.id
          : "",
    );
  expect((await noor.userCommand("Look", mira.id, channelId)).message?.content).toBe("mira");
  const message = noor.sendMessage("hello", channelId);
  expect((await noor.messageCommand("Look", message)).message?.content).toBe(message.id);
  await Promise.all(created.map((command) => command.delete()));
});

describe("a deferred reply", () => {
  it("shows that the bot is thinking until it is edited", async () => {
    let thinking: number | undefined;
    handle = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      thinking = noor.visibleMessages(channelId).at(-1)?.flags;
      await interaction.editReply("thought");
      expect((await interaction.fetchReply()).content).toBe("thought");
    };
    const seen = await noor.command("ping", {}, channelId);
    expect(thinking).toBe(MessageFlags.Loading);
    expect(seen.message).toMatchObject({ content: "thought", flags: 0, edited_timestamp: null });
  });

  it("stays ephemeral and can have follow-ups", async () => {
    handle = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply("first");
      const second = await interaction.followUp({ content: "second", flags: MessageFlags.Ephemeral });
      await interaction.editReply({ content: "second, edited", message: second });
      await interaction.deleteReply();
    };
    const seen = await noor.command("ping", {}, channelId);
    expect(seen).toMatchObject({ ephemeral: true, message: { content: "first" } });
    await expect.poll(() => noor.visibleMessages(channelId).at(-1)?.content).toBe("second, edited");
    await expect.poll(() => noor.visibleMessages(channelId).some(({ id }) => id === seen.message?.id)).toBe(false);
  });

  it("counts as thinking when nothing follows", async () => {
    handle = (interaction) => interaction.isChatInputCommand() && interaction.deferReply();
    const impatient = playground.person(noor.id, { settleAfterMs: 50 });
    expect(await impatient.command("ping", {}, channelId)).toMatchObject({ thinking: true });
  });
});

describe("a component", () => {
  it("updates its message", async () => {
    handle = (interaction) =>
      interaction.isButton() && interaction.update({ content: `by ${interaction.user.id}`, components: [] });
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    const seen = await noor.click(message.id, "one");
    expect(seen.updated).toMatchObject({ id: message.id, content: `by ${noor.id}`, components: [] });
  });

  it("can defer the update of its message", async () => {
    handle = async (interaction) => {
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply("later");
    };
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    expect((await noor.click(message.id, "one")).updated?.content).toBe("later");
  });

  it("gets a reply that references its message", async () => {
    handle = (interaction) =>
      interaction.isButton() &&
      interaction.reply({ content: "yes", flags: MessageFlags.Ephemeral, withResponse: true });
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    const seen = await noor.click(message.id, "one");
    expect(seen.message?.message_reference?.message_id).toBe(message.id);
  });

  it("sends selected values within the limits of the select", async () => {
    const select = new StringSelectMenuBuilder()
      .setCustomId("pick")
      .setMinValues(2)
      .setMaxValues(2)
      .addOptions(["a", "b", "c"].map((value) => ({ label: value, value })));
    handle = (interaction) => interaction.isStringSelectMenu() && interaction.reply(interaction.values.join("+"));
    const message = await bot
      .channel(channelId)
      .send({ content: "pick", components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select)] });
    expect((await noor.select(message.id, "pick", ["a", "c"])).message?.content).toBe("a+c");
    expect((await noor.select(message.id, "pick", ["a"])).failed).toBe('"pick" takes 2 to 2 values');
    expect((await noor.select(message.id, "pick", ["a", "z"])).failed).toContain("isn't a choice");
  });

  it("can't be used if it is disabled, missing or in another user's ephemeral message, or during a timeout", async () => {
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    expect((await noor.click(message.id, "off")).failed).toBe("This component is disabled.");
    expect((await noor.click(message.id, "none")).failed).toContain("no component");
    expect((await playground.person(playground.people.timedOut.id).click(message.id, "one")).failed).toContain(
      "timed out",
    );

    handle = (interaction) =>
      interaction.isChatInputCommand() &&
      interaction.reply({ components: [buttons], flags: MessageFlags.Ephemeral, content: "mine" });
    const own = await noor.command("ping", {}, channelId);
    expect((await mira.click(own.message?.id ?? "", "one")).failed).toContain("only another user sees it");
  });
});

describe("a modal", () => {
  const modal = new ModalBuilder()
    .setCustomId("form")
    .setTitle("A form")
    .addLabelComponents(
      new LabelBuilder()
        .setLabel("Answer")
        .setTextInputComponent(
          new TextInputBuilder().setCustomId("answer").setStyle(TextInputStyle.Short).setMaxLength(10),
        ),
    );

  it("opens from a command and can be submitted by its user only", async () => {
    handle = async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.showModal(modal);
      if (interaction.isModalSubmit()) await interaction.reply(`got ${interaction.fields.getTextInputValue("answer")}`);
    };
    const { modal: shown } = await noor.command("ping", {}, channelId);
    expect(shown?.title).toBe("A form");
    if (shown === undefined) return;
    expect((await noor.submitModal(shown, { answer: "42" })).message?.content).toBe("got 42");
    expect((await noor.submitModal(shown, { answer: "" })).failed).toContain("1 to 10 characters");
    expect((await noor.submitModal(shown, { other: "x", answer: "1" })).failed).toContain('no input "other"');
    expect((await mira.submitModal(shown, { answer: "42" })).failed).toBe("This form is no longer open.");
  });

  it("can update the message of the button that opened it", async () => {
    handle = async (interaction) => {
      if (interaction.isButton()) await interaction.showModal(modal);
      if (interaction.isModalSubmit() && interaction.isFromMessage()) await interaction.update("filled in");
    };
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    const { modal: shown } = await noor.click(message.id, "one");
    if (shown === undefined) throw new Error("no modal");
    expect((await noor.submitModal(shown, { answer: "1" })).updated).toMatchObject({
      id: message.id,
      content: "filled in",
    });
  });
});

it("autocompletion shows the bot's suggestions for the focused option", async () => {
  handle = (interaction) =>
    interaction.isAutocomplete() && interaction.respond([{ name: interaction.options.getFocused(), value: "v" }]);
  expect((await noor.autocomplete("note", { text: "ab" }, "text", channelId)).choices).toEqual([
    { name: "ab", value: "v" },
  ]);
});

it("the bot had no unexpected errors", () => {
  expect(bot.errors).toEqual([]);
});

verify();

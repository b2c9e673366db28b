import {
  ActionRowBuilder,
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
import { openPlayground, type Playground, type SimulatedUser } from "../../src/playground/playground.ts";
import { type Bot, COMMANDS, startBot } from "./bot.ts";
import { raw, witness } from "./witness.ts";

const { watch, verdict } = witness();
let playground: Playground;
let bot: Bot & { troubles: unknown[] };
let noor: SimulatedUser;
let mira: SimulatedUser;
let channelId: string;
/** What the bot does next. */
let answer: (interaction: Interaction) => unknown = () => undefined;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await startBot(playground, (interaction) => answer(interaction));
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
  it("is answered for all to see", async () => {
    answer = (interaction) => interaction.isChatInputCommand() && interaction.reply("pong");
    const seen = await noor.command("ping", {}, channelId);
    expect(seen.message?.content).toBe("pong");
    expect(seen.ephemeral).toBe(false);
    expect(mira.visibleMessages(channelId).at(-1)?.id).toBe(seen.message?.id);
  });

  it("is answered for one person alone", async () => {
    answer = (interaction) =>
      interaction.isChatInputCommand() && interaction.reply({ content: "psst", flags: MessageFlags.Ephemeral });
    const seen = await noor.command("ping", {}, channelId);
    expect(seen.ephemeral).toBe(true);
    expect(noor.visibleMessages(channelId).at(-1)?.content).toBe("psst");
    expect(mira.visibleMessages(channelId).some(({ id }) => id === seen.message?.id)).toBe(false);
  });

  it("brings options of the declared types, and what their ids stand for", async () => {
    const got: unknown[] = [];
    answer = (interaction) => {
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

  it("is not sent with options Discord's client would not send", () => {
    const send = (path: string, values: Record<string, string>) => () => noor.command(path, values, channelId);
    expect(send("schedule add", {})).toThrow('"channel" is required');
    expect(send("schedule add", { channel: channelId, hour: "24" })).toThrow('"hour" must be at most 23');
    expect(send("ping", { what: "ever" })).toThrow('no option "what"');
    expect(send("nothing", {})).toThrow('no command "nothing"');
  });

  it("is refused to whom the command is not meant for", async () => {
    answer = (interaction) => interaction.isChatInputCommand() && interaction.reply("done");
    expect((await noor.command("admin", {}, channelId)).failed).toContain("permission");
    expect((await mira.command("admin", {}, channelId)).message?.content).toBe("done");
    const onlooker = playground.person(playground.people.timedOut.id);
    expect((await onlooker.command("ping", {}, channelId)).failed).toContain("timed out");
  });

  it("fails after three seconds of silence", async () => {
    answer = () => undefined;
    const from = Date.now();
    expect((await noor.command("ping", {}, channelId)).failed).toBe("The application did not respond");
    expect(Date.now() - from).toBeGreaterThan(2_900);
  });
});

describe("a deferred reply", () => {
  it("shows thinking, then the edit in its place", async () => {
    let thinking: number | undefined;
    answer = async (interaction) => {
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

  it("stays ephemeral, and a follow-up stands beside it", async () => {
    answer = async (interaction) => {
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

  it("settles with thinking when nothing more comes", async () => {
    answer = (interaction) => interaction.isChatInputCommand() && interaction.deferReply();
    const patient = playground.person(noor.id, { settleAfterMs: 50 });
    expect(await patient.command("ping", {}, channelId)).toMatchObject({ thinking: true });
  });
});

describe("a component", () => {
  it("updates the message it stands on", async () => {
    answer = (interaction) =>
      interaction.isButton() && interaction.update({ content: `by ${interaction.user.id}`, components: [] });
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    const seen = await noor.click(message.id, "one");
    expect(seen.updated).toMatchObject({ id: message.id, content: `by ${noor.id}`, components: [] });
  });

  it("can be deferred and edited later", async () => {
    answer = async (interaction) => {
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply("later");
    };
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    expect((await noor.click(message.id, "one")).updated?.content).toBe("later");
  });

  it("answers a click with a reply that refers to it", async () => {
    answer = (interaction) =>
      interaction.isButton() &&
      interaction.reply({ content: "yes", flags: MessageFlags.Ephemeral, withResponse: true });
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    const seen = await noor.click(message.id, "one");
    expect(seen.message?.message_reference?.message_id).toBe(message.id);
  });

  it("gives the values of a select, within its bounds", async () => {
    const select = new StringSelectMenuBuilder()
      .setCustomId("pick")
      .setMinValues(2)
      .setMaxValues(2)
      .addOptions(["a", "b", "c"].map((value) => ({ label: value, value })));
    answer = (interaction) => interaction.isStringSelectMenu() && interaction.reply(interaction.values.join("+"));
    const message = await bot
      .channel(channelId)
      .send({ content: "pick", components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select)] });
    expect((await noor.select(message.id, "pick", ["a", "c"])).message?.content).toBe("a+c");
    expect((await noor.select(message.id, "pick", ["a"])).failed).toBe("Choose 2 to 2.");
    expect((await noor.select(message.id, "pick", ["a", "z"])).failed).toContain("isn't one of the choices");
  });

  it("cannot be used when disabled, absent, timed out, or in somebody else's ephemeral message", async () => {
    const message = await bot.channel(channelId).send({ content: "press", components: [buttons] });
    expect((await noor.click(message.id, "off")).failed).toBe("This component is disabled.");
    expect((await noor.click(message.id, "none")).failed).toContain("no component");
    expect((await playground.person(playground.people.timedOut.id).click(message.id, "one")).failed).toContain(
      "timed out",
    );

    answer = (interaction) =>
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

  it("opens from a command and comes back filled in", async () => {
    answer = async (interaction) => {
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

  it("opened from a button may update the button's message", async () => {
    answer = async (interaction) => {
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

it("suggests what the bot suggests for the option being typed", async () => {
  answer = (interaction) =>
    interaction.isAutocomplete() && interaction.respond([{ name: interaction.options.getFocused(), value: "v" }]);
  expect((await noor.autocomplete("note", { text: "ab" }, "text", channelId)).choices).toEqual([
    { name: "ab", value: "v" },
  ]);
});

describe("an acknowledgement", () => {
  it("counts once: the second of two processes gets 40060", async () => {
    answer = (interaction) => interaction.isChatInputCommand() && interaction.reply("mine");
    const other = await startBot(playground, (interaction) => answer(interaction));
    const seen = await noor.command("ping", {}, channelId);
    expect(seen.message?.content).toBe("mine");
    await expect.poll(() => [...bot.troubles, ...other.troubles]).toHaveLength(1);
    expect([...bot.troubles, ...other.troubles]).toMatchObject([{ code: 40060, status: 400 }]);
    bot.troubles.length = 0;
    await other.stop();
  });

  it("after three seconds is too late: 10062", async () => {
    answer = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await new Promise((resolve) => setTimeout(resolve, 3_100));
      await interaction.reply("late");
    };
    expect((await noor.command("ping", {}, channelId)).failed).toBe("The application did not respond");
    await expect.poll(() => bot.troubles).toMatchObject([{ code: 10062, status: 404 }]);
    bot.troubles.length = 0;
  });

  it("must be of a kind that fits", async () => {
    const codes: unknown[] = [];
    const attempt = async (interaction: Interaction, body: unknown) => {
      const { status, code } = await raw(
        playground,
        "POST",
        `/interactions/${interaction.id}/${interaction.token}/callback`,
        body,
      );
      codes.push(`${status} ${code}`);
    };
    answer = async (interaction) => {
      await attempt(interaction, { type: 7, data: { content: "no message to update" } });
      await attempt(interaction, { type: 8, data: { choices: [] } });
      await attempt(interaction, { type: 5, data: { flags: 64 | 32768 } });
      await attempt(interaction, { type: 4, data: { content: "" } });
      await attempt(interaction, { type: 9, data: { custom_id: "x", title: "t".repeat(46), components: [] } });
      await attempt(interaction, { type: 4, data: { content: "at last" } });
    };
    expect((await noor.command("ping", {}, channelId)).message?.content).toBe("at last");
    await expect
      .poll(() => codes)
      .toEqual(["400 50035", "400 50035", "400 50035", "400 50006", "400 50035", "204 undefined"]);
  });

  it("opens the webhook: before it follow-ups are 10015, with a wrong token 50027", async () => {
    let early: number | undefined;
    answer = async (interaction) => {
      const path = `/webhooks/${playground.applicationId}/${interaction.token}`;
      early = (await raw(playground, "POST", path, { content: "early" })).code;
      if (interaction.isChatInputCommand()) await interaction.reply("now");
    };
    await noor.command("ping", {}, channelId);
    expect(early).toBe(10015);
    const wrong = await raw(playground, "PATCH", `/webhooks/${playground.applicationId}/wrong/messages/@original`, {
      content: "x",
    });
    expect(wrong).toMatchObject({ status: 401, code: 50027 });
  });
});

it("has left no trouble behind", () => {
  expect(bot.troubles).toEqual([]);
});

verdict();

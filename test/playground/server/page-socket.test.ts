import { PermissionFlagsBits as Bits, ChannelType, InteractionContextType } from "discord-api-types/v10";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import type { FromPage, ToPage } from "../../../src/playground/server/page/protocol.ts";
import { COMMANDS, connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { rawRequest } from "../../support/raw-request.ts";

let playground: Playground;
let bot: DiscordBot | undefined;
let windows: WebSocket[];

beforeEach(async () => {
  playground = await openPlayground({ port: 0 });
  windows = [];
});
afterEach(async () => {
  for (const window of windows) window.terminate();
  await bot?.stop();
  bot = undefined;
  await playground.close();
});

type Page = {
  frames: ToPage[];
  send(frame: FromPage): void;
  sendText(text: string): void;
  next<T extends ToPage["type"]>(type: T): Promise<Extract<ToPage, { type: T }>>;
};

function openPage(personId: string): Promise<Page> {
  const socket = new WebSocket(`${playground.url.replace("http", "ws")}/page?person=${personId}`);
  windows.push(socket);
  const frames: ToPage[] = [];
  let position = 0;
  socket.on("message", (data) => frames.push(JSON.parse(String(data))));
  const next = async <T extends ToPage["type"]>(type: T): Promise<Extract<ToPage, { type: T }>> => {
    for (;;) {
      for (; position < frames.length; position += 1) {
        const frame = frames[position];
        if (frame === undefined || !is(frame, type)) continue;
        position += 1;
        return frame;
      }
      await new Promise((resolve) => socket.once("message", resolve));
    }
  };
  const page: Page = {
    frames,
    send: (frame) => socket.send(JSON.stringify(frame)),
    sendText: (text) => socket.send(text),
    next,
  };
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(page));
    socket.once("error", reject);
  });
}

function is<T extends ToPage["type"]>(frame: ToPage, type: T): frame is Extract<ToPage, { type: T }> {
  return frame.type === type;
}

describe("the page's socket", () => {
  it("starts with everything that this user sees", async () => {
    bot = await connectBot(playground);
    await bot.client.application.commands.set(COMMANDS);
    const mira = await (await openPage(playground.people.moderator.id)).next("hello");
    expect(mira).toMatchObject({
      you: { name: "Mira", role: "moderator" },
      guild: { name: "Back-end club" },
      bot: { online: true },
    });
    expect(mira.people).toHaveLength(5);
    expect(mira.channels.every(({ canSend }) => canSend)).toBe(true);
    expect(mira.commands.map(({ name }) => name)).toContain("admin");
    const noor = await (await openPage(playground.people.members[0].id)).next("hello");
    expect(noor.commands.map(({ name }) => name)).not.toContain("admin");
    const sam = await (await openPage(playground.people.timedOut.id)).next("hello");
    // A timeout applies in the guild, not in direct messages.
    expect(sam.channels.filter(({ canSend }) => canSend)).toEqual([expect.objectContaining({ isDirect: true })]);
    expect(sam.commands.every(({ contexts }) => contexts?.includes(InteractionContextType.BotDM))).toBe(true);
  });

  it("lists the channels that have messages, with their types", async () => {
    playground.setBotRole(playground.guild.id, Bits.ManageChannels);
    const types = [ChannelType.GuildVoice, ChannelType.GuildForum, ChannelType.GuildCategory];
    for (const type of types) {
      const body = { name: `new-${type}`, type };
      expect((await rawRequest(playground, "POST", `/guilds/${playground.guild.id}/channels`, body)).status).toBe(201);
    }
    const { channels } = await (await openPage(playground.people.moderator.id)).next("hello");
    expect(channels.filter(({ isDirect }) => !isDirect).map(({ name, type }) => `${name} ${type}`)).toEqual([
      "daily 0",
      "general 0",
      "back-end-talk 0",
      "announcements 5",
      "new-2 2",
    ]);
  });

  it("sends interactions to the bot and their outcomes to the page", async () => {
    bot = await connectBot(playground, async (interaction) => {
      if (interaction.isAutocomplete()) await interaction.respond([{ name: "n", value: "v" }]);
      if (interaction.isChatInputCommand())
        await interaction.reply({
          content: "psst",
          flags: 64,
          components: [{ type: 1, components: [{ type: 2, style: 1, custom_id: "a", label: "A" }] }],
        });
      if (interaction.isButton())
        await interaction.showModal({
          custom_id: "m",
          title: "T",
          components: [{ type: 18, label: "L", component: { type: 4, custom_id: "x", style: 1 } }],
        });
      if (interaction.isModalSubmit()) await interaction.reply(`got ${interaction.fields.getTextInputValue("x")}`);
    });
    await bot.client.application.commands.set(COMMANDS);
    const channelId = playground.guild.channels.daily;
    const page = await openPage(playground.people.members[0].id);
    const other = await openPage(playground.people.moderator.id);
    const hello = await page.next("hello");
    const note = hello.commands.find(({ name }) => name === "note");
    if (note === undefined) throw new Error("no /note");

    page.send({
      type: "autocomplete",
      nonce: "1",
      channelId,
      commandId: note.id,
      options: [{ type: 3, name: "text", value: "a", focused: true }],
    });
    expect(await page.next("choices")).toMatchObject({ nonce: "1", choices: [{ value: "v" }] });
    page.send({
      type: "command",
      nonce: "2",
      channelId,
      commandId: note.id,
      options: [{ type: 3, name: "text", value: "abc" }],
    });
    const { message } = await page.next("message");
    expect(await page.next("interaction")).toEqual({ type: "interaction", nonce: "2", state: "acknowledged" });
    page.send({ type: "component", nonce: "3", channelId, messageId: message.id, customId: "a" });
    const { interactionId } = await page.next("modal");
    page.send({
      type: "modal-submit",
      nonce: "4",
      channelId,
      interactionId,
      inputs: [{ customId: "x", value: "42" }],
    });
    expect((await page.next("message")).message.content).toBe("got 42");
    expect((await other.next("message")).message.content).toBe("got 42");

    page.send({ type: "dismiss", messageId: message.id });
    expect(await page.next("message-deleted")).toMatchObject({ messageId: message.id });
    expect(other.frames.some((frame) => JSON.stringify(frame).includes("psst"))).toBe(false);
  });

  it("sends history page by page and posts the user's messages", async () => {
    const page = await openPage(playground.people.members[0].id);
    const channelId = playground.guild.channels.general;
    const mira = playground.person(playground.people.moderator.id);
    for (let n = 0; n < 60; n += 1) mira.sendMessage(`${n}`, channelId);
    page.send({ type: "open-channel", channelId });
    const newest = await page.next("history");
    expect([newest.messages.length, newest.messages[0]?.content, newest.hasMore]).toEqual([50, "10", true]);
    page.send({ type: "load-older", channelId, before: newest.messages[0]?.id ?? "" });
    const older = await page.next("history");
    expect([older.messages.length, older.messages[0]?.content, older.hasMore]).toEqual([10, "0", false]);
    page.send({ type: "send-message", channelId, content: "hello" });
    await expect.poll(() => mira.visibleMessages(channelId).at(-1)?.content).toBe("hello");
  });

  it("reports the bot's presence and changes of commands and channels", async () => {
    const page = await openPage(playground.people.members[0].id);
    bot = await connectBot(playground);
    expect((await page.next("bot")).online).toBe(true);
    await bot.client.application.commands.set(COMMANDS);
    expect((await page.next("commands")).commands).toHaveLength(3);
    await bot.stop();
    expect((await page.next("bot")).online).toBe(false);
    playground.deleteChannel(playground.guild.channels.general);
    // Three guild channels and the direct messages remain.
    expect((await page.next("channels")).channels).toHaveLength(4);
  });

  it.each([
    ["text that isn't JSON", "{"],
    ["an array", "[]"],
    ["an unknown type", '{"type":"rm -rf"}'],
    ["an invalid channel id", '{"type":"open-channel","channelId":"../../etc"}'],
    ["an unknown channel", '{"type":"open-channel","channelId":"1"}'],
    ["an oversized frame", JSON.stringify({ type: "send-message", channelId: "1", content: "x".repeat(100_000) })],
    ["__proto__ as its type", '{"type":"__proto__","nonce":"1"}'],
  ])("responds with an error to %s and stays open", async (_what, text) => {
    const page = await openPage(playground.people.members[0].id);
    page.sendText(text);
    expect((await page.next("error")).text).not.toBe("");
    page.send({ type: "open-channel", channelId: playground.guild.channels.daily });
    expect((await page.next("history")).messages).toEqual([]);
  });

  it("reports what a timed-out user can't do", async () => {
    const page = await openPage(playground.people.timedOut.id);
    const channelId = playground.guild.channels.daily;
    page.send({ type: "component", nonce: "7", channelId, messageId: "1", customId: "a" });
    expect(await page.next("interaction")).toMatchObject({ nonce: "7", state: "failed" });
    page.send({ type: "send-message", channelId, content: "hello" });
    expect((await page.next("error")).text).toContain("permission");
  });
});

import { request } from "node:http";
import { InteractionContextType } from "discord-api-types/v10";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import type { FromPage } from "../../src/playground/server/page/frames.ts";
import type { ToPage } from "../../src/playground/server/page/protocol.ts";
import { type Bot, COMMANDS, startBot } from "./bot.ts";

let playground: Playground;
let bot: (Bot & { troubles: unknown[] }) | undefined;
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
  say(frame: FromPage): void;
  raw(text: string): void;
  next<T extends ToPage["type"]>(type: T): Promise<Extract<ToPage, { type: T }>>;
};

function openPage(personId: string): Promise<Page> {
  const socket = new WebSocket(`${playground.url.replace("http", "ws")}/page?person=${personId}`);
  windows.push(socket);
  const frames: ToPage[] = [];
  let taken = 0;
  socket.on("message", (data) => frames.push(JSON.parse(String(data))));
  const next = async <T extends ToPage["type"]>(type: T): Promise<Extract<ToPage, { type: T }>> => {
    for (;;) {
      for (; taken < frames.length; taken += 1) {
        const frame = frames[taken];
        if (frame === undefined || !is(frame, type)) continue;
        taken += 1;
        return frame;
      }
      await new Promise((resolve) => socket.once("message", resolve));
    }
  };
  const page: Page = {
    frames,
    say: (frame) => socket.send(JSON.stringify(frame)),
    raw: (text) => socket.send(text),
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
  it("greets with everything this person sees", async () => {
    bot = await startBot(playground);
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
    // A time-out holds in the guild, not in direct messages.
    expect(sam.channels.filter(({ canSend }) => canSend)).toEqual([expect.objectContaining({ isDirect: true })]);
    expect(sam.commands.every(({ contexts }) => contexts?.includes(InteractionContextType.BotDM))).toBe(true);
  });

  it("carries commands, clicks, modals and suggestions, and tells how they went", async () => {
    bot = await startBot(playground, async (interaction) => {
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

    page.say({
      type: "autocomplete",
      nonce: "1",
      channelId,
      commandId: note.id,
      options: [{ type: 3, name: "text", value: "a", focused: true }],
    });
    expect(await page.next("choices")).toMatchObject({ nonce: "1", choices: [{ value: "v" }] });
    page.say({
      type: "command",
      nonce: "2",
      channelId,
      commandId: note.id,
      options: [{ type: 3, name: "text", value: "abc" }],
    });
    const { message } = await page.next("message");
    expect(await page.next("interaction")).toEqual({ type: "interaction", nonce: "2", state: "acknowledged" });
    page.say({ type: "component", nonce: "3", channelId, messageId: message.id, customId: "a", componentType: 2 });
    const { modal, interactionId } = await page.next("modal");
    page.say({
      type: "modal-submit",
      nonce: "4",
      channelId,
      interactionId,
      customId: modal.custom_id,
      inputs: [{ customId: "x", type: 4, value: "42" }],
    });
    expect((await page.next("message")).message.content).toBe("got 42");
    expect((await other.next("message")).message.content).toBe("got 42");

    page.say({ type: "dismiss", messageId: message.id });
    expect(await page.next("message-deleted")).toMatchObject({ messageId: message.id });
    expect(other.frames.some((frame) => JSON.stringify(frame).includes("psst"))).toBe(false);
  });

  it("shows history page by page, and what people say", async () => {
    const page = await openPage(playground.people.members[0].id);
    const channelId = playground.guild.channels.general;
    const mira = playground.person(playground.people.moderator.id);
    for (let n = 0; n < 60; n += 1) mira.sendMessage(`${n}`, channelId);
    page.say({ type: "open-channel", channelId });
    const newest = await page.next("history");
    expect([newest.messages.length, newest.messages[0]?.content, newest.hasMore]).toEqual([50, "10", true]);
    page.say({ type: "load-older", channelId, before: newest.messages[0]?.id ?? "" });
    const older = await page.next("history");
    expect([older.messages.length, older.messages[0]?.content, older.hasMore]).toEqual([10, "0", false]);
    page.say({ type: "send-message", channelId, content: "hello" });
    await expect.poll(() => mira.visibleMessages(channelId).at(-1)?.content).toBe("hello");
  });

  it("tells when the bot comes and goes, and of commands and channels that change", async () => {
    const page = await openPage(playground.people.members[0].id);
    bot = await startBot(playground);
    expect((await page.next("bot")).online).toBe(true);
    await bot.client.application.commands.set(COMMANDS);
    expect((await page.next("commands")).commands).toHaveLength(3);
    await bot.stop();
    expect((await page.next("bot")).online).toBe(false);
    playground.deleteChannel(playground.guild.channels.general);
    // Three of the guild are left, and the direct messages.
    expect((await page.next("channels")).channels).toHaveLength(4);
  });

  it.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["an unknown type", '{"type":"rm -rf"}'],
    ["a channel that is no id", '{"type":"open-channel","channelId":"../../etc"}'],
    ["a foreign channel", '{"type":"open-channel","channelId":"1"}'],
    ["too much", JSON.stringify({ type: "send-message", channelId: "1", content: "x".repeat(100_000) })],
    ["somebody's prototype", '{"type":"__proto__","nonce":"1"}'],
  ])("answers trouble to %s and lives on", async (_what, text) => {
    const page = await openPage(playground.people.members[0].id);
    page.raw(text);
    expect((await page.next("error")).text).not.toBe("");
    page.say({ type: "open-channel", channelId: playground.guild.channels.daily });
    expect((await page.next("history")).messages).toEqual([]);
  });

  it("says what a person may not do in their own words, with the nonce", async () => {
    const page = await openPage(playground.people.timedOut.id);
    const channelId = playground.guild.channels.daily;
    page.say({ type: "component", nonce: "7", channelId, messageId: "1", customId: "a", componentType: 2 });
    expect(await page.next("interaction")).toMatchObject({ nonce: "7", state: "failed" });
    page.say({ type: "send-message", channelId, content: "hello" });
    expect((await page.next("error")).text).toContain("permission");
  });
});

describe("strangers", () => {
  const ask = (path: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(playground.url);
      request({ hostname, port, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });

  it.each(["/", "/api/v10/gateway", "/attachments/1/2/3.png"])(
    "with a foreign Host get nothing of %s",
    async (path) => {
      expect(await ask(path, { host: "evil.test" })).toBe(403);
      expect(await ask(path, { host: "127.0.0.1.evil.test" })).toBe(403);
      expect(await ask(path, { host: `localhost:${new URL(playground.url).port}`, origin: "http://evil.test" })).toBe(
        403,
      );
    },
  );

  it.each(["/page", "/gateway"])("cannot open %s from another page", async (path) => {
    const address = playground.url.replace("http", "ws") + path;
    for (const headers of [{ origin: "http://evil.test" }, { origin: "http://localhost:1" }, { host: "evil.test" }]) {
      const socket = new WebSocket(address, { headers });
      const status = await new Promise((resolve) => {
        socket.once("unexpected-response", (_request, answer) => resolve(answer.statusCode));
        socket.once("open", () => resolve("open"));
        socket.once("error", () => resolve("error"));
      });
      expect(status).toBe(403);
    }
  });

  it("of this machine are welcome by its names", async () => {
    const { port } = new URL(playground.url);
    expect(await ask("/attachments/1/2/3.png", { host: `localhost:${port}` })).toBe(404);
    expect(await ask("/attachments/1/2/3.png", { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` })).toBe(
      404,
    );
  });
});

it("serves the page bundled, packed and with a tag", { timeout: 30_000 }, async () => {
  await playground.preparePage();
  const html = await fetch(playground.url);
  expect(html.headers.get("content-type")).toContain("text/html");
  const scripts = [...(await html.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  expect(scripts).toContain("/page.css");
  for (const path of scripts) {
    const asset = await fetch(`${playground.url}${path}`);
    expect([path, asset.status, asset.headers.get("content-encoding")]).toEqual([path, 200, "gzip"]);
    const etag = asset.headers.get("etag") ?? "";
    await asset.arrayBuffer();
    expect((await fetch(`${playground.url}${path}`, { headers: { "if-none-match": etag } })).status).toBe(304);
  }
  expect((await fetch(`${playground.url}/../package.json`)).status).toBe(404);
});

import { PermissionFlagsBits as Bits, ChannelType, Events, GatewayIntentBits } from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AddedGuild, openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { eventually } from "../../support/eventually.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const { watch, verify } = openApiChecks();
const { Guilds, GuildMessages, GuildMessageReactions, GuildWebhooks } = GatewayIntentBits;
let playground: Playground;
let bot: DiscordBot;
let guild: AddedGuild;
let [textId, newsId, forumId] = ["", "", ""];

const call = (method: string, path: string, body?: unknown) => rawRequest(playground, method, path, body);
const send = async (channelId: string, content: string): Promise<string> =>
  Object((await call("POST", `/channels/${channelId}/messages`, { content })).body).id;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  const intents = [Guilds, GuildMessages, GuildMessageReactions, GuildWebhooks];
  bot = await connectBot(playground, undefined, { intents });
  guild = playground.addGuild({
    botPermissions: Bits.Administrator,
    members: 2,
    channels: [
      "talk",
      { name: "news", type: ChannelType.GuildAnnouncement },
      { name: "questions", type: ChannelType.GuildForum },
    ],
  });
  [textId = "", newsId = "", forumId = ""] = guild.channels.map(({ id }) => id);
  await eventually(() => bot.client.channels.cache.has(textId));
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

describe("reactions", () => {
  const thumb = encodeURIComponent("👍");

  it("are counted on the message and listed by emoji", async () => {
    const added = new Promise((resolve) => bot.client.once(Events.MessageReactionAdd, resolve));
    const message = `/channels/${textId}/messages/${await send(textId, "React")}`;
    expect((await call("PUT", `${message}/reactions/${thumb}/@me`)).status).toBe(204);
    playground.person(guild.members[0]?.id ?? "").react(message.split("/")[4] ?? "", "👍");
    expect((await call("GET", message)).body).toMatchObject({
      reactions: [{ emoji: { id: null, name: "👍" }, count: 2, me: true }],
    });
    expect((await call("GET", `${message}/reactions/${thumb}`)).body).toHaveLength(2);
    await added;
    expect((await call("DELETE", `${message}/reactions/${thumb}/@me`)).status).toBe(204);
    expect(await call("DELETE", `${message}/reactions/${thumb}/@me`)).toMatchObject({ status: 400, code: 10014 });
    expect((await call("DELETE", `${message}/reactions/${thumb}/${guild.members[0]?.id}`)).status).toBe(204);
    expect(Object((await call("GET", message)).body).reactions).toBeUndefined();
  });

  it("are cleared by emoji or all together", async () => {
    const message = `/channels/${textId}/messages/${await send(textId, "Clear")}`;
    for (const emoji of ["👍", "👎", "❤"])
      expect((await call("PUT", `${message}/reactions/${encodeURIComponent(emoji)}/@me`)).status).toBe(204);
    expect((await call("DELETE", `${message}/reactions/${thumb}`)).status).toBe(204);
    expect(Object((await call("GET", message)).body).reactions).toHaveLength(2);
    expect((await call("DELETE", `${message}/reactions`)).status).toBe(204);
    expect(Object((await call("GET", message)).body).reactions).toBeUndefined();
  });

  it("can be known emojis, at most 20, and adding a new one requires Add Reactions", async () => {
    const id = await send(textId, "Many");
    const message = `/channels/${textId}/messages/${id}`;
    expect(await call("PUT", `${message}/reactions/nope/@me`)).toMatchObject({ status: 400, code: 10014 });
    for (const offset of Array.from({ length: 20 }, (_, index) => index))
      await call("PUT", `${message}/reactions/${encodeURIComponent(String.fromCodePoint(0x1f600 + offset))}/@me`);
    expect(await call("PUT", `${message}/reactions/${thumb}/@me`)).toMatchObject({ status: 400, code: 30010 });
    const limited = playground.addGuild({
      botPermissions: Bits.ViewChannel | Bits.SendMessages | Bits.ReadMessageHistory,
    });
    const channelId = limited.channels[0]?.id ?? "";
    playground.setBotPermissions(channelId, { deny: Bits.AddReactions });
    const other = `/channels/${channelId}/messages/${await send(channelId, "x")}`;
    expect(await call("PUT", `${other}/reactions/${thumb}/@me`)).toMatchObject({ status: 403, code: 50013 });
  });
});

describe("bulk delete", () => {
  it("deletes 2 to 100 messages of the last 14 days", async () => {
    const ids = [await send(textId, "1"), await send(textId, "2"), await send(textId, "3")];
    const path = `/channels/${textId}/messages/bulk-delete`;
    const deleted = new Promise((resolve) => bot.client.once(Events.MessageBulkDelete, resolve));
    expect(await call("POST", path, { messages: ids.slice(0, 1) })).toMatchObject({ status: 400, code: 50016 });
    expect((await call("POST", path, { messages: ids.slice(0, 2) })).status).toBe(204);
    await deleted;
    expect(await call("GET", `/channels/${textId}/messages/${ids[0]}`)).toMatchObject({ status: 404, code: 10008 });
    const fresh = await send(textId, "4");
    playground.clock.moveTo(playground.clock.now() + 15 * 86_400_000);
    expect(await call("POST", path, { messages: [ids[2], fresh] })).toMatchObject({ status: 400, code: 50034 });
  });
});

describe("messages of an announcement channel", () => {
  it("appear once in channels that follow it", async () => {
    const followed = await call("POST", `/channels/${newsId}/followers`, { webhook_channel_id: textId });
    expect(followed).toMatchObject({ status: 200, body: { channel_id: newsId } });
    const id = await send(newsId, "News!");
    const path = `/channels/${newsId}/messages/${id}/crosspost`;
    expect((await call("POST", path)).body).toMatchObject({ id, flags: 1 });
    expect(await call("POST", path)).toMatchObject({ status: 400, code: 40033 });
    const [copy] = playground.person(guild.members[0]?.id ?? "").visibleMessages(textId, 1);
    expect(copy).toMatchObject({ content: "News!", flags: 2, message_reference: { message_id: id } });
    expect((await call("GET", `/channels/${textId}/webhooks`)).body).toMatchObject([{ type: 2 }]);
    const elsewhere = `/channels/${textId}/messages/${await send(textId, "x")}/crosspost`;
    expect(await call("POST", elsewhere)).toMatchObject({ status: 400, code: 50024 });
  });
});

describe("webhooks", () => {
  const create = async (channelId: string, name = "Hook") =>
    Object((await call("POST", `/channels/${channelId}/webhooks`, { name })).body);

  it("post, edit and delete their own messages with their token alone", async () => {
    const { id, token } = await create(textId);
    const path = `/webhooks/${id}/${token}`;
    const publicly = (method: string, at: string, body?: unknown) => rawRequest(playground, method, at, body, "none");
    expect((await publicly("POST", path, { content: "quiet" })).status).toBe(204);
    const posted = await publicly("POST", `${path}?wait=true`, { content: "hello", username: "Other name" });
    expect(posted.body).toMatchObject({
      webhook_id: id,
      author: { id, username: "Other name", discriminator: "0000" },
    });
    const message = `${path}/messages/${Object(posted.body).id}`;
    expect((await publicly("PATCH", message, { content: "edited" })).body).toMatchObject({ content: "edited" });
    expect((await publicly("GET", message)).body).toMatchObject({ content: "edited" });
    expect((await publicly("DELETE", message)).status).toBe(204);
    expect(await publicly("GET", message)).toMatchObject({ status: 404, code: 10008 });
    expect(await publicly("POST", `/webhooks/${id}/wrong`, { content: "x" })).toMatchObject({ code: 50027 });
    expect(await publicly("POST", path, {})).toMatchObject({ status: 400, code: 50006 });
  });

  it("are renamed, moved and deleted", async () => {
    const { id, token } = await create(textId);
    const moved = await call("PATCH", `/webhooks/${id}`, { name: "Renamed", channel_id: newsId });
    expect(moved.body).toMatchObject({ name: "Renamed", channel_id: newsId });
    expect((await call("GET", `/webhooks/${id}`)).body).toMatchObject({ name: "Renamed" });
    const byToken = `/webhooks/${id}/${token}`;
    expect((await call("PATCH", byToken, { name: "Again", channel_id: textId })).body).toMatchObject({
      channel_id: newsId,
    });
    expect(Object((await call("GET", byToken)).body).user).toBeUndefined();
    expect((await call("DELETE", byToken)).status).toBe(204);
    expect(await call("DELETE", `/webhooks/${id}`)).toMatchObject({ status: 404, code: 10015 });
    expect(playground.traffic.frames.some(({ name }) => name === "WEBHOOKS_UPDATE")).toBe(true);
  });

  it("post in threads and forums", async () => {
    const { id, token } = await create(forumId);
    const path = `/webhooks/${id}/${token}`;
    expect(await call("POST", path, { content: "x" })).toMatchObject({ status: 400, code: 220001 });
    const posted = Object((await call("POST", `${path}?wait=true`, { content: "x", thread_name: "Post" })).body);
    const inThread = await call("POST", `${path}?wait=true&thread_id=${posted.id}`, { content: "y" });
    expect(inThread.body).toMatchObject({ channel_id: posted.id });
    const text = await create(textId);
    const at = `/webhooks/${text.id}/${text.token}`;
    expect(await call("POST", at, { content: "x", thread_name: "Post" })).toMatchObject({ code: 220003 });
    expect(await call("POST", `${at}?thread_id=${posted.id}`, { content: "x" })).toMatchObject({ code: 10003 });
  });

  it("are limited to 15 per channel and can't be named after Discord", async () => {
    expect(await call("POST", `/channels/${newsId}/webhooks`, { name: "My Discord" })).toMatchObject({ code: 50035 });
    const { channels } = playground.addGuild({ botPermissions: Bits.Administrator });
    for (let count = 0; count < 15; count += 1) await create(channels[0]?.id ?? "");
    expect(await call("POST", `/channels/${channels[0]?.id}/webhooks`, { name: "x" })).toMatchObject({ code: 30007 });
    expect((await call("GET", `/guilds/${guild.id}/webhooks`)).body).not.toHaveLength(0);
  });
});

verify();

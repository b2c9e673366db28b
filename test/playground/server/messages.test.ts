import {
  AttachmentBuilder,
  PermissionFlagsBits as Bits,
  ButtonBuilder,
  ButtonStyle,
  ContainerBuilder,
  EmbedBuilder,
  Events,
  GatewayIntentBits,
  MediaGalleryBuilder,
  MessageFlags,
  SectionBuilder,
  SeparatorBuilder,
  TextDisplayBuilder,
} from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const { watch, verify } = openApiChecks();
let playground: Playground;
let bot: DiscordBot;
let channelId: string;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await connectBot(playground);
  channelId = playground.guild.channels.general;
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

const post = (body: unknown) => rawRequest(playground, "POST", `/channels/${channelId}/messages`, body);

describe("a message", () => {
  it("can be sent, edited, fetched, listed and deleted", async () => {
    const message = await bot.channel(channelId).send("first");
    await message.edit("second");
    expect((await message.fetch(true)).content).toBe("second");
    expect((await message.channel.messages.fetch({ limit: 1 })).first()?.id).toBe(message.id);
    await message.delete();
    await expect(message.fetch(true)).rejects.toMatchObject({ code: 10008, status: 404 });
  });

  it("is listed newest first, before, after or around an id", async () => {
    const guild = playground.addGuild();
    const id = guild.channels[0]?.id ?? "";
    await expect.poll(() => bot.client.channels.cache.has(id)).toBe(true);
    const ids: string[] = [];
    for (const text of ["a", "b", "c", "d", "e"]) ids.push((await bot.channel(id).send(text)).id);
    const list = async (query: string) => {
      const { body } = await rawRequest(playground, "GET", `/channels/${id}/messages?${query}`);
      return Array.isArray(body) ? body.map((message) => message.content).join("") : body;
    };
    expect(await list("limit=2")).toBe("ed");
    expect(await list(`limit=2&before=${ids[2]}`)).toBe("ba");
    expect(await list(`limit=2&after=${ids[1]}`)).toBe("dc");
    expect(await list(`limit=3&around=${ids[2]}`)).toBe("dcb");
    expect((await rawRequest(playground, "GET", `/channels/${id}/messages?limit=101`)).code).toBe(50035);
  });

  it("is sent once with an enforced nonce", async () => {
    const body = { content: "once", nonce: "slot-1", enforce_nonce: true };
    const first = await post(body);
    expect((await post(body)).body).toEqual(first.body);
    expect((await post({ ...body, enforce_nonce: false })).body).not.toEqual(first.body);
    expect(playground.traffic.posts.filter(({ nonce }) => nonce === "slot-1")).toHaveLength(2);
  });

  it("is sent once with an enforced nonce even after the clock was moved", async () => {
    const body = { content: "once", nonce: "slot-2", enforce_nonce: true };
    const first = await post(body);
    playground.clock.moveTo(playground.clock.now() + 3_600_000);
    expect((await post(body)).body).toEqual(first.body);
  });

  it("mentions only those that allowed_mentions lists", async () => {
    const [noor, tomas] = playground.people.members;
    const role = playground.guild.roles.students;
    const content = `<@${noor.id}> <@${tomas.id}> <@&${role}> @everyone`;
    const { mentions } = await bot
      .channel(channelId)
      .send({ content, allowedMentions: { users: [noor.id], roles: [role] } });
    expect([...mentions.users.keys()]).toEqual([noor.id]);
    expect([...mentions.roles.keys()]).toEqual([role]);
    expect(mentions.everyone).toBe(false);
    const both = await post({ content, allowed_mentions: { parse: ["users"], users: [noor.id] } });
    expect(both.code).toBe(50035);
    expect(JSON.stringify(both.body)).toContain("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE");
  });

  it("mentions @everyone and unmentionable roles only with permission", async () => {
    const { students, moderators } = playground.guild.roles;
    const content = `<@&${students}> <@&${moderators}> @everyone`;
    const mentioned = async () => {
      const { mentions } = await bot.channel(channelId).send(content);
      return { roles: [...mentions.roles.keys()], everyone: mentions.everyone };
    };
    expect(await mentioned()).toEqual({ roles: [students], everyone: false });
    playground.setBotPermissions(channelId, { allow: Bits.MentionEveryone });
    expect(await mentioned()).toEqual({ roles: [students, moderators], everyone: true });
    playground.setBotPermissions(channelId, {});
  });

  it("accepts ids that a library sends as numbers", async () => {
    const [noor] = playground.people.members;
    const first = await bot.channel(channelId).send("question");
    const response = await fetch(`${playground.apiUrl}/v10/channels/${channelId}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${playground.token}`, "content-type": "application/json" },
      body: `{"content": "<@${noor.id}> \\"1234567890123456789\\"", "allowed_mentions": {"users": [ ${noor.id}]},
        "message_reference": {"message_id":${first.id}}}`,
    });
    expect(await response.json()).toMatchObject({
      content: `<@${noor.id}> "1234567890123456789"`,
      mentions: [{ id: noor.id }],
      message_reference: { message_id: first.id },
    });
  });

  it("can reply to another message", async () => {
    const first = await bot.channel(channelId).send("question");
    const reply = await first.reply("answer");
    expect(reply.reference?.messageId).toBe(first.id);
    const unknown = await post({ content: "x", message_reference: { message_id: "410000000000009999" } });
    expect(JSON.stringify(unknown.body)).toContain("REPLIES_UNKNOWN_MESSAGE");
  });

  it("can have ten attachments of 10 MiB, with types derived from their names", async () => {
    const send = async (sizes: readonly number[]) => {
      const form = new FormData();
      for (const [index, size] of sizes.entries())
        form.append(`files[${index}]`, new Blob([new Uint8Array(size)]), "note.txt");
      const response = await fetch(`${playground.apiUrl}/v10/channels/${channelId}/messages`, {
        method: "POST",
        headers: { authorization: `Bot ${playground.token}` },
        body: form,
      });
      return { status: response.status, body: await response.json() };
    };
    const limit = 10 * 1024 * 1024;
    const sent = await send([limit, ...Array.from({ length: 9 }, () => 1)]);
    const first = expect.objectContaining({ size: limit, content_type: expect.stringContaining("text/plain") });
    expect(sent).toMatchObject({
      status: 200,
      body: { attachments: [first, ...Array.from({ length: 9 }, () => ({}))] },
    });
    expect(await send([limit + 1])).toMatchObject({ status: 413, body: { code: 40005 } });
    expect(await send(Array.from({ length: 11 }, () => 1))).toMatchObject({ status: 400, body: { code: 30015 } });
  });

  it("can have attachments, which are served with a sandbox policy", async () => {
    const file = new AttachmentBuilder(Buffer.from("hello"), { name: "note.txt", description: "A note" });
    const embed = new EmbedBuilder().setTitle("With a picture").setImage("attachment://dot.png");
    const dot = new AttachmentBuilder(Buffer.from(DOT, "base64"), { name: "dot.png" });
    const message = await bot.channel(channelId).send({ content: "see", files: [file, dot], embeds: [embed] });
    const [note, picture] = message.attachments.values();
    expect(note).toMatchObject({ name: "note.txt", description: "A note", size: 5 });
    expect(picture).toMatchObject({ width: 1, height: 1, contentType: "image/png" });
    expect(message.embeds[0]?.image?.url).toBe(picture?.url);
    const response = await fetch(note?.url ?? "");
    expect(await response.text()).toBe("hello");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    const kept = await message.edit({ attachments: [...message.attachments.values()].slice(0, 1) });
    expect(kept.attachments.size).toBe(1);
  });

  it("can be pinned with the permission to pin", async () => {
    const message = await bot.channel(channelId).send("pin me");
    await expect(message.pin()).rejects.toMatchObject({ code: 50013 });
    playground.setBotPermissions(channelId, { allow: Bits.PinMessages });
    await message.pin();
    expect((await message.channel.messages.fetchPins()).items[0]?.message.id).toBe(message.id);
    playground.setBotPermissions(channelId, {});
  });
});

describe("Components V2", () => {
  const container = () =>
    new ContainerBuilder()
      .setAccentColor(0x3366ff)
      .addTextDisplayComponents(new TextDisplayBuilder().setContent("### A question"))
      .addSeparatorComponents(new SeparatorBuilder())
      .addSectionComponents(
        new SectionBuilder()
          .addTextDisplayComponents(new TextDisplayBuilder().setContent("beside"))
          .setButtonAccessory(new ButtonBuilder().setCustomId("beside").setLabel("Go").setStyle(ButtonStyle.Primary)),
      )
      .addMediaGalleryComponents(new MediaGalleryBuilder().addItems({ media: { url: "attachment://dot.png" } }));
  const files = () => [new AttachmentBuilder(Buffer.from(DOT, "base64"), { name: "dot.png" })];

  it("are numbered, and an edit can't turn them off", async () => {
    const message = await bot
      .channel(channelId)
      .send({ flags: MessageFlags.IsComponentsV2, components: [container()], files: files() });
    expect(message.components[0]?.id).toBe(1);
    expect(JSON.stringify(message.components)).toContain("/attachments/");
    await message.edit({ components: [new TextDisplayBuilder().setContent("closed")] });
    const back = await rawRequest(playground, "PATCH", `/channels/${channelId}/messages/${message.id}`, {
      content: "text",
    });
    expect(JSON.stringify(back.body)).toContain("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
  });

  it.each([
    ["content", { flags: 32768, content: "x", components: [{ type: 10, content: "y" }] }, "LEGACY_FIELDS"],
    ["embeds", { flags: 32768, embeds: [{ title: "x" }], components: [{ type: 10, content: "y" }] }, "LEGACY_FIELDS"],
    ["a missing flag", { components: [{ type: 10, content: "y" }] }, "UNION_TYPE_CHOICES"],
    [
      "more than 40 components",
      { flags: 32768, components: Array.from({ length: 41 }, () => ({ type: 10, content: "y" })) },
      "COMPONENT_MAX_TOTAL",
    ],
    [
      "more than 4000 characters in total",
      { flags: 32768, components: [1, 2].map(() => ({ type: 10, content: "y".repeat(2001) })) },
      "TEXT_SIZE_EXCEEDED",
    ],
    ["an empty text", { flags: 32768, components: [{ type: 10, content: "" }] }, "BASE_TYPE_BAD_LENGTH"],
    [
      "a file that isn't attached",
      { flags: 32768, components: [{ type: 13, file: { url: "attachment://x.png" } }] },
      "ATTACHMENT_NOT_FOUND",
    ],
  ])("are rejected with %s", async (_what, body, code) => {
    const response = await post(body);
    expect(response).toMatchObject({ status: 400, code: 50035 });
    expect(JSON.stringify(response.body)).toContain(code);
  });
});

describe("a user's message", () => {
  it("reaches the bot without content", async () => {
    const { id } = playground.person(playground.people.members[0].id).sendMessage("a secret", channelId);
    const { body } = await rawRequest(playground, "GET", `/channels/${channelId}/messages/${id}`);
    expect(body).toMatchObject({ id, content: "" });
  });

  it("is sent only to bots with the intent for message events", async () => {
    const other = await connectBot(playground, undefined, {
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    });
    const heard: string[] = [];
    other.client.on(Events.MessageCreate, ({ author, content }) => heard.push(`${author.username}:${content}`));
    bot.client.on(Events.MessageCreate, () => heard.push("unexpected"));
    playground.person(playground.people.members[0].id).sendMessage("a secret", channelId);
    await bot.channel(channelId).send("mine");
    await expect.poll(() => heard).toEqual(["noor:", "Rootine:mine"]);
    await other.stop();
  });

  it("reaches the bot with content in direct messages", async () => {
    const noor = playground.people.members[0];
    const user = await bot.client.users.fetch(noor.id);
    const message = await user.send("hello");
    playground.person(noor.id).sendMessage("hi", message.channelId);
    const { body } = await rawRequest(playground, "GET", `/channels/${message.channelId}/messages?limit=1`);
    expect(body).toMatchObject([{ content: "hi" }]);
    expect(
      playground
        .person(noor.id)
        .visibleMessages(message.channelId)
        .map(({ content }) => content),
    ).toEqual(["hello", "hi"]);
    expect(playground.person(playground.people.moderator.id).visibleMessages(message.channelId)).toEqual([]);
  });
});

verify();

/** A one-pixel PNG. */
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

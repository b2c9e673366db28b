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
  ThreadAutoArchiveDuration,
} from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { type Bot, startBot } from "./bot.ts";
import { raw, witness } from "./witness.ts";

const { watch, verdict } = witness();
let playground: Playground;
let bot: Bot;
let channelId: string;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await startBot(playground);
  channelId = playground.guild.channels.general;
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

const post = (body: unknown) => raw(playground, "POST", `/channels/${channelId}/messages`, body);

/** The messages of a refusal's form errors, by their path. */
function fieldErrors(body: unknown): string {
  return JSON.stringify(body);
}

describe("a message", () => {
  it("is posted, edited, fetched, listed and deleted", async () => {
    const message = await bot.channel(channelId).send("first");
    await message.edit("second");
    expect((await message.fetch(true)).content).toBe("second");
    expect((await message.channel.messages.fetch({ limit: 1 })).first()?.id).toBe(message.id);
    await message.delete();
    await expect(message.fetch(true)).rejects.toMatchObject({ code: 10008, status: 404 });
  });

  it("is listed newest first, before, after and around an id", async () => {
    const guild = playground.addGuild();
    const id = guild.channels[0]?.id ?? "";
    await expect.poll(() => bot.client.channels.cache.has(id)).toBe(true);
    const ids: string[] = [];
    for (const text of ["a", "b", "c", "d", "e"]) ids.push((await bot.channel(id).send(text)).id);
    const list = async (query: string) => {
      const { body } = await raw(playground, "GET", `/channels/${id}/messages?${query}`);
      return Array.isArray(body) ? body.map((message) => message.content).join("") : body;
    };
    expect(await list("limit=2")).toBe("ed");
    expect(await list(`limit=2&before=${ids[2]}`)).toBe("ba");
    expect(await list(`limit=2&after=${ids[1]}`)).toBe("dc");
    expect(await list(`limit=3&around=${ids[2]}`)).toBe("dcb");
    expect((await raw(playground, "GET", `/channels/${id}/messages?limit=101`)).code).toBe(50035);
  });

  it("with an enforced nonce is posted once", async () => {
    const body = { content: "once", nonce: "slot-1", enforce_nonce: true };
    const first = await post(body);
    expect((await post(body)).body).toEqual(first.body);
    expect((await post({ ...body, enforce_nonce: false })).body).not.toEqual(first.body);
    expect(playground.traffic.posts.filter(({ nonce }) => nonce === "slot-1")).toHaveLength(2);
  });

  it("with an enforced nonce is posted once though the clock was moved meanwhile", async () => {
    const body = { content: "once", nonce: "slot-2", enforce_nonce: true };
    const first = await post(body);
    playground.clock.moveTo(playground.clock.now() + 3_600_000);
    expect((await post(body)).body).toEqual(first.body);
  });

  it("pings only whom allowed_mentions names", async () => {
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
    expect(fieldErrors(both.body)).toContain("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE");
  });

  it("replies to another", async () => {
    const first = await bot.channel(channelId).send("question");
    const reply = await first.reply("answer");
    expect(reply.reference?.messageId).toBe(first.id);
    const lost = await post({ content: "x", message_reference: { message_id: "410000000000009999" } });
    expect(fieldErrors(lost.body)).toContain("REPLIES_UNKNOWN_MESSAGE");
  });

  it("carries files, which are served back", async () => {
    const file = new AttachmentBuilder(Buffer.from("hello"), { name: "note.txt", description: "A note" });
    const embed = new EmbedBuilder().setTitle("With a picture").setImage("attachment://dot.png");
    const dot = new AttachmentBuilder(Buffer.from(DOT, "base64"), { name: "dot.png" });
    const message = await bot.channel(channelId).send({ content: "see", files: [file, dot], embeds: [embed] });
    const [note, picture] = message.attachments.values();
    expect(note).toMatchObject({ name: "note.txt", description: "A note", size: 5 });
    expect(picture).toMatchObject({ width: 1, height: 1, contentType: "image/png" });
    expect(message.embeds[0]?.image?.url).toBe(picture?.url);
    const answer = await fetch(note?.url ?? "");
    expect(await answer.text()).toBe("hello");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    const kept = await message.edit({ attachments: [...message.attachments.values()].slice(0, 1) });
    expect(kept.attachments.size).toBe(1);
  });

  it("can be pinned by who may pin", async () => {
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

  it("are posted, numbered, and cannot be taken back", async () => {
    const message = await bot
      .channel(channelId)
      .send({ flags: MessageFlags.IsComponentsV2, components: [container()], files: files() });
    expect(message.components[0]?.id).toBe(1);
    expect(JSON.stringify(message.components)).toContain("/attachments/");
    await message.edit({ components: [new TextDisplayBuilder().setContent("closed")] });
    const back = await raw(playground, "PATCH", `/channels/${channelId}/messages/${message.id}`, { content: "text" });
    expect(fieldErrors(back.body)).toContain("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
  });

  it.each([
    ["content beside them", { flags: 32768, content: "x", components: [{ type: 10, content: "y" }] }, "LEGACY_FIELDS"],
    [
      "embeds beside them",
      { flags: 32768, embeds: [{ title: "x" }], components: [{ type: 10, content: "y" }] },
      "LEGACY_FIELDS",
    ],
    ["none without the flag", { components: [{ type: 10, content: "y" }] }, "UNION_TYPE_CHOICES"],
    [
      "more than 40",
      { flags: 32768, components: Array.from({ length: 41 }, () => ({ type: 10, content: "y" })) },
      "COMPONENT_MAX_TOTAL",
    ],
    [
      "more than 4000 characters in all",
      { flags: 32768, components: [1, 2].map(() => ({ type: 10, content: "y".repeat(2001) })) },
      "TEXT_SIZE_EXCEEDED",
    ],
    ["an empty text", { flags: 32768, components: [{ type: 10, content: "" }] }, "BASE_TYPE_BAD_LENGTH"],
    [
      "a file that did not come along",
      { flags: 32768, components: [{ type: 13, file: { url: "attachment://x.png" } }] },
      "ATTACHMENT_NOT_FOUND",
    ],
  ])("are refused with %s", async (_what, body, code) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, code: 50035 });
    expect(fieldErrors(answer.body)).toContain(code);
  });
});

describe("what Discord refuses", () => {
  const row = (...components: unknown[]) => ({ content: "x", components: [{ type: 1, components }] });
  const button = (more: object) => ({ type: 2, style: 1, custom_id: "a", label: "A", ...more });
  const option = (value: string) => ({ label: value, value });
  const select = (more: object) => ({ type: 3, custom_id: "s", options: [option("a")], ...more });

  it.each([
    ["a text of 2001", { content: "x".repeat(2001) }, "BASE_TYPE_MAX_LENGTH"],
    ["a custom id of 101", row(button({ custom_id: "x".repeat(101) })), "BASE_TYPE_BAD_LENGTH"],
    ["an empty custom id", row(button({ custom_id: "" })), "BASE_TYPE_BAD_LENGTH"],
    ["a custom id twice", row(button({}), button({})), "COMPONENT_CUSTOM_ID_DUPLICATED"],
    ["a label of 81", row(button({ label: "x".repeat(81) })), "BASE_TYPE_MAX_LENGTH"],
    ["a button without label and emoji", row(button({ label: undefined })), "BASE_TYPE_REQUIRED"],
    ["a link button with a custom id", row(button({ style: 5, url: "https://x.test" })), "CUSTOM_ID_EXCLUSIVE"],
    [
      "six buttons in a row",
      row(...[1, 2, 3, 4, 5, 6].map((n) => button({ custom_id: `b${n}` }))),
      "BASE_TYPE_BAD_LENGTH",
    ],
    ["an empty row", row(), "BASE_TYPE_BAD_LENGTH"],
    ["a select beside a button", row(button({}), select({})), "COMPONENT_LAYOUT_WIDTH_EXCEEDED"],
    [
      "26 options",
      row(select({ options: Array.from({ length: 26 }, (_, n) => option(`${n}`)) })),
      "BASE_TYPE_BAD_LENGTH",
    ],
    ["an option's value twice", row(select({ options: [option("a"), option("a")] })), "OPTION_VALUE_DUPLICATED"],
    ["an option's label of 101", row(select({ options: [option("x".repeat(101))] })), "BASE_TYPE_BAD_LENGTH"],
    ["a placeholder of 151", row(select({ placeholder: "x".repeat(151) })), "BASE_TYPE_MAX_LENGTH"],
    ["more values than options", row(select({ max_values: 2 })), "BASE_TYPE_BAD_LENGTH"],
    [
      "six rows",
      {
        content: "x",
        components: [1, 2, 3, 4, 5, 6].map((n) => ({ type: 1, components: [button({ custom_id: `${n}` })] })),
      },
      "BASE_TYPE",
    ],
    ["eleven embeds", { embeds: Array.from({ length: 11 }, () => ({ title: "x" })) }, "BASE_TYPE_MAX_LENGTH"],
    [
      "6001 characters of embeds",
      { embeds: [1, 2].map(() => ({ description: "x".repeat(3001) })) },
      "MAX_EMBED_SIZE_EXCEEDED",
    ],
    ["a nonce of 26", { content: "x", nonce: "n".repeat(26) }, "BASE_TYPE_MAX_LENGTH"],
    ["a text that is none", { content: 5 }, "STRING_TYPE_CONVERT"],
  ])("%s", async (_what, body, code) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, code: 50035 });
    expect(fieldErrors(answer.body)).toContain(code);
  });

  it("says where, as Discord does", async () => {
    const { body } = await post(row(button({ custom_id: "x".repeat(101) })));
    expect(body).toEqual({
      code: 50035,
      message: "Invalid Form Body",
      errors: {
        components: {
          0: {
            components: {
              0: {
                custom_id: {
                  _errors: [{ code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 1 and 100 in length." }],
                },
              },
            },
          },
        },
      },
    });
  });

  it.each([
    ["an empty message", () => post({ content: "  " }), 400, 50006],
    ["a wrong token", () => raw(playground, "GET", "/users/@me", undefined, "wrong"), 401, 0],
    ["an unknown channel", () => raw(playground, "GET", "/channels/410000000000009999"), 404, 10003],
    ["an unknown guild", () => raw(playground, "GET", "/guilds/410000000000009999"), 404, 10004],
    [
      "an unknown member",
      () => raw(playground, "GET", `/guilds/${playground.guild.id}/members/410000000000009999`),
      404,
      10007,
    ],
    [
      "somebody else's message",
      async () => {
        const { id } = playground.person(playground.people.moderator.id).sendMessage("mine", channelId);
        return raw(playground, "PATCH", `/channels/${channelId}/messages/${id}`, { content: "yours" });
      },
      403,
      50005,
    ],
    [
      "a channel it may not write in",
      () => raw(playground, "POST", `/channels/${playground.guild.channels.announcements}/messages`, { content: "x" }),
      403,
      50013,
    ],
  ] as const)("%s", async (_what, ask, status, code) => {
    expect(await ask()).toMatchObject({ status, code });
  });

  it("a channel it cannot see, and one that is gone", async () => {
    const { channels } = playground.addGuild({ channels: 2 });
    const [hidden, gone] = channels;
    playground.setBotPermissions(hidden?.id ?? "", { deny: Bits.ViewChannel });
    playground.deleteChannel(gone?.id ?? "");
    expect(await raw(playground, "POST", `/channels/${hidden?.id}/messages`, { content: "x" })).toMatchObject({
      status: 403,
      code: 50001,
    });
    expect(await raw(playground, "POST", `/channels/${gone?.id}/messages`, { content: "x" })).toMatchObject({
      status: 404,
      code: 10003,
    });
  });

  it("what is no JSON", async () => {
    const answer = await fetch(`${playground.apiUrl}/v10/channels/${channelId}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${playground.token}`, "content-type": "application/json" },
      body: "{",
    });
    expect(await answer.json()).toMatchObject({ code: 50109 });
  });
});

it("says 404 to what is not played, and logs it", async () => {
  const lines: string[] = [];
  const apart = await openPlayground({ port: 0, log: (line) => lines.push(line) });
  const answer = await raw(apart, "GET", "/nothing/here");
  await apart.close();
  expect(answer).toMatchObject({ status: 404, body: { message: "404: Not Found", code: 0 } });
  expect(lines).toEqual(["Unimplemented route: GET /api/v10/nothing/here"]);
});

describe("a thread", () => {
  it("hangs on a message and has its id", async () => {
    const message = await bot.channel(channelId).send("discuss");
    const thread = await message.startThread({
      name: "About it",
      autoArchiveDuration: ThreadAutoArchiveDuration.OneDay,
    });
    expect(thread.id).toBe(message.id);
    await thread.send("first");
    expect((await thread.messages.fetch()).size).toBe(2);
    expect((await message.fetch(true)).hasThread).toBe(true);
    const again = await raw(playground, "POST", `/channels/${channelId}/messages/${message.id}/threads`, {
      name: "Again",
    });
    expect(again).toMatchObject({ status: 400, code: 160004 });
    await thread.setArchived(true);
    await thread.send("wakes it up");
    expect(playground.person(playground.people.members[0].id).visibleMessages(thread.id).at(-1)?.content).toBe(
      "wakes it up",
    );
  });

  it("needs its own permissions", async () => {
    const { channels } = playground.addGuild();
    const id = channels[0]?.id ?? "";
    await expect.poll(() => bot.client.channels.cache.has(id)).toBe(true);
    const message = await bot.channel(id).send("discuss");
    playground.setBotPermissions(id, { deny: Bits.CreatePublicThreads });
    await expect(message.startThread({ name: "x" })).rejects.toMatchObject({ code: 50013 });
    playground.setBotPermissions(id, { deny: Bits.SendMessagesInThreads });
    const thread = await message.startThread({ name: "x" });
    await expect(thread.send("x")).rejects.toMatchObject({ code: 50013 });
  });
});

describe("what people write", () => {
  it("reaches the bot without its words: there is no such intent", async () => {
    const { id } = playground.person(playground.people.members[0].id).sendMessage("a secret", channelId);
    const { body } = await raw(playground, "GET", `/channels/${channelId}/messages/${id}`);
    expect(body).toMatchObject({ id, content: "" });
  });

  it("is told only to bots that ask for such events", async () => {
    const curious = await startBot(playground, undefined, {
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    });
    const heard: string[] = [];
    curious.client.on(Events.MessageCreate, ({ author, content }) => heard.push(`${author.username}:${content}`));
    bot.client.on(Events.MessageCreate, () => heard.push("unasked"));
    playground.person(playground.people.members[0].id).sendMessage("a secret", channelId);
    await bot.channel(channelId).send("mine");
    await expect.poll(() => heard).toEqual(["noor:", "Rootine:mine"]);
    await curious.stop();
  });

  it("reaches it in a direct message", async () => {
    const noor = playground.people.members[0];
    const user = await bot.client.users.fetch(noor.id);
    const message = await user.send("hello");
    playground.person(noor.id).sendMessage("hi", message.channelId);
    const { body } = await raw(playground, "GET", `/channels/${message.channelId}/messages?limit=1`);
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

it("knows the guild, its channels, roles and members", async () => {
  const guild = bot.client.guilds.cache.get(playground.guild.id);
  const channels = await guild?.channels.fetch();
  expect(channels?.map((channel) => channel?.name)).toContain("back-end-talk");
  expect((await guild?.roles.fetch())?.size).toBe(4);
  expect((await guild?.members.fetchMe())?.permissions.has(Bits.SendMessages)).toBe(true);
  expect((await guild?.fetch())?.name).toBe("Back-end club");
  expect((await bot.client.application.fetch()).id).toBe(playground.applicationId);
  expect(bot.client.channels.cache.get(playground.guild.channels.announcements)?.isSendable()).toBe(true);
});

verdict();

/** A PNG of one dot. */
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

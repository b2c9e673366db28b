import { PermissionFlagsBits as Bits, ThreadAutoArchiveDuration } from "discord.js";
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

it("an unimplemented route is logged and returns 404", async () => {
  const lines: string[] = [];
  const other = await openPlayground({ port: 0, log: (line) => lines.push(line) });
  const response = await rawRequest(other, "GET", "/nothing/here");
  await other.close();
  expect(response).toMatchObject({ status: 404, body: { message: "404: Not Found", code: 0 } });
  expect(lines).toEqual(["Unimplemented route: GET /api/v10/nothing/here"]);
});

describe("a thread", () => {
  it("has the id of its message", async () => {
    const message = await bot.channel(channelId).send("discuss");
    const thread = await message.startThread({
      name: "About it",
      autoArchiveDuration: ThreadAutoArchiveDuration.OneDay,
    });
    expect(thread.id).toBe(message.id);
    await thread.send("first");
    expect((await thread.messages.fetch()).size).toBe(2);
    expect((await message.fetch(true)).hasThread).toBe(true);
    const again = await rawRequest(playground, "POST", `/channels/${channelId}/messages/${message.id}/threads`, {
      name: "Again",
    });
    expect(again).toMatchObject({ status: 400, code: 160004 });
    await thread.setArchived(true);
    await thread.send("wakes it up");
    expect(playground.person(playground.people.members[0].id).visibleMessages(thread.id).at(-1)?.content).toBe(
      "wakes it up",
    );
  });

  it("needs the permissions for threads", async () => {
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

  it("reappears when the bot returns to its guild", async () => {
    const { id, channels } = playground.addGuild();
    const channel = channels[0]?.id ?? "";
    await expect.poll(() => bot.client.channels.cache.has(channel)).toBe(true);
    const thread = await (await bot.channel(channel).send("discuss")).startThread({ name: "About it" });
    playground.removeGuild(id);
    expect(await rawRequest(playground, "GET", `/channels/${thread.id}`)).toMatchObject({ code: 10003 });
    playground.restoreGuild(id);
    expect((await rawRequest(playground, "GET", `/channels/${thread.id}`)).body).toMatchObject({ name: "About it" });
  });
});

it("the bot can fetch the guild with its channels, roles and members", async () => {
  const guild = bot.client.guilds.cache.get(playground.guild.id);
  const channels = await guild?.channels.fetch();
  expect(channels?.map((channel) => channel?.name)).toContain("back-end-talk");
  expect((await guild?.roles.fetch())?.size).toBe(4);
  expect((await guild?.members.fetchMe())?.permissions.has(Bits.SendMessages)).toBe(true);
  expect((await guild?.fetch())?.name).toBe("Back-end club");
  expect((await bot.client.application.fetch()).id).toBe(playground.applicationId);
  expect(bot.client.channels.cache.get(playground.guild.channels.announcements)?.isSendable()).toBe(true);
});

describe("/users/@me/guilds", () => {
  const list = async (query: string) => (await rawRequest(playground, "GET", `/users/@me/guilds?${query}`)).body;

  it("returns the bot's permissions in each guild", async () => {
    const { id, botRoleId } = playground.addGuild({ botPermissions: Bits.ManageRoles });
    const roles = (await bot.client.guilds.fetch(id)).roles.cache;
    const held = [id, botRoleId].reduce((all, role) => all | (roles.get(role)?.permissions.bitfield ?? 0n), 0n);
    expect(held & Bits.ManageRoles).toBe(Bits.ManageRoles);
    const added = expect.objectContaining({ id, owner: false, permissions: String(held) });
    expect(await list("")).toEqual(expect.arrayContaining([added]));
  });

  it("returns guilds sorted by id, before or after a given one", async () => {
    const ids = [1, 2, 3].map(() => playground.addGuild().id);
    const [first = "", second = "", third = ""] = ids;
    expect(await list(`after=${first}`)).toMatchObject([{ id: second }, { id: third }]);
    expect(await list(`after=${first}&limit=1`)).toMatchObject([{ id: second }]);
    expect(await list(`before=${third}&limit=1&with_counts=true`)).toMatchObject([
      { id: second, approximate_member_count: 6 },
    ]);
    expect((await rawRequest(playground, "GET", "/users/@me/guilds?limit=201")).code).toBe(50035);
  });
});

it("members are searched by the start of their names", async () => {
  const path = `/guilds/${playground.guild.id}/members/search`;
  const [noor] = playground.people.members;
  expect((await rawRequest(playground, "GET", `${path}?query=no&limit=10`)).body).toMatchObject([
    { user: { id: noor.id } },
  ]);
  expect((await rawRequest(playground, "GET", `${path}?query=x`)).body).toEqual([]);
  expect((await rawRequest(playground, "GET", path)).code).toBe(50035);
});

verify();

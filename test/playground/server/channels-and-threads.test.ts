import { PermissionFlagsBits as Bits, ChannelType, Events } from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AddedGuild, openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { eventually } from "../../support/eventually.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const { watch, verify } = openApiChecks();
let playground: Playground;
let bot: DiscordBot;
let guild: AddedGuild;
let [textId, newsId, forumId] = ["", "", ""];

const call = (method: string, path: string, body?: unknown) => rawRequest(playground, method, path, body);
const idOf = (response: { body: unknown }): string => Object(response.body).id;

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await connectBot(playground);
  guild = playground.addGuild({
    botPermissions: Bits.Administrator,
    members: 2,
    channels: [
      "talk",
      { name: "news", type: ChannelType.GuildAnnouncement },
      { name: "questions", type: ChannelType.GuildForum },
      { name: "voice", type: ChannelType.GuildVoice },
    ],
  });
  [textId = "", newsId = "", forumId = ""] = guild.channels.map(({ id }) => id);
  await eventually(() => bot.client.channels.cache.has(textId));
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

describe("channels", () => {
  it("are created in a category, moved and deleted", async () => {
    const category = await call("POST", `/guilds/${guild.id}/channels`, { name: "Rooms", type: 4 });
    const sent = { name: "New Room", topic: "Hello", parent_id: idOf(category) };
    const room = await call("POST", `/guilds/${guild.id}/channels`, sent);
    expect(room).toMatchObject({ status: 201, body: { name: "new-room", topic: "Hello", parent_id: idOf(category) } });
    expect((await call("PATCH", `/guilds/${guild.id}/channels`, [{ id: idOf(room), position: 9 }])).status).toBe(204);
    expect((await call("GET", `/channels/${idOf(room)}`)).body).toMatchObject({ position: 9 });
    const overwrite = { id: guild.id, type: 0, allow: "0", deny: String(Bits.SendMessages) };
    const changed = await call("PATCH", `/channels/${idOf(room)}`, {
      parent_id: null,
      permission_overwrites: [overwrite],
    });
    expect(changed.body).toMatchObject({ parent_id: null, permission_overwrites: [overwrite] });
    await call("PATCH", `/channels/${idOf(room)}`, { parent_id: idOf(category) });
    const created = () => bot.client.channels.cache.get(idOf(room));
    await expect.poll(created).toMatchObject({ name: "new-room", parentId: idOf(category) });
    await call("DELETE", `/channels/${idOf(room)}`);
    await expect.poll(created).toBeUndefined();
  });

  it("can't have a parent that isn't a category", async () => {
    const sent = { name: "x", parent_id: textId };
    expect(await call("POST", `/guilds/${guild.id}/channels`, sent)).toMatchObject({ status: 400, code: 50035 });
  });

  it("have permission overwrites for roles and members", async () => {
    const overwrite = `/channels/${textId}/permissions/${guild.id}`;
    const deny = String(Bits.SendMessages);
    expect((await call("PUT", overwrite, { type: 0, allow: "0", deny })).status).toBe(204);
    const member = playground.person(guild.members[1]?.id ?? "");
    expect(() => member.sendMessage("hello", textId)).toThrow("permission");
    expect((await call("DELETE", overwrite)).status).toBe(204);
    expect(member.sendMessage("hello", textId).content).toBe("hello");
    expect(await call("DELETE", overwrite)).toMatchObject({ status: 404, code: 10009 });
    expect(await call("PUT", `/channels/${textId}/permissions/1`, { type: 1 })).toMatchObject({ code: 10009 });
  });

  it("accept no messages if they are forums or categories", async () => {
    expect(await call("POST", `/channels/${forumId}/messages`, { content: "x" })).toMatchObject({ code: 50008 });
  });
});

describe("threads", () => {
  it("can be standalone, public, private or in announcement channels", async () => {
    const thread = await call("POST", `/channels/${textId}/threads`, { name: "Public", type: 11 });
    expect(thread).toMatchObject({ status: 201, body: { type: 11, parent_id: textId, message_count: 0 } });
    expect((await call("POST", `/channels/${textId}/threads`, { name: "Private" })).body).toMatchObject({ type: 12 });
    expect((await call("POST", `/channels/${newsId}/threads`, { name: "N", type: 10 })).body).toMatchObject({
      type: 10,
    });
    expect(await call("POST", `/channels/${newsId}/threads`, { name: "N", type: 11 })).toMatchObject({ code: 50024 });
    const { threads, members } = Object((await call("GET", `/guilds/${guild.id}/threads/active`)).body);
    expect(threads).toHaveLength(3);
    expect(members).toHaveLength(3);
  });

  it("of a forum are posts, and their first message has the same id", async () => {
    const post = { name: "How?", message: { content: "Please explain" } };
    const created = await call("POST", `/channels/${forumId}/threads`, post);
    expect(created).toMatchObject({
      status: 201,
      body: { type: 11, name: "How?", message: { content: "Please explain" } },
    });
    expect((await call("GET", `/channels/${idOf(created)}/messages/${idOf(created)}`)).status).toBe(200);
    const empty = { name: "How?", message: {} };
    expect(await call("POST", `/channels/${forumId}/threads`, empty)).toMatchObject({ status: 400, code: 50006 });
  });

  it("are listed once archived, newest first", async () => {
    const ids: string[] = [];
    for (const [name, type] of [
      ["One", 11],
      ["Two", 11],
      ["Three", 12],
    ] as const) {
      const thread = idOf(await call("POST", `/channels/${textId}/threads`, { name, type }));
      playground.clock.moveTo(playground.clock.now() + 1_000);
      await call("PATCH", `/channels/${thread}`, { archived: true });
      ids.push(thread);
    }
    const archived = `/channels/${textId}/threads/archived`;
    const listed = (body: unknown) => Object(body).threads.map((thread: { id: string }) => thread.id);
    expect(listed((await call("GET", `${archived}/public`)).body)).toEqual([ids[1], ids[0]]);
    expect((await call("GET", `${archived}/public?limit=1`)).body).toMatchObject({ has_more: true });
    expect(listed((await call("GET", `${archived}/private`)).body)).toEqual([ids[2]]);
    const own = `/channels/${textId}/users/@me/threads/archived/private`;
    expect(listed((await call("GET", own)).body)).toEqual([ids[2]]);
    expect(listed((await call("GET", `${own}?before=${ids[2]}`)).body)).toEqual([]);
  });

  it("are visible only to their members if they are private", async () => {
    const thread = idOf(await call("POST", `/channels/${textId}/threads`, { name: "Private", type: 12 }));
    await call("POST", `/channels/${thread}/messages`, { content: "secret" });
    const id = guild.members[1]?.id ?? "";
    expect(playground.person(id).visibleMessages(thread)).toEqual([]);
    expect((await call("PUT", `/channels/${thread}/thread-members/${id}`)).status).toBe(204);
    expect(playground.person(id).visibleMessages(thread)).toMatchObject([{ content: "secret" }]);
  });

  it("have members who join and leave", async () => {
    const thread = idOf(await call("POST", `/channels/${textId}/threads`, { name: "Members", type: 11 }));
    const members = `/channels/${thread}/thread-members`;
    const other = guild.members[1]?.id ?? "";
    expect((await call("GET", `${members}/@me`)).body).toMatchObject({ user_id: playground.applicationId });
    expect((await call("PUT", `${members}/${other}`)).status).toBe(204);
    expect((await call("GET", `${members}/${other}?with_member=true`)).body).toMatchObject({
      member: { user: { id: other } },
    });
    expect((await call("GET", `/channels/${thread}`)).body).toMatchObject({ member_count: 2 });
    const left = new Promise((resolve) =>
      bot.client.once(Events.ThreadMembersUpdate, (_, removed) => resolve(removed.size)),
    );
    expect((await call("DELETE", `${members}/@me`)).status).toBe(204);
    expect(await left).toBe(1);
    expect(await call("GET", `${members}/@me`)).toMatchObject({ status: 404, code: 10007 });
    expect(Object((await call("GET", `/channels/${thread}`)).body).member).toBeUndefined();
    expect((await call("PUT", `${members}/@me`)).status).toBe(204);
    expect(await call("GET", members)).toMatchObject({ status: 403, code: 50001 });
    expect(await call("PUT", `/channels/${textId}/thread-members/@me`)).toMatchObject({ status: 400, code: 50024 });
  });
});

verify();

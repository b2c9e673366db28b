import { PermissionFlagsBits as Bits, GatewayIntentBits } from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AddedGuild, openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const { watch, verify } = openApiChecks();
const { Guilds, GuildModeration, GuildInvites } = GatewayIntentBits;
let playground: Playground;
let bot: DiscordBot;
let guild: AddedGuild;
let memberId: string;

const call = (method: string, path: string, body?: unknown) => rawRequest(playground, method, path, body);
const events = () =>
  playground.traffic.frames.filter(({ direction }) => direction === "to-bot").map(({ name }) => name);

beforeAll(async () => {
  playground = watch(await openPlayground({ port: 0, limits: "none" }));
  bot = await connectBot(playground, undefined, { intents: [Guilds, GuildModeration, GuildInvites] });
  guild = playground.addGuild({ botPermissions: Bits.Administrator, members: ["Mod", "Plain"], roles: 1 });
  memberId = guild.members[1]?.id ?? "";
});
afterAll(async () => {
  await bot.stop();
  await playground.close();
});

describe("roles", () => {
  it("are created at the bottom, changed, counted and deleted", async () => {
    const created = await call("POST", `/guilds/${guild.id}/roles`, { name: "Readers", color: 0xff0000, hoist: true });
    expect(created).toMatchObject({ status: 200, body: { name: "Readers", position: 1, hoist: true } });
    const { id } = Object(created.body);
    const path = `/guilds/${guild.id}/roles/${id}`;
    expect((await call("PATCH", path, { name: "Writers", mentionable: true })).body).toMatchObject({
      name: "Writers",
      mentionable: true,
      color: 0xff0000,
    });
    expect((await call("PUT", `/guilds/${guild.id}/members/${memberId}/roles/${id}`)).status).toBe(204);
    expect(Object(await call("GET", `/guilds/${guild.id}/roles/member-counts`)).body).toMatchObject({ [id]: 1 });
    expect((await call("DELETE", path)).status).toBe(204);
    expect(await call("GET", path)).toMatchObject({ status: 404, code: 10011 });
    expect((await call("GET", `/guilds/${guild.id}/members/${memberId}`)).body).toMatchObject({ roles: [] });
    expect(events()).toEqual(expect.arrayContaining(["GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE"]));
  });

  it("above the bot's can't be changed or moved", async () => {
    const roles = (await call("GET", `/guilds/${guild.id}/roles`)).body;
    const above = Array.isArray(roles) ? roles.at(-1) : undefined;
    const path = `/guilds/${guild.id}/roles`;
    expect(above.position).toBeGreaterThan(2);
    expect(await call("PATCH", `${path}/${above.id}`, { name: "x" })).toMatchObject({ status: 403, code: 50013 });
    expect(await call("PATCH", path, [{ id: above.id, position: 1 }])).toMatchObject({ status: 403, code: 50013 });
    expect(await call("PUT", `/guilds/${guild.id}/members/${memberId}/roles/${above.id}`)).toMatchObject({
      code: 50013,
    });
  });

  it("of bots and @everyone can't be deleted", async () => {
    for (const id of [guild.id, guild.botRoleId])
      expect(await call("DELETE", `/guilds/${guild.id}/roles/${id}`)).toMatchObject({ status: 400, code: 50028 });
  });

  it("can't be given permissions the bot doesn't have", async () => {
    const limited = playground.addGuild({ botPermissions: Bits.ManageRoles | Bits.ViewChannel });
    const role = { permissions: String(Bits.BanMembers) };
    expect(await call("POST", `/guilds/${limited.id}/roles`, role)).toMatchObject({ status: 403, code: 50013 });
  });
});

describe("members", () => {
  it("are listed only for applications with the privileged intent", async () => {
    expect(await call("GET", `/guilds/${guild.id}/members?limit=10`)).toMatchObject({ status: 403, code: 50001 });
  });

  it("get a nickname, roles and a timeout that ends by the clock", async () => {
    const until = new Date(playground.clock.now() + 60_000).toISOString();
    const path = `/guilds/${guild.id}/members/${memberId}`;
    const updated = await call("PATCH", path, { nick: "Nick", communication_disabled_until: until });
    expect(updated).toMatchObject({ status: 200, body: { nick: "Nick", communication_disabled_until: until } });
    const channelId = guild.channels[0]?.id ?? "";
    const member = playground.person(memberId);
    expect(() => member.sendMessage("hello", channelId)).toThrow("permission");
    playground.clock.moveTo(playground.clock.now() + 61_000);
    expect(member.sendMessage("hello", channelId).content).toBe("hello");
  });

  it("can't be timed out for more than 28 days", async () => {
    const until = new Date(playground.clock.now() + 29 * 86_400_000).toISOString();
    const path = `/guilds/${guild.id}/members/${memberId}`;
    expect(await call("PATCH", path, { communication_disabled_until: until })).toMatchObject({
      status: 400,
      code: 50035,
    });
  });

  it("can't be managed if they own the guild or are the bot itself", async () => {
    const { owner_id } = Object((await call("GET", `/guilds/${guild.id}`)).body);
    for (const id of [owner_id, playground.applicationId])
      expect(await call("DELETE", `/guilds/${guild.id}/members/${id}`)).toMatchObject({ status: 403, code: 50013 });
  });

  it("include the bot, which can change its own nickname", async () => {
    const renamed = await call("PATCH", `/guilds/${guild.id}/members/@me`, { nick: "Bot" });
    expect(renamed).toMatchObject({ status: 200, body: { nick: "Bot" } });
    expect(events()).toContain("GUILD_MEMBER_UPDATE");
  });

  it("leave when they are kicked, and so does the bot when it leaves", async () => {
    const other = playground.addGuild({ botPermissions: Bits.Administrator, members: 1 });
    expect((await call("DELETE", `/guilds/${other.id}/members/${other.members[0]?.id}`)).status).toBe(204);
    expect(await call("GET", `/guilds/${other.id}/members/${other.members[0]?.id}`)).toMatchObject({ code: 10007 });
    expect((await call("DELETE", `/users/@me/guilds/${other.id}`)).status).toBe(204);
    expect(await call("GET", `/guilds/${other.id}`)).toMatchObject({ status: 404, code: 10004 });
    await expect.poll(() => bot.client.guilds.cache.has(other.id)).toBe(false);
  });
});

describe("bans", () => {
  it("remove a member until they are lifted", async () => {
    const { id, members } = playground.addGuild({ botPermissions: Bits.Administrator, members: 3 });
    const [, banned, another] = members.map((member) => member.id);
    expect((await call("PUT", `/guilds/${id}/bans/${banned}`, {})).status).toBe(204);
    expect(await call("GET", `/guilds/${id}/members/${banned}`)).toMatchObject({ code: 10007 });
    expect((await call("GET", `/guilds/${id}/bans/${banned}`)).body).toMatchObject({
      user: { id: banned },
      reason: null,
    });
    const bulk = await call("POST", `/guilds/${id}/bulk-ban`, { user_ids: [another, playground.applicationId] });
    expect(bulk.body).toEqual({ banned_users: [another], failed_users: [playground.applicationId] });
    expect((await call("GET", `/guilds/${id}/bans`)).body).toHaveLength(2);
    expect((await call("DELETE", `/guilds/${id}/bans/${banned}`)).status).toBe(204);
    expect(await call("GET", `/guilds/${id}/bans/${banned}`)).toMatchObject({ status: 404, code: 10026 });
    await expect.poll(events).toEqual(expect.arrayContaining(["GUILD_BAN_ADD", "GUILD_BAN_REMOVE"]));
  });
});

describe("invites", () => {
  it("are reused unless unique, and expire by the clock", async () => {
    const path = `/channels/${guild.channels[0]?.id}/invites`;
    const first = Object((await call("POST", path, { max_age: 60 })).body);
    expect(first).toMatchObject({ max_age: 60, guild_id: guild.id });
    expect((await call("POST", path, { max_age: 60 })).body).toMatchObject({ code: first.code });
    const unique = Object((await call("POST", path, { max_age: 0, unique: true })).body);
    expect(unique).toMatchObject({ expires_at: null });
    expect((await call("GET", path)).body).toHaveLength(2);
    expect((await call("GET", `/guilds/${guild.id}/invites`)).body).toHaveLength(2);
    playground.clock.moveTo(playground.clock.now() + 61_000);
    expect(await call("GET", `/invites/${first.code}`)).toMatchObject({ status: 404, code: 10006 });
    expect((await call("DELETE", `/invites/${unique.code}`)).body).toMatchObject({ code: unique.code });
    expect(await call("GET", `/invites/${unique.code}`)).toMatchObject({ status: 404, code: 10006 });
    expect(events()).toEqual(expect.arrayContaining(["INVITE_CREATE", "INVITE_DELETE"]));
  });
});

it("a guild can be renamed and previewed", async () => {
  expect((await call("PATCH", `/guilds/${guild.id}`, { name: "Renamed" })).body).toMatchObject({ name: "Renamed" });
  expect((await call("GET", `/guilds/${guild.id}/preview`)).body).toMatchObject({ name: "Renamed" });
  await expect.poll(() => bot.client.guilds.cache.get(guild.id)?.name).toBe("Renamed");
  expect((await call("GET", "/voice/regions")).body).toHaveLength(1);
});

it("test entitlements can be granted, listed, consumed and deleted, and interactions include them", async () => {
  const path = `/applications/${playground.applicationId}/entitlements`;
  const test = { sku_id: "700000000000000001", owner_id: memberId, owner_type: 2 };
  const { id } = Object((await call("POST", path, test)).body);
  await call("POST", path, { ...test, owner_id: guild.id, owner_type: 1 });
  expect((await call("GET", path)).body).toHaveLength(2);
  expect((await call("GET", `${path}?user_id=${memberId}`)).body).toMatchObject([{ id, consumed: false }]);
  expect((await call("POST", `${path}/${id}/consume`)).status).toBe(204);
  expect((await call("GET", `${path}/${id}`)).body).toMatchObject({ consumed: true });
  expect((await call("DELETE", `${path}/${id}`)).status).toBe(204);
  expect(await call("GET", `${path}/${id}`)).toMatchObject({ status: 404, code: 10029 });
  expect(events()).toEqual(expect.arrayContaining(["ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE"]));
});

it("requests without the required permission are refused", async () => {
  const { id, channels, members } = playground.addGuild({ botPermissions: Bits.ViewChannel, members: 2 });
  const channel = `/channels/${channels[0]?.id}`;
  const member = `/guilds/${id}/members/${members[1]?.id}`;
  const denied: [method: string, path: string, body?: unknown][] = [
    ["PATCH", `/guilds/${id}`, { name: "Other" }],
    ["POST", `/guilds/${id}/roles`, {}],
    ["POST", `/guilds/${id}/channels`, { name: "x" }],
    ["PATCH", `/guilds/${id}/channels`, []],
    ["PUT", `${channel}/permissions/${id}`, { type: 0 }],
    ["PATCH", member, { nick: "x" }],
    ["PUT", `${member}/roles/${id}`],
    ["DELETE", member],
    ["GET", `/guilds/${id}/bans`],
    ["PUT", `/guilds/${id}/bans/${members[1]?.id}`, {}],
    ["POST", `/guilds/${id}/bulk-ban`, { user_ids: [] }],
    ["GET", `/guilds/${id}/invites`],
    ["POST", `${channel}/invites`, {}],
    ["GET", `${channel}/invites`],
    ["GET", `${channel}/webhooks`],
    ["POST", `${channel}/webhooks`, { name: "x" }],
    ["GET", `/guilds/${id}/webhooks`],
    ["POST", `${channel}/threads`, { name: "x", type: 12 }],
    ["POST", `${channel}/messages/bulk-delete`, { messages: [] }],
  ];
  for (const [method, path, body] of denied)
    expect.soft(await call(method, path, body), `${method} ${path}`).toMatchObject({ status: 403, code: 50013 });
});

verify();

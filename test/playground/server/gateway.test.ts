import { PermissionFlagsBits as Bits, Events } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { COMMANDS, connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawGateway } from "../../support/raw-gateway.ts";

const { watch, verify } = openApiChecks();
let playground: Playground;
let bot: DiscordBot | undefined;
let channelId: string;

beforeEach(async () => {
  playground = watch(await openPlayground({ port: 0 }));
  channelId = playground.guild.channels.daily;
});
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
  await playground.close();
});

describe("the gateway", () => {
  const resumed = (client: DiscordBot["client"]) =>
    new Promise<number>((resolve) => client.once(Events.ShardResume, (_shard, replayed) => resolve(replayed)));

  it("replays missed events when the bot resumes after its socket was dropped", async () => {
    bot = await connectBot(playground, (interaction) => interaction.isChatInputCommand() && interaction.reply("pong"));
    await bot.client.application.commands.set(COMMANDS);
    const back = resumed(bot.client);
    playground.faults.dropSockets();
    const seen = playground.person(playground.people.members[0].id).command("ping", {}, channelId);
    expect(await back).toBeGreaterThan(0);
    expect((await seen).message?.content).toBe("pong");
  });

  it("makes the bot resume with op 7", async () => {
    bot = await connectBot(playground);
    const back = resumed(bot.client);
    playground.faults.requestReconnect();
    await back;
  });

  it("makes the bot identify again with op 9", async () => {
    bot = await connectBot(playground);
    const { client } = bot;
    const again = new Promise((resolve) => client.once(Events.ShardReady, resolve));
    playground.faults.invalidateSessions();
    await again;
    await expect.poll(() => client.channels.cache.has(channelId)).toBe(true);
  });

  it("makes the bot resume when heartbeats get no response", async () => {
    await playground.close();
    playground = watch(await openPlayground({ port: 0, heartbeatMs: 150 }));
    bot = await connectBot(playground);
    const back = resumed(bot.client);
    playground.faults.muteHeartbeats(true);
    setTimeout(() => playground.faults.muteHeartbeats(false), 400);
    await back;
  });

  it("closes the socket of a bot that sends no heartbeats", async () => {
    await playground.close();
    playground = watch(await openPlayground({ port: 0, heartbeatMs: 100 }));
    const socket = new WebSocket(`${playground.url.replace("http", "ws")}/gateway?v=10&encoding=json`);
    const code = await new Promise((resolve) => socket.addEventListener("close", (event) => resolve(event.code)));
    expect(code).toBe(4200);
  });

  it.each([
    ["a wrong token", { token: "wrong" }, 4004],
    ["a privileged intent", { intents: 2 }, 4014],
    ["an unknown intent", { intents: 1 << 30 }, 4013],
    ["an invalid shard", { shard: [2, 2] }, 4010],
  ])("rejects %s", async (_what, identify, code) => {
    const gateway = rawGateway(playground);
    await gateway.identify(identify);
    expect(await gateway.closed).toMatchObject({ code });
  });

  it.each([
    ["v=8&encoding=json", 4012, "Invalid API version"],
    ["v=10&encoding=etf", 4002, "The playground doesn't support encoding=etf; use json"],
    ["v=10&compress=zstd-stream", 4002, "The playground doesn't support compress=zstd-stream; use zlib-stream"],
  ])("rejects the query %s", async (query, code, reason) => {
    expect(await rawGateway(playground, query).closed).toEqual({ code, reason });
  });

  it.each(["v=9&encoding=json", "v=10", "encoding=json"])("accepts the query %s", async (query) => {
    const gateway = rawGateway(playground, query);
    await gateway.identify();
    expect(await gateway.first("READY")).toMatchObject({ v: query.startsWith("v=9") ? 9 : 10 });
    gateway.drop();
  });

  it("compresses with zlib-stream", async () => {
    const gateway = rawGateway(playground, "v=10&encoding=json&compress=zlib-stream");
    await gateway.identify();
    expect(await gateway.first("GUILD_CREATE")).toMatchObject({ id: playground.guild.id });
    expect(gateway.received.map(({ op, t }) => t ?? op)).toEqual([10, "READY", "GUILD_CREATE"]);
    await gateway.send(1, null);
    expect(await gateway.first(11)).toBeNull();
    gateway.drop();
  });

  it("accepts a token with the prefix Bot, and resumes with an empty object", async () => {
    const token = `Bot ${playground.token}`;
    const first = rawGateway(playground);
    await first.identify({ token });
    const { session_id } = Object.assign({ session_id: "" }, await first.first("READY"));
    first.drop();
    const second = rawGateway(playground);
    await second.send(6, { token, session_id, seq: 1 });
    expect(await second.first("RESUMED")).toEqual({});
    await second.send(6, { token, session_id, seq: 1 });
    expect(await second.closed).toMatchObject({ code: 4005 });
    const third = rawGateway(playground);
    await third.send(6, { token, session_id, seq: 99 });
    expect(await third.closed).toMatchObject({ code: 4007 });
  });

  it("lets a bot identify again on a socket after its session ended", async () => {
    const gateway = rawGateway(playground);
    await gateway.identify();
    const before = Object.assign({ session_id: "" }, await gateway.first("READY"));
    playground.faults.invalidateSessions();
    expect(await gateway.first(9)).toBe(false);
    gateway.received.length = 0;
    await gateway.identify();
    expect(await gateway.first("READY")).not.toMatchObject({ session_id: before.session_id });
    gateway.drop();
  });

  it("returns members by id and by the start of their names", async () => {
    const gateway = rawGateway(playground);
    await gateway.identify();
    await gateway.first("GUILD_CREATE");
    const [noor] = playground.people.members;
    const { id } = playground.guild;
    const request = async (data: string | object) => {
      gateway.received.length = 0;
      await gateway.send(8, typeof data === "string" ? data : { guild_id: id, ...data });
      return gateway.first("GUILD_MEMBERS_CHUNK");
    };
    const member = { user: { id: noor.id }, roles: [playground.guild.roles.students] };
    expect(await request({ user_ids: [noor.id, "410000000000009999"], nonce: "n" })).toMatchObject({
      guild_id: id,
      members: [member],
      not_found: ["410000000000009999"],
      chunk_index: 0,
      chunk_count: 1,
      nonce: "n",
    });
    expect(await request({ query: "NO", limit: 5 })).toMatchObject({ members: [member] });
    expect(await request({ query: "", user_ids: noor.id })).toMatchObject({ members: [member] });
    expect(await request(`{"op":8,"d":{"guild_id":${id},"user_ids":[${noor.id}]}}`)).toMatchObject({
      members: [member],
    });
    expect(await request({ query: "nobody" })).toMatchObject({ members: [], chunk_count: 1 });
    // All members, which requires an intent the bot doesn't have: nothing arrives before the response to the next
    // request.
    await gateway.send(8, { guild_id: id, query: "", limit: 0 });
    expect(await request({ query: "yuki" })).toMatchObject({ members: [{ user: { global_name: "Yuki" } }] });
    gateway.drop();
  });

  it("returns the sounds of a guild and stays open", async () => {
    const gateway = rawGateway(playground);
    await gateway.send(31, { guild_ids: [] });
    expect(await gateway.closed).toMatchObject({ code: 4003 });
    const other = rawGateway(playground);
    await other.identify();
    await other.send(31, { guild_ids: [playground.guild.id] });
    expect(await other.first("SOUNDBOARD_SOUNDS")).toEqual({ guild_id: playground.guild.id, soundboard_sounds: [] });
    other.drop();
  });

  it("sends changes of channels, permissions and guilds", async () => {
    bot = await connectBot(playground);
    const { client } = bot;
    const me = client.user.id;
    playground.setBotPermissions(channelId, { deny: Bits.SendMessages });
    const may = () => {
      const channel = client.channels.cache.get(channelId);
      return channel !== undefined && "permissionsFor" in channel
        ? channel.permissionsFor(me)?.has(Bits.SendMessages)
        : undefined;
    };
    await expect.poll(may).toBe(false);
    await expect(bot.channel(channelId).send("x")).rejects.toMatchObject({ code: 50013 });
    playground.setBotRole(playground.guild.id, Bits.ViewChannel);
    const role = () => client.guilds.cache.get(playground.guild.id)?.roles.botRoleFor(me)?.permissions.bitfield;
    await expect.poll(role).toBe(Bits.ViewChannel);
    playground.deleteChannel(channelId);
    await expect.poll(() => client.channels.cache.has(channelId)).toBe(false);
    const added = playground.addGuild({ name: "New" });
    await expect.poll(() => client.guilds.cache.get(added.id)?.name).toBe("New");
    playground.removeGuild(added.id);
    await expect.poll(() => client.guilds.cache.has(added.id)).toBe(false);
  });
});

verify();

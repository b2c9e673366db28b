import { PermissionFlagsBits as Bits, Events } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { type Bot, COMMANDS, startBot } from "./bot.ts";
import { raw, witness } from "./witness.ts";

const { watch, verdict } = witness();
const SEND = "POST /channels/{channel_id}/messages";
let playground: Playground;
let bot: (Bot & { troubles: unknown[] }) | undefined;
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

const texts = () =>
  playground
    .person(playground.people.moderator.id)
    .visibleMessages(channelId)
    .map(({ content }) => content);

describe("requests on a bad day", () => {
  it("a route's limit is waited for, and the message arrives", async () => {
    bot = await startBot(playground);
    playground.faults.inject({ kind: "rate-limit", on: SEND, retryAfter: 0.2, count: 1 });
    await bot.channel(channelId).send("late but there");
    expect(playground.traffic.count(SEND, 429)).toBe(1);
    expect(texts()).toEqual(["late but there"]);
  });

  it("a global limit is waited for as well", async () => {
    bot = await startBot(playground);
    playground.faults.inject({ kind: "rate-limit", scope: "global", retryAfter: 0.2, count: 1 });
    await bot.channel(channelId).send("late but there");
    expect(playground.faults.hits("rate-limit")).toBe(1);
    expect(texts()).toEqual(["late but there"]);
  });

  it("five messages in five seconds is a channel's bucket", async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        raw(playground, "POST", `/channels/${channelId}/messages`, { content: `${n}` }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.body).toMatchObject({ message: "You are being rate limited.", global: false });
    expect(refused[0]?.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(refused[0]?.headers.get("x-ratelimit-scope")).toBe("user");
    expect(Number(refused[0]?.headers.get("x-ratelimit-reset-after"))).toBeGreaterThan(0);
    const elsewhere = await raw(playground, "POST", `/channels/${playground.guild.channels.general}/messages`, {
      content: "x",
    });
    expect(elsewhere.status).toBe(200);
  });

  it("an enforced global limit counts all routes but interactions", async () => {
    playground.faults.setGlobalLimit(3);
    const answers = await Promise.all(Array.from({ length: 5 }, () => raw(playground, "GET", "/users/@me")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.body).toMatchObject({ global: true });
    expect((await raw(playground, "POST", "/interactions/1/x/callback", { type: 5 })).code).toBe(10062);
    playground.faults.clear();
    expect((await raw(playground, "GET", "/users/@me")).status).toBe(200);
  });

  it("a 5xx before the write is tried again by discord.js", async () => {
    bot = await startBot(playground);
    playground.faults.inject({ kind: "error-before", on: SEND, count: 2 });
    await bot.channel(channelId).send("third time");
    expect(texts()).toEqual(["third time"]);
  });

  it("a 5xx after the write doubles a message without a nonce, and not one with it", async () => {
    bot = await startBot(playground);
    playground.faults.inject({ kind: "error-after", on: SEND, count: 1 });
    await bot.channel(channelId).send("doubled");
    playground.faults.inject({ kind: "error-after", on: SEND, count: 2 });
    await bot.channel(channelId).send({ content: "once", nonce: "slot", enforceNonce: true });
    expect(texts()).toEqual(["doubled", "doubled", "once"]);
    expect(playground.faults.hits("error-after")).toBe(3);
  });

  it("a connection that breaks after the write leaves the message there", async () => {
    const broken = { kind: "reset-after", on: SEND, count: 1 } as const;
    playground.faults.inject(broken);
    await expect(raw(playground, "POST", `/channels/${channelId}/messages`, { content: "there" })).rejects.toThrow();
    playground.faults.inject({ ...broken, kind: "reset-before" });
    await expect(
      raw(playground, "POST", `/channels/${channelId}/messages`, { content: "not there" }),
    ).rejects.toThrow();
    expect(texts()).toEqual(["there"]);
  });

  it("latency, and any refusal, can be had by channel, count and probability", async () => {
    const post = (id: string) => raw(playground, "POST", `/channels/${id}/messages`, { content: "x" });
    const stop = playground.faults.inject({ kind: "latency", milliseconds: 150, on: /messages$/ });
    const from = Date.now();
    await post(channelId);
    expect(Date.now() - from).toBeGreaterThanOrEqual(145);
    stop();
    playground.faults.inject({ kind: "api-error", code: 50013, channelId });
    expect(await post(channelId)).toMatchObject({ status: 403, code: 50013 });
    expect((await post(playground.guild.channels.general)).status).toBe(200);
    playground.faults.clear();

    const draw = async () => {
      playground.faults.inject({ kind: "error-before", probability: 0.5, seed: 7 });
      const statuses: number[] = [];
      for (let n = 0; n < 12; n += 1) statuses.push((await raw(playground, "GET", "/users/@me")).status);
      playground.faults.clear();
      return statuses;
    };
    const first = await draw();
    expect(new Set(first)).toEqual(new Set([200, 502]));
    expect(await draw()).toEqual(first);
  });
});

describe("acknowledgements on a bad day", () => {
  const ping = () => playground.person(playground.people.members[0].id).command("ping", {}, channelId);

  it("a double one: the bot gets 40060, the person the answer", async () => {
    bot = await startBot(playground, (interaction) => interaction.isChatInputCommand() && interaction.reply("pong"));
    await bot.client.application.commands.set(COMMANDS);
    playground.faults.inject({ kind: "double-ack", count: 1 });
    expect((await ping()).message?.content).toBe("pong");
    await expect.poll(() => bot?.troubles).toMatchObject([{ code: 40060 }]);
  });

  it("a late one: the bot gets 10062, the person no answer", async () => {
    bot = await startBot(playground, (interaction) => interaction.isChatInputCommand() && interaction.reply("pong"));
    await bot.client.application.commands.set(COMMANDS);
    playground.faults.inject({ kind: "late-ack", count: 1 });
    expect((await ping()).failed).toBe("The application did not respond");
    expect(bot.troubles).toMatchObject([{ code: 10062 }]);
    expect((await ping()).message?.content).toBe("pong");
  });
});

describe("the gateway on a bad day", () => {
  const resumed = (client: Bot["client"]) =>
    new Promise<number>((resolve) => client.once(Events.ShardResume, (_shard, replayed) => resolve(replayed)));

  it("a dropped socket is resumed, and what was missed comes after", async () => {
    bot = await startBot(playground, (interaction) => interaction.isChatInputCommand() && interaction.reply("pong"));
    await bot.client.application.commands.set(COMMANDS);
    const back = resumed(bot.client);
    playground.faults.dropSockets();
    const seen = playground.person(playground.people.members[0].id).command("ping", {}, channelId);
    expect(await back).toBeGreaterThan(0);
    expect((await seen).message?.content).toBe("pong");
  });

  it("op 7 makes the bot reconnect and resume", async () => {
    bot = await startBot(playground);
    const back = resumed(bot.client);
    playground.faults.requestReconnect();
    await back;
  });

  it("op 9 makes it identify anew", async () => {
    bot = await startBot(playground);
    const { client } = bot;
    const again = new Promise((resolve) => client.once(Events.ShardReady, resolve));
    playground.faults.invalidateSessions();
    await again;
    await expect.poll(() => client.channels.cache.has(channelId)).toBe(true);
  });

  it("heartbeats without an answer make it close with 4200 and resume", async () => {
    await playground.close();
    playground = watch(await openPlayground({ port: 0, heartbeatMs: 150 }));
    bot = await startBot(playground);
    const back = resumed(bot.client);
    playground.faults.muteHeartbeats(true);
    setTimeout(() => playground.faults.muteHeartbeats(false), 400);
    await back;
  });

  it("closes on a bot that sends no heartbeat", async () => {
    await playground.close();
    playground = watch(await openPlayground({ port: 0, heartbeatMs: 100 }));
    const socket = new WebSocket(`${playground.url.replace("http", "ws")}/gateway?v=10&encoding=json`);
    const code = await new Promise((resolve) => socket.addEventListener("close", (event) => resolve(event.code)));
    expect(code).toBe(4200);
  });

  it.each([
    ["a wrong token", { token: "wrong", intents: 1 }, 4004],
    ["a privileged intent", { intents: 2 }, 4014],
    ["a shard that is none", { intents: 1, shard: [2, 2] }, 4010],
  ])("refuses %s", async (_what, identify, code) => {
    const socket = new WebSocket(`${playground.url.replace("http", "ws")}/gateway?v=10&encoding=json`);
    const closed = new Promise((resolve) => socket.addEventListener("close", (event) => resolve(event.code)));
    socket.addEventListener("open", () =>
      socket.send(JSON.stringify({ op: 2, d: { token: playground.token, properties: {}, ...identify } })),
    );
    expect(await closed).toBe(code);
  });

  it("tells of channels, permissions and guilds that change", async () => {
    bot = await startBot(playground);
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

verdict();

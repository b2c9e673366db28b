import { PermissionFlagsBits as Bits, Events } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { COMMANDS, connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";

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
    ["a wrong token", { token: "wrong", intents: 1 }, 4004],
    ["a privileged intent", { intents: 2 }, 4014],
    ["an invalid shard", { intents: 1, shard: [2, 2] }, 4010],
  ])("rejects %s", async (_what, identify, code) => {
    const socket = new WebSocket(`${playground.url.replace("http", "ws")}/gateway?v=10&encoding=json`);
    const closed = new Promise((resolve) => socket.addEventListener("close", (event) => resolve(event.code)));
    socket.addEventListener("open", () =>
      socket.send(JSON.stringify({ op: 2, d: { token: playground.token, properties: {}, ...identify } })),
    );
    expect(await closed).toBe(code);
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

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";
import { COMMANDS, connectBot, type DiscordBot } from "../../support/discord-bot.ts";
import { openApiChecks } from "../../support/openapi.ts";
import { rawRequest } from "../../support/raw-request.ts";

const { watch, verify } = openApiChecks();
const SEND = "POST /channels/{channel_id}/messages";
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

const texts = () =>
  playground
    .person(playground.people.moderator.id)
    .visibleMessages(channelId)
    .map(({ content }) => content);

describe("the REST API with rate limits and faults", () => {
  it("makes discord.js wait for a route's rate limit and then send the message", async () => {
    bot = await connectBot(playground);
    playground.faults.inject({ kind: "rate-limit", on: SEND, retryAfter: 0.2, count: 1 });
    await bot.channel(channelId).send("late but there");
    expect(playground.traffic.count(SEND, 429)).toBe(1);
    expect(texts()).toEqual(["late but there"]);
  });

  it("makes discord.js wait for the global rate limit", async () => {
    bot = await connectBot(playground);
    playground.faults.inject({ kind: "rate-limit", scope: "global", retryAfter: 0.2, count: 1 });
    await bot.channel(channelId).send("late but there");
    expect(playground.faults.hits("rate-limit")).toBe(1);
    expect(texts()).toEqual(["late but there"]);
  });

  it("rejects the sixth message to a channel within five seconds", async () => {
    const responses = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        rawRequest(playground, "POST", `/channels/${channelId}/messages`, { content: `${n}` }),
      ),
    );
    const rejected = responses.filter(({ status }) => status === 429);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.body).toMatchObject({ message: "You are being rate limited.", global: false });
    expect(rejected[0]?.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(rejected[0]?.headers.get("x-ratelimit-scope")).toBe("user");
    expect(Number(rejected[0]?.headers.get("x-ratelimit-reset-after"))).toBeGreaterThan(0);
    const elsewhere = await rawRequest(playground, "POST", `/channels/${playground.guild.channels.general}/messages`, {
      content: "x",
    });
    expect(elsewhere.status).toBe(200);
  });

  it("counts all routes except interactions toward the global limit", async () => {
    playground.faults.setGlobalLimit(3);
    const responses = await Promise.all(Array.from({ length: 5 }, () => rawRequest(playground, "GET", "/users/@me")));
    const rejected = responses.filter(({ status }) => status === 429);
    expect(rejected).toHaveLength(2);
    expect(rejected[0]?.body).toMatchObject({ global: true });
    expect((await rawRequest(playground, "POST", "/interactions/1/x/callback", { type: 5 })).code).toBe(10062);
    playground.faults.clear();
    expect((await rawRequest(playground, "GET", "/users/@me")).status).toBe(200);
  });

  it("allows 50 requests per second on all routes unless a test sets another limit", async () => {
    // However slow the machine, all requests arrive within a second.
    const time = vi.spyOn(Date, "now").mockReturnValue(Date.now());
    onTestFinished(() => time.mockRestore());
    const paths = ["/users/@me", `/channels/${channelId}`].flatMap((path) => Array.from({ length: 30 }, () => path));
    const responses = await Promise.all(paths.map((path) => rawRequest(playground, "GET", path)));
    const rejected = responses.filter(({ status }) => status === 429);
    expect(rejected).toHaveLength(10);
    expect(rejected[0]?.body).toMatchObject({ global: true });
    expect(rejected[0]?.headers.get("x-ratelimit-global")).toBe("true");
  });

  it("makes discord.js retry after a 5xx before the message was created", async () => {
    bot = await connectBot(playground);
    playground.faults.inject({ kind: "error-before", on: SEND, count: 2 });
    await bot.channel(channelId).send("third time");
    expect(texts()).toEqual(["third time"]);
  });

  it("posts a message twice after a 5xx unless it has an enforced nonce", async () => {
    bot = await connectBot(playground);
    playground.faults.inject({ kind: "error-after", on: SEND, count: 1 });
    await bot.channel(channelId).send("doubled");
    playground.faults.inject({ kind: "error-after", on: SEND, count: 2 });
    await bot.channel(channelId).send({ content: "once", nonce: "slot", enforceNonce: true });
    expect(texts()).toEqual(["doubled", "doubled", "once"]);
    expect(playground.faults.hits("error-after")).toBe(3);
  });

  it("creates the message only if the connection breaks afterwards", async () => {
    const broken = { kind: "reset-after", on: SEND, count: 1 } as const;
    playground.faults.inject(broken);
    await expect(
      rawRequest(playground, "POST", `/channels/${channelId}/messages`, { content: "there" }),
    ).rejects.toThrow();
    playground.faults.inject({ ...broken, kind: "reset-before" });
    await expect(
      rawRequest(playground, "POST", `/channels/${channelId}/messages`, { content: "not there" }),
    ).rejects.toThrow();
    expect(texts()).toEqual(["there"]);
  });

  it("applies faults by route, channel and probability", async () => {
    const post = (id: string) => rawRequest(playground, "POST", `/channels/${id}/messages`, { content: "x" });
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
      for (let n = 0; n < 12; n += 1) statuses.push((await rawRequest(playground, "GET", "/users/@me")).status);
      playground.faults.clear();
      return statuses;
    };
    const first = await draw();
    expect(new Set(first)).toEqual(new Set([200, 502]));
    expect(await draw()).toEqual(first);
  });
});

describe("a faulty acknowledgment", () => {
  const ping = () => playground.person(playground.people.members[0].id).command("ping", {}, channelId);

  it("returns 40060 if it is doubled, and the user still sees the reply", async () => {
    bot = await connectBot(playground, (interaction) => interaction.isChatInputCommand() && interaction.reply("pong"));
    await bot.client.application.commands.set(COMMANDS);
    playground.faults.inject({ kind: "double-ack", count: 1 });
    expect((await ping()).message?.content).toBe("pong");
    await expect.poll(() => bot?.errors).toMatchObject([{ code: 40060 }]);
  });

  it("returns 10062 if it is late, and the user sees no reply", async () => {
    bot = await connectBot(playground, (interaction) => interaction.isChatInputCommand() && interaction.reply("pong"));
    await bot.client.application.commands.set(COMMANDS);
    playground.faults.inject({ kind: "late-ack", count: 1 });
    expect((await ping()).failed).toBe("The application did not respond");
    expect(bot.errors).toMatchObject([{ code: 10062 }]);
    expect((await ping()).message?.content).toBe("pong");
  });
});

verify();

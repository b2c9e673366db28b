import { expect, it, onTestFinished } from "vitest";
import { parseConfig } from "../../src/config.ts";
import { SECOND } from "../../src/platform/time.ts";
import { openPlayground } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { ownServer } from "../support/own-redis.ts";
import { said, start, stop } from "../support/process.ts";
import { freshDatabase, temporaryFolder } from "../support/redis.ts";

const OPS_TOKEN = "a-token-of-the-operators";
const BEARERS_OF_TOKENS = /^\/api\/v\d+\/(?:interactions|webhooks)\/\d+\/([^/]+)/;

it("prints no secret at LOG_LEVEL=trace, whatever goes wrong", { timeout: 90 * SECOND }, async () => {
  const playground = await openPlayground({ port: 0, limits: "none" });
  onTestFinished(() => playground.close());
  const tokens = new Set<string>();
  playground.traffic.onRequest(({ path }) => {
    const [, token] = BEARERS_OF_TOKENS.exec(path) ?? [];
    if (token) tokens.add(token);
  });
  const server = await ownServer("the-password-of-redis");
  const bot = start({
    DISCORD_TOKEN: playground.token,
    DISCORD_API_URL: playground.apiUrl,
    REDIS_URL: server.url,
    DATA_DIR: await temporaryFolder(),
    PORT: "0",
    OPS_TOKEN,
    LOG_LEVEL: "trace",
  });
  await said(bot, /Ready in/);
  const url = await said(bot, /"url":"(http:[^"]+)"/);
  const { daily } = playground.guild.channels;
  const member = playground.person(playground.people.members[0].id, { settleAfterMs: 500 });
  const moderator = playground.person(playground.people.moderator.id, { settleAfterMs: 500 });

  // Discord's bad days, on the way of an answer and of a post.
  for (const on of [/callback/, /webhooks/, /messages/]) {
    playground.faults.inject({ kind: "error-before", on, count: 4 });
    playground.faults.inject({ kind: "reset-after", on, count: 1 });
    playground.faults.inject({ kind: "api-error", code: 50035, status: 400, on, count: 1 });
    playground.faults.inject({ kind: "rate-limit", retryAfter: 0.1, on, count: 1 });
  }
  playground.faults.inject({ kind: "late-ack", count: 1 });
  const names = ["profile", "leaderboard", "help", "quiz solo", "review", "daily"];
  // What gets no answer waits its 3 s, and so they wait together.
  await Promise.all([
    moderator.command("schedule add", { channel: daily, time: "09:00" }, daily),
    ...names.map((name) => member.command(name, {}, daily)),
  ]);
  await moderator.command("schedule post-now", { schedule: "daily" }, daily);
  playground.faults.clear();
  for (const path of ["interactions/1/unheard-of", "webhooks/1/unheard-of"]) {
    await fetch(`${playground.apiUrl}/v10/${path}`, { method: "POST" });
  }

  // Operators, and who would like to be one.
  for (const password of [OPS_TOKEN, `${OPS_TOKEN}-or-so`]) {
    await fetch(`${url}/queues`, { headers: { authorization: `Basic ${btoa(`ops:${password}`)}` } });
  }

  // Redis fills up, then dies, and comes back with another password.
  const admin = server.admin();
  await admin.config("SET", "maxmemory", "1");
  expect((await member.command("quiz solo", {}, daily)).message).toBeDefined();
  await admin.config("SET", "maxmemory", "0");
  await server.kill();
  await member.command("leaderboard", {}, daily);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  await server.start();
  await eventually(async () => (await fetch(`${url}/readyz`)).status === 200);
  const other = server.admin();
  await other.config("SET", "requirepass", "another-password");
  await other.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
  await said(bot, /WRONGPASS/);
  await member.command("leaderboard", {}, daily);
  await other.config("SET", "requirepass", "the-password-of-redis");
  await eventually(async () => (await fetch(`${url}/readyz`)).status === 200);
  expect(await stop(bot)).toBe(0);

  const printed = bot.printed();
  expect(tokens.size).toBeGreaterThan(5);
  expect(printed).toContain('"level":50');
  expect(printed).toContain("WRONGPASS");
  const secrets = [...tokens, playground.token, OPS_TOKEN, "the-password-of-redis", btoa(`ops:${OPS_TOKEN}`)];
  expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
});

it.each([
  ["token", { DISCORD_TOKEN: "a-token-that-is-wrong" }, "a-token-that-is-wrong"],
  ["Redis password", { REDIS_URL: "redis://:a-wrong-password@127.0.0.1:1" }, "a-wrong-password"],
])("does not print a wrong %s when it refuses to start", { timeout: 60 * SECOND }, async (_, wrong, secret) => {
  const playground = await openPlayground({ port: 0 });
  onTestFinished(() => playground.close());
  const started = start({
    DISCORD_TOKEN: playground.token,
    DISCORD_API_URL: playground.apiUrl,
    REDIS_URL: await freshDatabase(),
    DATA_DIR: await temporaryFolder(),
    PORT: "0",
    LOG_LEVEL: "trace",
    ...wrong,
  });
  expect(await started.exit).toBe(2);
  expect(started.printed()).not.toContain(secret);
});

it.each([
  ["REDIS_URL", "rediss:/:a-secret@nowhere"],
  ["OPS_TOKEN", "a-secret"],
  ["DISCORD_TOKEN", "a-secret in two words"],
])("does not repeat what is wrong with %s", (name, value) => {
  expect(() => parseConfig({ [name]: value })).toThrow(name);
  expect(() => parseConfig({ [name]: value })).not.toThrow("a-secret");
});

it("prints no token of the playground either", { timeout: 60 * SECOND }, async () => {
  const redisUrl = await freshDatabase();
  const started = start({ PORT: "0", REDIS_URL: redisUrl, DATA_DIR: await temporaryFolder(), LOG_LEVEL: "trace" });
  const url = await said(started, /Open the playground at (http:\/\/127\.0\.0\.1:\d+)/);
  const { token } = await openAndClose();
  for (const path of ["interactions/1/a-token-nobody-knows", `webhooks/2/a-token-nobody-knows?token=${token}`]) {
    await fetch(`${url}/api/v10/${path}`, { method: "PUT", headers: { authorization: `Bot ${token}` } });
  }
  await said(started, /Unimplemented route: PUT/);
  expect(await stop(started)).toBe(0);
  expect(started.printed()).not.toContain(token);
  expect(started.printed()).not.toContain("a-token-nobody-knows");
});

/** Every playground's bot has the same token. */
async function openAndClose() {
  const playground = await openPlayground({ port: 0 });
  await playground.close();
  return playground;
}

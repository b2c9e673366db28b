import { expect, it, onTestFinished } from "vitest";
import { SECOND } from "../../src/platform/time.ts";
import { openPlayground } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { ownServer } from "../support/own-redis.ts";
import { start, stop, waitForOutput } from "../support/process.ts";
import { temporaryFolder } from "../support/redis.ts";

const OPS_TOKEN = "a-token-of-the-operators";
const BEARERS_OF_TOKENS = /^\/api\/v\d+\/(?:interactions|webhooks)\/\d+\/([^/]+)/;

it("the log contains no secret at LOG_LEVEL=trace when Discord and Redis fail", { timeout: 90 * SECOND }, async () => {
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
  await waitForOutput(bot, /Ready in/);
  const url = await waitForOutput(bot, /"url":"(http:[^"]+)"/);
  const { daily } = playground.guild.channels;
  const member = playground.person(playground.people.members[0].id, { settleAfterMs: 500 });
  const moderator = playground.person(playground.people.moderator.id, { settleAfterMs: 500 });

  // Discord fails while the bot replies and posts.
  for (const on of [/callback/, /webhooks/, /messages/]) {
    playground.faults.inject({ kind: "error-before", on, count: 4 });
    playground.faults.inject({ kind: "reset-after", on, count: 1 });
    playground.faults.inject({ kind: "api-error", code: 50035, status: 400, on, count: 1 });
    playground.faults.inject({ kind: "rate-limit", retryAfter: 0.1, on, count: 1 });
  }
  playground.faults.inject({ kind: "late-ack", count: 1 });
  const names = ["profile", "leaderboard", "help", "quiz solo", "review", "daily"];
  // Without a reply, each waits 3 s.
  await Promise.all([
    moderator.command("schedule add", { channel: daily, time: "09:00" }, daily),
    ...names.map((name) => member.command(name, {}, daily)),
  ]);
  await moderator.command("schedule post-now", { schedule: "daily" }, daily);
  playground.faults.clear();
  for (const path of ["interactions/1/unheard-of", "webhooks/1/unheard-of"]) {
    await fetch(`${playground.apiUrl}/v10/${path}`, { method: "POST" });
  }

  // Operators, with the right and a wrong password.
  for (const password of [OPS_TOKEN, `${OPS_TOKEN}-or-so`]) {
    await fetch(`${url}/queues`, { headers: { authorization: `Basic ${btoa(`ops:${password}`)}` } });
  }

  // Redis is full, then dies, and comes back with another password.
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
  await waitForOutput(bot, /WRONGPASS/);
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

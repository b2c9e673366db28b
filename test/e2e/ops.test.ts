import { EventEmitter } from "node:events";
import { get } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { slotJob } from "../../src/features/schedules/jobs.ts";
import { firstSlot, parseDays } from "../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import type { Telemetry } from "../../src/platform/ops/metrics.ts";
import { startOpsServer } from "../../src/platform/ops/server.ts";
import { MINUTE, SECOND } from "../../src/platform/time.ts";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { silentLog } from "../support/log.ts";
import { isPublic } from "../support/messages.ts";
import { ownServer } from "../support/own-redis.ts";
import { start, stop, waitForOutput } from "../support/process.ts";
import { questions } from "../support/questions.ts";
import { freshDatabase, temporaryFolder, testRedis } from "../support/redis.ts";
import { openStage } from "../support/stage.ts";

/** The guild that exists in every playground. */
const HOME_GUILD = "410000000000000000";

async function open(role: string, variables: Record<string, string> = {}) {
  const playground = await openPlayground({ port: 0, limits: "none" });
  onTestFinished(() => playground.close());
  const redisUrl = variables.REDIS_URL ?? (await freshDatabase());
  const started = start({
    DISCORD_TOKEN: playground.token,
    DISCORD_API_URL: playground.apiUrl,
    DATA_DIR: await temporaryFolder(),
    REDIS_URL: redisUrl,
    PORT: "0",
    ROLE: role,
    ...variables,
  });
  await waitForOutput(started, /Ready in/);
  const url = await waitForOutput(started, /"url":"(http:[^"]+)"/);
  return { playground, started, url, redisUrl };
}

/** A slot that was due five minutes ago. */
async function addDueSlot(redisUrl: string, guildId: string, channelId: string): Promise<void> {
  const redis = await testRedis(redisUrl);
  const at = Math.floor(Date.now() / MINUTE - 5) * MINUTE;
  const rule = {
    serial: 1,
    version: 0,
    days: parseDays("daily"),
    zone: "UTC",
    time: new Date(at).toISOString().slice(11, 16),
  };
  const schedule = { ...rule, id: "daily", channelId, revealAfterHours: 6, thread: false };
  await createScheduleStore(redis).add(guildId, schedule, 10);
  await createAgenda(redis).set(slotJob, { guildId, scheduleId: "daily" }, firstSlot(schedule, at).at);
}

async function expectOnePost({ guild, people, person }: Playground, redisUrl: string): Promise<void> {
  expect(person(people.moderator.id).visibleMessages(guild.channels.daily).filter(isPublic)).toHaveLength(1);
  const runs = await createScheduleStore(await testRedis(redisUrl)).lastRuns(guild.id);
  expect(runs.get("daily")).toMatchObject({ outcome: "posted" });
}

describe("the ops server", { timeout: 60_000 }, () => {
  it("serves health, metrics and, with the token, the queue page", async () => {
    const secret = "a-long-enough-secret";
    const { playground, url, started } = await open("all", { OPS_TOKEN: secret, DISCORD_GUILD_ID: HOME_GUILD });
    const { guild, people, traffic } = playground;
    expect(traffic.count("PUT /applications/{application_id}/guilds/{guild_id}/commands", 200)).toBe(1);
    expect(started.printed()).not.toContain("playground at");
    expect(started.printed()).not.toContain(playground.token);

    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok" });
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ ready: true, checks: { redis: { ok: true }, gateway: { ok: true } } });
    expect(await statusFor(url, { host: "evil.example" })).toBe(403);
    expect(await statusFor(url, { origin: "https://evil.example" })).toBe(403);

    await playground.person(people.members[0].id).command("leaderboard", {}, guild.channels.daily);
    const metrics = await eventuallyText(
      `${url}/metrics`,
      /rootine_interaction_seconds_count\{.*ApplicationCommand.*\} 1/,
    );
    expect(metrics).toMatch(/rootine_shard_up\{shard="0",role="all"\} 1/);
    expect(metrics).toMatch(/rootine_rest_requests_total\{.*route="\/interactions\/:id\/:token\/callback".*\} 1/);
    expect(metrics).toMatch(/rootine_queue_depth\{pace="immediate",role="all"\} 0/);

    expect((await fetch(`${url}/queues`)).status).toBe(401);
    const headers = { authorization: `Basic ${Buffer.from(`ops:${secret}`).toString("base64")}` };
    const page = await fetch(`${url}/queues`, { headers });
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toMatch(/default-src 'self';.*frame-ancestors 'none'/);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("x-frame-options")).toBe("DENY");
    const [, script] = /src="([^"]*static\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    expect((await fetch(new URL(script ?? "", `${url}/queues/`), { headers })).status).toBe(200);
    expect(await (await fetch(`${url}/queues/api/queues`, { headers })).text()).toContain("rate-limited-0");
    const forged = { method: "PUT", headers: { ...headers, origin: "https://evil.example" } };
    expect((await fetch(`${url}/queues/api/queues/immediate/pause`, forged)).status).toBe(403);
    expect(await stop(started)).toBe(0);
  });

  it("reports why the bot isn't ready, and has no queue page without a token", async () => {
    const server = await ownServer();
    const stage = await openStage([questions.single()], { redisUrl: server.url });
    const telemetry: Telemetry = new EventEmitter();
    const { url, close } = await startOpsServer({
      host: "127.0.0.1",
      port: 0,
      token: undefined,
      redisUrl: server.url,
      status: { ...stage.bot, shards: () => [] },
      telemetry,
      log: silentLog,
    });
    onTestFinished(close);
    expect((await fetch(`${url}/queues`)).status).toBe(404);

    await server.kill();
    const status = await eventuallyReply(`${url}/readyz`, (checks) => !checks.redis?.ok && !checks.gateway?.ok);
    expect(status).toBe(503);
    await server.start();
  });
});

describe("a process that receives SIGTERM", { timeout: 60_000 }, () => {
  it("finishes its reply and its post once, and exits with 0 within 10 s", async () => {
    const { playground, started, redisUrl } = await open("all");
    const { guild, people, faults } = playground;
    faults.inject({ kind: "latency", milliseconds: 2_000, on: /callback/, count: 1 });
    faults.inject({ kind: "latency", milliseconds: 2_000, on: /^POST .*messages$/, count: 1 });
    const reply = playground.person(people.members[0].id).command("help", {}, guild.channels.daily);
    await addDueSlot(redisUrl, guild.id, guild.channels.daily);
    await eventually(() => faults.hits() === 2);

    const signaled = Date.now();
    expect(await stop(started)).toBe(0);
    expect(Date.now() - signaled).toBeLessThan(10 * SECOND);
    expect((await reply).message).toBeDefined();
    await expectOnePost(playground, redisUrl);
  });

  it("finishes a worker's current post once", async () => {
    const { playground, started, redisUrl } = await open("worker");
    const { guild, faults } = playground;
    faults.inject({ kind: "latency", milliseconds: 2_000, on: /^POST .*messages$/, count: 1 });
    await addDueSlot(redisUrl, guild.id, guild.channels.daily);
    await eventually(() => faults.hits() > 0);

    expect(await stop(started)).toBe(0);
    await expectOnePost(playground, redisUrl);
  });

  it("exits immediately at the second signal", async () => {
    const { playground, started } = await open("bot");
    playground.faults.inject({ kind: "latency", milliseconds: 5_000, on: /callback/, count: 1 });
    const { guild, people } = playground;
    const reply = playground.person(people.members[0].id).command("help", {}, guild.channels.daily);
    await eventually(() => playground.faults.hits() > 0);

    started.child.kill("SIGTERM");
    await waitForOutput(started, /Shutting down/);
    const signaled = Date.now();
    expect(await stop(started)).toBe(1);
    expect(Date.now() - signaled).toBeLessThan(SECOND);
    playground.faults.clear();
    await reply;
  });
});

const readiness = z.object({ checks: z.record(z.string(), z.object({ ok: z.boolean() })) });

/** The status of `/healthz` with headers that fetch() doesn't set. */
function statusFor(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${url}/healthz`, { headers }, ({ statusCode }) => resolve(statusCode)).on("error", reject);
  });
}

function eventuallyText(url: string, expected: RegExp): Promise<string> {
  return eventually(async () => {
    const text = await (await fetch(url)).text();
    return expected.test(text) && text;
  });
}

type Checks = z.infer<typeof readiness>["checks"];

/** The status of the first reply with the expected checks. */
function eventuallyReply(url: string, isExpected: (checks: Checks) => boolean): Promise<number> {
  return eventually(async () => {
    const reply = await fetch(url);
    return isExpected(readiness.parse(await reply.json()).checks) && reply.status;
  });
}

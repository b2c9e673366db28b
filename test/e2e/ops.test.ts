import { get } from "node:http";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { z } from "zod";
import { slotJob } from "../../src/features/schedules/jobs.ts";
import { firstSlot, parseDays } from "../../src/features/schedules/rules.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { createAgenda } from "../../src/platform/jobs/agenda.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { startEmbeddedRedis } from "../../src/platform/redis/embedded/index.ts";
import { MINUTE, SECOND } from "../../src/platform/time.ts";
import { openPlayground } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { silentLog } from "../support/log.ts";
import { said, start, stop } from "../support/process.ts";
import { freshDatabase, temporaryFolder } from "../support/redis.ts";

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
  await said(started, /Ready in/);
  const url = await said(started, /"url":"(http:[^"]+)"/);
  return { playground, started, url, redisUrl };
}

/** A slot of five minutes ago in the daily channel, which is still owed. */
async function owePost(redisUrl: string, guildId: string, channelId: string): Promise<void> {
  const redis = connectRedis(redisUrl, { log: silentLog });
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
  await redis.quit();
}

describe("health and metrics", { timeout: 60_000 }, () => {
  it("tells that it is alive and ready, counts what it does, and opens the queue page to the token alone", async () => {
    const secret = "a-long-enough-secret";
    const { playground, url, started } = await open("all", { OPS_TOKEN: secret });
    const { guild, people } = playground;

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
    const [, script] = /src="([^"]*static\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    expect((await fetch(new URL(script ?? "", `${url}/queues/`), { headers })).status).toBe(200);
    expect(await (await fetch(`${url}/queues/api/queues`, { headers })).text()).toContain("rate-limited-0");
    const forged = { method: "PUT", headers: { ...headers, origin: "https://evil.example" } };
    expect((await fetch(`${url}/queues/api/queues/immediate/pause`, forged)).status).toBe(403);
    expect(await stop(started)).toBe(0);
  });

  it("says why it is not ready, and has no queue page without a token", async () => {
    const redis = await startEmbeddedRedis({
      dataDir: await temporaryFolder(),
      log: silentLog,
      packagesDir: inject("redisPackagesDir"),
    });
    const { playground, url } = await open("all", { REDIS_URL: redis.url });
    expect((await fetch(`${url}/queues`)).status).toBe(404);

    await redis.stop();
    await playground.close();
    const reply = await eventuallyReply(`${url}/readyz`, (checks) => !checks.redis?.ok && !checks.gateway?.ok);
    expect(reply).toBe(503);
  });
});

describe("SIGTERM", { timeout: 60_000 }, () => {
  it.each(["all", "bot"])("as %s: the reply under way still comes, and it exits 0 within 10 s", async (role) => {
    const { playground, started } = await open(role);
    playground.faults.inject({ kind: "latency", milliseconds: 1_500, on: /callback/, count: 1 });
    const seen = playground
      .person(playground.people.members[0].id)
      .command("help", {}, playground.guild.channels.daily);
    await eventually(() => playground.faults.hits() > 0);

    const asked = Date.now();
    expect(await stop(started)).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10 * SECOND);
    expect((await seen).message).toBeDefined();
  });

  it.each(["all", "worker"])("as %s: the post under way is sent and noted, once", async (role) => {
    const { playground, started, redisUrl } = await open(role);
    const { guild, people } = playground;
    playground.faults.inject({ kind: "latency", milliseconds: 2_000, on: /^POST .*messages$/, count: 1 });
    await owePost(redisUrl, guild.id, guild.channels.daily);
    await eventually(() => playground.faults.hits() > 0);

    expect(await stop(started)).toBe(0);
    expect(playground.person(people.moderator.id).visibleMessages(guild.channels.daily)).toHaveLength(1);
    const redis = connectRedis(redisUrl, { log: silentLog });
    const runs = await createScheduleStore(redis).lastRuns(guild.id);
    expect(runs.get("daily")).toMatchObject({ outcome: "posted" });
    await redis.quit();
  });

  it("given twice ends it at once", async () => {
    const { playground, started } = await open("all");
    playground.faults.inject({ kind: "latency", milliseconds: 5_000, on: /callback/, count: 1 });
    const seen = playground
      .person(playground.people.members[0].id)
      .command("help", {}, playground.guild.channels.daily);
    await eventually(() => playground.faults.hits() > 0);

    started.child.kill("SIGTERM");
    await said(started, /Shutting down/);
    const asked = Date.now();
    expect(await stop(started)).toBe(1);
    expect(Date.now() - asked).toBeLessThan(SECOND);
    playground.faults.clear();
    await seen;
  });
});

const readiness = z.object({ checks: z.record(z.string(), z.object({ ok: z.boolean() })) });

/** What `/healthz` says to a browser that was led here by another name, or asks for another page. */
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

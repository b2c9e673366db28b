import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import { expect, it, onTestFinished } from "vitest";
import { ledgerErrors } from "../../src/features/boards/ledger-rules.ts";
import type { Telemetry } from "../../src/platform/ops/metrics.ts";
import { startOpsServer } from "../../src/platform/ops/server.ts";
import { connectRedis } from "../../src/platform/redis/connection.ts";
import { HOUR, SECOND } from "../../src/platform/time.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { readLedger } from "../support/ledger.ts";
import { silentLog } from "../support/log.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { ownServer } from "../support/own-redis.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** How long Redis is down; `npm run test:redis-outage` uses a full minute. */
const AWAY_MS = Number(process.env.OUTAGE_SECONDS ?? 6) * SECOND;
const MEMBERS = 40;
/** Discord's deadline for a reply. */
const IN_TIME = 3 * SECOND;

const AWAY = "I can't reach my database right now.";

it(
  "the bot explains that Redis is down, stays connected to Discord, and recovers without losing or repeating anything",
  async () => {
    const server = await ownServer();
    const stage = await openStage([questions.single()], { redisUrl: server.url });
    const { playground } = stage;
    const guild = playground.addGuild({ members: MEMBERS });
    const channelId = guild.channels[0]?.id ?? "";
    const [moderator, ...members] = guild.members.map(({ id }) => playground.person(id, { guildId: guild.id }));
    if (!moderator) throw new Error("The guild has no members");
    const ops = await watch(stage, server.url);
    const time = new Date(stage.clock() + HOUR).toISOString().slice(11, 16);
    await moderator.command("schedule add", { channel: channelId, time, timezone: "UTC" }, channelId);
    await moderator.command("schedule post-now", { schedule: "daily" }, channelId);
    const question = await eventually(() => playground.traffic.posts[0]?.message);

    // Redis dies after some answers, during others and before the rest.
    const first = members.map((member, index) => sleep(index * 50).then(() => tap(member, question, index)));
    await sleep((MEMBERS * 50) / 2);
    const sessions = playground.sessionStarts().length;
    await server.kill();
    const killedAt = Date.now();
    stage.advance(HOUR);
    const replies = await Promise.all(first);

    expect(replies.filter(({ verdict }) => verdict === "other")).toEqual([]);
    expect(replies.filter(({ verdict }) => verdict === "away").length).toBeGreaterThan(5);
    expect(replies.filter(({ verdict }) => verdict === "away" || verdict === "right").length).toBeLessThan(
      members.length,
    );
    await expectNotReady(ops.url);
    expect(textOf((await moderator.command("help", {}, channelId)).message)).toContain("/quiz solo");
    while (Date.now() - killedAt < AWAY_MS) {
      const asked = performance.now();
      expect(textOf((await moderator.command("leaderboard", {}, channelId)).message)).toContain(AWAY);
      expect(performance.now() - asked).toBeLessThan(IN_TIME);
      await sleep(500);
    }
    expect(playground.sessionStarts()).toHaveLength(sessions);
    expect(stage.bot.shards?.().every(({ ready }) => ready)).toBe(true);
    expect(playground.traffic.posts).toHaveLength(1);

    await server.start();
    const back = performance.now();
    await eventually(() => playground.traffic.posts[1], 10 * SECOND);
    expect(performance.now() - back).toBeLessThan(5 * SECOND);
    expect((await fetch(`${ops.url}/readyz`)).status).toBe(200);

    const again = await Promise.all(members.map((member, index) => tap(member, question, index + 1)));
    for (const [index, { verdict, before }] of again.entries()) {
      const earlier = replies[index]?.verdict;
      expect(["right", "wrong"]).toContain(verdict);
      if (earlier !== "away") expect([before, verdict]).toEqual([true, earlier]);
    }
    const redis = connectRedis(server.url, { log: silentLog });
    onTestFinished(() => redis.disconnect());
    const ledger = await readLedger(redis, guild.id);
    expect(ledger.answers).toHaveLength(members.length);
    expect(ledgerErrors(ledger)).toEqual([]);
    expect(playground.traffic.posts).toHaveLength(2);
    expect(stage.log.warnings.length, stage.log.warnings.join("")).toBeLessThan(20);
    expect(stage.log.warnings.filter((line) => !line.startsWith('{"level":40'))).toEqual([]);
  },
  AWAY_MS + 60 * SECOND,
);

/** Starts the ops server for the bot. */
async function watch({ bot }: Stage, redisUrl: string) {
  const telemetry: Telemetry = new EventEmitter();
  const ops = await startOpsServer({
    host: "127.0.0.1",
    port: 0,
    redisUrl,
    status: bot,
    telemetry,
    log: silentLog,
  });
  onTestFinished(() => ops.close());
  return ops;
}

async function expectNotReady(url: string): Promise<void> {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toMatch(/rootine_redis_problem\{problem="unreachable",role="all"\} 1/);
}

/** Clicks an option; returns the verdict and whether the member had already answered. */
async function tap(member: SimulatedUser, question: APIMessage, index: number) {
  const options = customIdsOf(question);
  const started = performance.now();
  const text = textOf((await member.click(question, options[index % options.length] ?? "")).message);
  expect(performance.now() - started).toBeLessThan(IN_TIME);
  return { verdict: verdictOf(text), before: text.includes("Only your first answer counts") };
}

function verdictOf(text: string): "right" | "wrong" | "away" | "other" {
  if (text.includes("✓ **Correct!**")) return "right";
  if (text.includes("✗ **Not quite.**")) return "wrong";
  return text.includes(AWAY) ? "away" : "other";
}

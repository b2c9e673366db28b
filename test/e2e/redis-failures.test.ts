import { EventEmitter, once } from "node:events";
import type { APIMessage } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { ledgerErrors } from "../../src/features/boards/ledger-rules.ts";
import { createScheduleStore } from "../../src/features/schedules/store.ts";
import { checkReadiness } from "../../src/platform/ops/health.ts";
import { createMetrics, type Telemetry } from "../../src/platform/ops/metrics.ts";
import { HOUR, SECOND } from "../../src/platform/time.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { readLedger } from "../support/ledger.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { ownServer } from "../support/own-redis.ts";
import { questions } from "../support/questions.ts";
import { testRedis } from "../support/redis.ts";
import { startSentinels } from "../support/sentinels.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** Adds a daily schedule with its next slot in an hour, and posts a question now. */
async function begin(redisUrl: string) {
  const stage = await openStage([questions.single()], { redisUrl });
  await stage.addSchedule({ time: new Date(stage.clock() + HOUR).toISOString().slice(11, 16) });
  const question = await stage.postNow();
  const [one, two] = stage.members;
  return { stage, question, one, two, posts: stage.playground.traffic.posts };
}

async function tap(member: SimulatedUser, question: APIMessage): Promise<string> {
  return textOf((await member.click(question, customIdsOf(question)[0] ?? "")).message);
}

const ledgerOf = async ({ redisUrl, playground }: Stage) => readLedger(await testRedis(redisUrl), playground.guild.id);

it("the bot reports a full Redis to members, logs and metrics, loses no work, and continues once there is room", {
  timeout: 60_000,
}, async () => {
  const server = await ownServer();
  const { stage, question, one, two, posts } = await begin(server.url);
  await tap(one, question);
  const telemetry: Telemetry = new EventEmitter();
  const metrics = createMetrics(stage.bot, telemetry);
  const admin = server.admin();
  await admin.config("SET", "maxmemory", "1000");

  const [, reference] = /My database is full.*`([0-9a-f]{8})`/.exec(await tap(two, question)) ?? [];
  expect(stage.log.warnings.find((line) => line.includes(`"reference":"${reference}"`))).toMatch(/"level":50.*OOM/);
  const { ready, checks } = await checkReadiness(stage.bot);
  expect([ready, checks.redis]).toEqual([false, { ok: false, reason: expect.stringContaining("OOM") }]);
  const exposed = await metrics.metrics();
  expect(exposed).toContain('rootine_redis_problem{problem="full",role="all"} 1');
  expect(Number(/rootine_redis_memory_ratio\S* ([\d.]+)/.exec(exposed)?.[1])).toBeGreaterThan(1);
  stage.advance(HOUR);
  const failures = () => stage.log.warnings.filter((line) => line.includes("OOM")).length;
  const before = failures();
  await eventually(() => failures() > before);
  expect(posts).toHaveLength(1);
  expect(textOf((await one.command("leaderboard", {}, question.channel_id)).message)).toContain("1 member");

  await admin.config("SET", "maxmemory", "0");
  const roomAt = performance.now();
  await eventually(() => posts[1], 10 * SECOND);
  expect(performance.now() - roomAt).toBeLessThan(5 * SECOND);
  expect(await tap(two, question)).toMatch(/✓|✗/);
  const ledger = await ledgerOf(stage);
  expect(ledger.answers).toHaveLength(2);
  expect(ledgerErrors(ledger)).toEqual([]);
  expect((await checkReadiness(stage.bot)).ready).toBe(true);
  await stage.settled();
  expect(posts).toHaveLength(2);
  expect(stage.log.warnings.length, stage.log.warnings.join("")).toBeLessThan(30);
});

it("the bot posts once when Redis fills up during the post", { timeout: 60_000 }, async () => {
  const server = await ownServer();
  const { stage, two, posts } = await begin(server.url);
  const { playground } = stage;
  playground.faults.inject({ kind: "latency", milliseconds: 1_000, on: /^POST .*messages$/, count: 1 });
  stage.advance(HOUR);
  await eventually(() => playground.faults.hits() > 0);
  const admin = server.admin();
  await admin.config("SET", "maxmemory", "1000");
  const sent = await eventually(() => posts[1]);
  await eventually(() => stage.log.warnings.some((line) => line.includes("OOM")));

  await admin.config("SET", "maxmemory", "0");
  const runs = createScheduleStore(stage.redis);
  const lastRun = async () => (await runs.lastRuns(playground.guild.id)).get("daily");
  await eventually(async () => JSON.stringify(await lastRun()).includes(sent.messageId));
  expect(await tap(two, sent.message)).toMatch(/✓|✗/);
  expect(posts).toHaveLength(2);
});

it("the bot continues with the new primary after a Sentinel failover", { timeout: 60_000 }, async () => {
  const sentinels = await startSentinels();
  const { stage, question, one, two, posts } = await begin(sentinels.url);
  const verdict = await tap(one, question);
  expect(verdict).toMatch(/✓|✗/);
  // Only what reached the replica survives the failover.
  const { answers: before } = await ledgerOf(stage);
  await sentinels.replicated();

  sentinels.process.kill("SIGKILL");
  await once(sentinels.process, "exit");
  stage.advance(HOUR);
  await eventually(async () => {
    const started = performance.now();
    const reply = await tap(two, question);
    expect(performance.now() - started).toBeLessThan(3 * SECOND);
    expect(reply).toMatch(/✓|✗|I can't reach my database/);
    return !reply.includes("my database");
  }, 30 * SECOND);
  await eventually(() => posts[1], 10 * SECOND);
  expect(await tap(one, question)).toContain("Only your first answer counts");
  const ledger = await ledgerOf(stage);
  expect(ledger.answers).toHaveLength(before.length + 1);
  expect(ledgerErrors(ledger)).toEqual([]);
  await stage.settled();
  expect(posts).toHaveLength(2);
});

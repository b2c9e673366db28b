import { expect, it } from "vitest";
import { checkReadiness, type ProcessStatus } from "../../../src/platform/ops/health.ts";

const shard = { id: 0, ready: true, sinceHeartbeat: 41_000 };
const worker = { sinceAgendaPoll: () => 200, isRunning: () => true, queues: async () => [] };
const redis = { checkRedis: async () => "OK", redisMemoryRatio: async () => undefined };
const healthy: ProcessStatus = { role: "all", ...redis, shards: () => [shard], worker };

it("a process is ready when every part works", async () => {
  expect(await checkReadiness(healthy)).toEqual({
    ready: true,
    role: "all",
    checks: { redis: { ok: true }, gateway: { ok: true }, worker: { ok: true } },
  });
});

it("a process checks only the parts of its role", async () => {
  const checksOf = async (status: ProcessStatus) => Object.keys((await checkReadiness(status)).checks);
  expect(await checksOf({ role: "worker", ...redis, worker })).toEqual(["redis", "worker"]);
  expect(await checksOf({ role: "bot", ...redis, shards: () => [shard] })).toEqual(["redis", "gateway"]);
});

it.each<[string, Partial<ProcessStatus>, string, string]>([
  [
    "Redis doesn't reply",
    { checkRedis: () => new Promise(() => undefined) },
    "redis",
    "Redis didn't reply within 1000 ms.",
  ],
  ["Redis fails", { checkRedis: async () => Promise.reject(new Error("refused")) }, "redis", "Redis: refused"],
  [
    "a shard is disconnected",
    { shards: () => [shard, { ...shard, id: 7, ready: false }] },
    "gateway",
    "Not connected: shard 7.",
  ],
  ["no shard has started", { shards: () => [] }, "gateway", "Not connected: shard 0."],
  [
    "a shard misses heartbeats",
    { shards: () => [{ ...shard, sinceHeartbeat: 100_001 }] },
    "gateway",
    "No heartbeat for 100 s: shard 0.",
  ],
  [
    "the dispatcher hangs",
    { worker: { ...worker, sinceAgendaPoll: () => 12_000 } },
    "worker",
    "The agenda was last polled 12 s ago.",
  ],
  [
    "a queue isn't processed",
    { worker: { ...worker, isRunning: () => false } },
    "worker",
    "The worker isn't processing its queues.",
  ],
])("a process is not ready when %s", async (_, problem, check, reason) => {
  const { ready, checks } = await checkReadiness({ ...healthy, ...problem });
  expect(ready).toBe(false);
  expect(checks[check]).toEqual({ ok: false, reason });
});

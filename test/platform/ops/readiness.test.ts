import { expect, it } from "vitest";
import { judgeReadiness } from "../../../src/platform/ops/readiness.ts";
import type { Vitals } from "../../../src/platform/ops/vitals.ts";

const shard = { id: 0, ready: true, ping: 40, sinceHeartbeat: 41_000 };
const work = { sinceBeat: () => 200, isRunning: () => true, queues: async () => [] };
const well: Vitals = {
  role: "all",
  probeRedis: async () => "OK",
  memoryUsed: async () => undefined,
  shards: () => [shard],
  work,
};

it("is ready where every part is, and tells the parts", async () => {
  expect(await judgeReadiness(well)).toEqual({
    ready: true,
    role: "all",
    parts: { redis: { ok: true }, gateway: { ok: true }, worker: { ok: true } },
  });
});

it("asks a worker for no gateway and a bot for no worker", async () => {
  const { shards: gateway, work: worker, ...others } = well;
  expect(
    Object.keys((await judgeReadiness({ ...others, role: "worker", ...(worker && { work: worker }) })).parts),
  ).toEqual(["redis", "worker"]);
  expect(
    Object.keys((await judgeReadiness({ ...others, role: "bot", ...(gateway && { shards: gateway }) })).parts),
  ).toEqual(["redis", "gateway"]);
});

it.each<[string, Partial<Vitals>, string, string]>([
  [
    "Redis is silent",
    { probeRedis: () => new Promise(() => undefined) },
    "redis",
    "Redis has not answered for 1000 ms.",
  ],
  ["Redis fails", { probeRedis: async () => Promise.reject(new Error("gone")) }, "redis", "Redis: gone"],
  [
    "a shard is away",
    { shards: () => [shard, { ...shard, id: 7, ready: false }] },
    "gateway",
    "Not connected: shard 7.",
  ],
  ["there is no shard yet", { shards: () => [] }, "gateway", "Not connected: shard 0."],
  [
    "a shard is silent",
    { shards: () => [{ ...shard, sinceHeartbeat: 100_001 }] },
    "gateway",
    "No heartbeat for 100 s: shard 0.",
  ],
  [
    "the dispatcher hangs",
    { work: { ...work, sinceBeat: () => 12_000 } },
    "worker",
    "The agenda was last seen to 12 s ago.",
  ],
  [
    "the queue is not worked off",
    { work: { ...work, isRunning: () => false } },
    "worker",
    "The worker takes no tasks from the queue.",
  ],
])("is not ready where %s", async (_, trouble, part, why) => {
  const { ready, parts } = await judgeReadiness({ ...well, ...trouble });
  expect(ready).toBe(false);
  expect(parts[part]).toEqual({ ok: false, why });
});

import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import type { ProcessStatus } from "../../../src/platform/ops/health.ts";
import { createMetrics } from "../../../src/platform/ops/metrics.ts";

/** PromQL functions, which look like metrics. */
const FUNCTIONS = /^(sum|max|count|by|rate|histogram_quantile)$/;
const LABELS = /^(outcome|kind|le|pace|route|status|problem)$/;

const status: ProcessStatus = {
  role: "all",
  checkRedis: async () => "OK",
  redisMemoryRatio: async () => 0.5,
  shards: () => [],
  worker: { sinceAgendaPoll: () => 0, isRunning: () => true, queues: async () => [] },
};
const names = createMetrics(status, new EventEmitter())
  .getMetricsAsArray()
  .map(({ name }) => name);
const base = (name: string) => name.replace(/_(bucket|count|sum)$/, "");

it("the dashboard queries only existing metrics, and every one of ours", async () => {
  const dashboard = await readFile("docs/grafana.json", "utf8");
  const queries = [...dashboard.matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)].map(([, query = ""]) => query);
  const words = queries.flatMap((query) => query.replace(/\\"[^"]*\\"/g, "").match(/[a-z][a-z0-9_]{2,}/g) ?? []);
  const asked = words.filter((word) => !FUNCTIONS.test(word) && !LABELS.test(word));

  expect(queries.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !names.includes(base(name)))).toEqual([]);
  const shown = new Set(asked.map(base));
  expect(names.filter((name) => name.startsWith("rootine_") && !shown.has(name))).toEqual([]);
});

it("the alerts use only existing metrics", async () => {
  const guide = await readFile("docs/operating.md", "utf8");
  const named = [...guide.matchAll(/\b(?:rootine|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !names.includes(base(name)))).toEqual([]);
});

import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { ProcessStatus } from "../../../src/platform/ops/health.ts";
import { createMetrics } from "../../../src/platform/ops/metrics.ts";

/** PromQL functions, which look like metric names. */
const FUNCTIONS = /^(sum|max|count|by|and|rate|increase|delta|histogram_quantile)$/;
const LABELS = /^(outcome|kind|le|pace|route|status|problem|job)$/;
/** Metrics and labels that Prometheus adds. */
const BUILT_IN = /^up$/;

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
const namesIn = (query: string) =>
  (query.replace(/"[^"]*"|\[\w+\]/g, "").match(/[a-z][a-z0-9_]+/g) ?? []).filter(
    (word) => !FUNCTIONS.test(word) && !LABELS.test(word) && !BUILT_IN.test(word),
  );
const base = (name: string) => name.replace(/_(bucket|count|sum)$/, "");

it("the dashboard queries only existing metrics and includes all of ours", async () => {
  const dashboard = await readFile("docs/grafana.json", "utf8");
  const queries = [...dashboard.matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)].map(([, query = ""]) => query);
  const asked = queries.flatMap((query) => namesIn(query.replaceAll("\\", "")));

  expect(queries.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !names.includes(base(name)))).toEqual([]);
  const shown = new Set(asked.map(base));
  expect(names.filter((name) => name.startsWith("rootine_") && !shown.has(name))).toEqual([]);
});

const alerts = z.object({
  groups: z.tuple([
    z.object({
      name: z.literal("rootine"),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+m$/)
            .optional(),
          labels: z.object({ severity: z.enum(["page", "ticket"]) }),
        }),
      ),
    }),
  ]),
});

it("the alerts use only existing metrics, and operating.md explains each alert", async () => {
  const { rules } = alerts.parse(parse(await readFile("docs/alerts.yml", "utf8"))).groups[0];
  expect(rules.flatMap(({ expr }) => namesIn(expr)).filter((name) => !names.includes(base(name)))).toEqual([]);

  const guide = await readFile("docs/operating.md", "utf8");
  const [, table = ""] = /^\| alert \|.*\n\|---\|---\|\n((?:\|.*\n)+)/m.exec(guide) ?? [];
  const explained = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, name]) => name);
  expect(rules.map(({ alert }) => alert)).toEqual(explained);
});

it("operating.md mentions only existing metrics", async () => {
  const guide = await readFile("docs/operating.md", "utf8");
  const named = [...guide.matchAll(/\b(?:rootine|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);
  expect(named.filter((name) => name !== "rootine_default" && !names.includes(base(name)))).toEqual([]);
});

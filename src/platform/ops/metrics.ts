import type { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { redisProblemOf } from "../redis/client.ts";
import type { ProcessStatus, ShardStatus, WorkerStatus } from "./health.ts";

/** Up to the 3 s that Discord allows. */
const REPLY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
/** From punctual to the end of the grace period. */
const DELAY_BUCKETS = [1, 2, 5, 15, 60, 300, 1_800, 7_200, 21_600];

/** A scrape must not hang when something else does. */
const COLLECT_TIMEOUT_MS = 1_000;

/** Counts telemetry events, and reads the process status on each scrape. */
export function createMetrics(status: ProcessStatus, telemetry: Telemetry): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ role: status.role });
  collectDefaultMetrics({ register: registry });
  countEvents(registry, telemetry);
  measureRedis(registry, status);
  if (status.shards) measureShards(registry, status.shards);
  if (status.worker) measureWorker(registry, status.worker);
  return registry;
}

function countEvents(registry: Registry, telemetry: Telemetry): void {
  const registers = [registry];
  const interactions = new Histogram({
    name: "rootine_interaction_seconds",
    help: "Time from receiving an interaction to replying",
    labelNames: ["kind", "outcome"] as const,
    buckets: REPLY_BUCKETS,
    registers,
  });
  const answers = new Counter({
    name: "rootine_answers_total",
    help: "Answers to posts, by outcome",
    labelNames: ["outcome"] as const,
    registers,
  });
  const posts = new Counter({
    name: "rootine_posts_total",
    help: "Attempts to post a slot, by outcome",
    labelNames: ["outcome"] as const,
    registers,
  });
  const delays = new Histogram({
    name: "rootine_post_delay_seconds",
    help: "Time from when a slot was due to when it was posted",
    buckets: DELAY_BUCKETS,
    registers,
  });
  const jobs = new Counter({
    name: "rootine_jobs_total",
    help: "Attempts of background jobs, by outcome",
    labelNames: ["kind", "outcome"] as const,
    registers,
  });
  const requests = new Counter({
    name: "rootine_rest_requests_total",
    help: "Requests to Discord, by response status; 429 means rate limited",
    labelNames: ["method", "route", "status"] as const,
    registers,
  });
  const waits = new Counter({
    name: "rootine_rest_waits_total",
    help: "Requests that waited for a known rate limit",
    labelNames: ["method", "route"] as const,
    registers,
  });

  telemetry.on("interaction", ({ kind, outcome, milliseconds }) =>
    interactions.observe({ kind, outcome }, milliseconds / 1_000),
  );
  telemetry.on("answer", (outcome) => answers.inc({ outcome }));
  telemetry.on("slot", ({ outcome, lateMilliseconds }) => {
    posts.inc({ outcome });
    if (outcome === "posted") delays.observe(Math.max(0, lateMilliseconds) / 1_000);
  });
  telemetry.on("job", (labels) => jobs.inc(labels));
  telemetry.on("request", ({ method, url, status }) => requests.inc({ method, route: routeOf(url), status }));
  telemetry.on("wait", ({ method, url }) => waits.inc({ method, route: routeOf(url) }));
}

function measureRedis(registry: Registry, status: ProcessStatus): void {
  const registers = [registry];
  new Gauge({
    name: "rootine_redis_problem",
    help: "1 if Redis is unreachable, or full and accepts no writes",
    labelNames: ["problem"] as const,
    registers,
    async collect() {
      const error = await withTimeout(status.checkRedis().then(() => undefined)).catch((error: unknown) => error);
      const problem = error === undefined ? undefined : (redisProblemOf(error) ?? "unreachable");
      this.set({ problem: "unreachable" }, problem === "unreachable" ? 1 : 0);
      this.set({ problem: "full" }, problem === "full" ? 1 : 0);
    },
  });
  new Gauge({
    name: "rootine_redis_memory_ratio",
    help: "Share of Redis' maxmemory in use, on its fullest server; 0 without a limit",
    registers,
    async collect() {
      this.set((await withTimeout(status.redisMemoryRatio()).catch(() => undefined)) ?? 0);
    },
  });
}

async function withTimeout<Value>(work: Promise<Value>): Promise<Value> {
  const timeout = sleep(COLLECT_TIMEOUT_MS, undefined, { ref: false }).then(() => {
    throw new Error(`Timed out after ${COLLECT_TIMEOUT_MS} ms`);
  });
  return Promise.race([work, timeout]);
}

function measureShards(registry: Registry, shards: () => ShardStatus[]): void {
  const registers = [registry];
  const labelNames = ["shard"] as const;
  new Gauge({
    name: "rootine_shard_up",
    help: "1 if the shard is connected",
    labelNames,
    registers,
    collect() {
      for (const { id, ready } of shards()) this.set({ shard: id }, ready ? 1 : 0);
    },
  });
  new Gauge({
    name: "rootine_shard_heartbeat_age_seconds",
    help: "Time since Discord acknowledged a heartbeat of the shard",
    labelNames,
    registers,
    collect() {
      for (const { id, sinceHeartbeat } of shards()) this.set({ shard: id }, sinceHeartbeat / 1_000);
    },
  });
}

function measureWorker(registry: Registry, worker: WorkerStatus): void {
  const registers = [registry];
  let pending: ReturnType<typeof worker.queues> | undefined;
  // The queues' connection waits until Redis is back, so scrapes share one pending request.
  const queues = () => {
    pending ??= worker.queues().finally(() => {
      pending = undefined;
    });
    return withTimeout(pending).catch(() => []);
  };
  new Gauge({
    name: "rootine_queue_depth",
    help: "Jobs waiting in queues; the same for every worker",
    labelNames: ["pace"] as const,
    registers,
    async collect() {
      this.reset();
      for (const { pace, depth } of await queues()) this.set({ pace }, depth);
    },
  });
  new Gauge({
    name: "rootine_agenda_backlog",
    help: "Agenda entries that are due but not queued yet; the same for every worker",
    labelNames: ["pace"] as const,
    registers,
    async collect() {
      this.reset();
      for (const { pace, backlog } of await queues()) this.set({ pace }, backlog);
    },
  });
  new Gauge({
    name: "rootine_agenda_poll_age_seconds",
    help: "Time since this worker polled the agenda",
    registers,
    collect() {
      this.set(worker.sinceAgendaPoll() / 1_000);
    },
  });
}

/** A URL without its ids and tokens, which would each start a new time series. */
export function routeOf(url: string): string {
  const path = url.replace(/^.*?\/v\d+(?=\/)/, "").replace(/\?.*$/, "");
  return path.replace(/\/\d{16,20}(?=\/|$)/g, "/:id").replace(/\/[^/]{40,}(?=\/|$)/g, "/:token");
}

/** Events worth counting, emitted where they happen. metrics.ts listens. */
export type Telemetry = EventEmitter<Events>;

type InteractionOutcome =
  | "answered"
  | "refused"
  | "failed"
  /** Discord no longer accepted the reply. */
  | "late"
  /** Rate limited, without a reply. */
  | "ignored"
  /** Redis was unreachable. */
  | "unreachable";

type Events = {
  interaction: [{ kind: string; outcome: InteractionOutcome; milliseconds: number }];
  /** An answer to a post. */
  answer: [outcome: string];
  /** An attempt to post a slot. */
  slot: [{ outcome: string; lateMilliseconds: number }];
  /** An attempt of a job ended. "failed": permanently. */
  job: [{ kind: string; outcome: "completed" | "retried" | "failed" }];
  /** Discord responded to a request; 429 means rate limited. */
  request: [{ method: string; url: string; status: number }];
  /** A request waits for a known rate limit. */
  wait: [{ method: string; url: string }];
};

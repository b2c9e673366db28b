import type { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { redisProblemOf } from "../redis/client.ts";
import type { ProcessStatus, ShardStatus, WorkerStatus } from "./health.ts";

/** In seconds, up to Discord's limit of 3. */
const REPLY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
/** In seconds, up to the end of the grace period. */
const DELAY_BUCKETS = [1, 2, 5, 15, 60, 300, 1_800, 7_200, 21_600];

/** Keeps a scrape from hanging when something it reads hangs. */
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
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ) => new Histogram({ name, help, labelNames, buckets, registers });

  const interactions = histogram(
    "rootine_interaction_seconds",
    "Time from receiving an interaction to replying",
    ["kind", "outcome"],
    REPLY_BUCKETS,
  );
  const answers = counter("rootine_answers_total", "Answers to posts, by outcome", ["outcome"]);
  const posts = counter("rootine_posts_total", "Attempts to post a slot, by outcome", ["outcome"]);
  const delays = histogram(
    "rootine_post_delay_seconds",
    "Time from when a slot was due to when it was posted",
    [],
    DELAY_BUCKETS,
  );
  const jobs = counter("rootine_jobs_total", "Attempts of background jobs, by outcome", ["kind", "outcome"]);
  const requests = counter(
    "rootine_rest_requests_total",
    "Requests to Discord, by response status; 429 means rate limited",
    ["method", "route", "status"],
  );
  const waits = counter("rootine_rest_waits_total", "Requests that waited for a known rate limit", ["method", "route"]);

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

type Sample<Label extends string> = [labels: Partial<Record<Label, string | number>>, value: number];

/** Registers a gauge that is read on each scrape. */
function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  read: () => Promise<Sample<Label>[]> | Sample<Label>[],
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const samples = await read();
      this.reset();
      for (const [labels, value] of samples) this.set(labels, value);
    },
  });
}

function measureRedis(registry: Registry, status: ProcessStatus): void {
  const help = "1 if Redis is unreachable, or full and doesn't accept writes";
  gauge(registry, "rootine_redis_problem", help, ["problem"], async () => {
    const error = await withTimeout(status.checkRedis().then(() => undefined)).catch((error: unknown) => error);
    const problem = error === undefined ? undefined : (redisProblemOf(error) ?? "unreachable");
    return (["unreachable", "full"] as const).map((one) => [{ problem: one }, problem === one ? 1 : 0]);
  });
  const memory = "Share of Redis's maxmemory in use, on its fullest server; 0 without a limit";
  gauge(registry, "rootine_redis_memory_ratio", memory, [], async () => [
    [{}, (await withTimeout(status.redisMemoryRatio()).catch(() => undefined)) ?? 0],
  ]);
}

async function withTimeout<Value>(work: Promise<Value>): Promise<Value> {
  const timeout = sleep(COLLECT_TIMEOUT_MS, undefined, { ref: false }).then(() => {
    throw new Error(`Timed out after ${COLLECT_TIMEOUT_MS} ms`);
  });
  return Promise.race([work, timeout]);
}

function measureShards(registry: Registry, shards: () => ShardStatus[]): void {
  gauge(registry, "rootine_shard_up", "1 if the shard is connected", ["shard"], () =>
    shards().map(({ id, ready }) => [{ shard: id }, ready ? 1 : 0]),
  );
  const help = "Time since Discord acknowledged a heartbeat of the shard";
  gauge(registry, "rootine_shard_heartbeat_age_seconds", help, ["shard"], () =>
    shards().map(({ id, sinceHeartbeat }) => [{ shard: id }, sinceHeartbeat / 1_000]),
  );
}

function measureWorker(registry: Registry, worker: WorkerStatus): void {
  let pending: ReturnType<typeof worker.queues> | undefined;
  // Scrapes share one pending request, because the queues' connection waits until Redis is back.
  const queues = () => {
    pending ??= worker.queues().finally(() => {
      pending = undefined;
    });
    return withTimeout(pending).catch(() => []);
  };
  const waiting = "Jobs waiting in queues; the same for every worker";
  gauge(registry, "rootine_queue_depth", waiting, ["pace"], async () =>
    (await queues()).map(({ pace, depth }) => [{ pace }, depth]),
  );
  const due = "Agenda entries that are due but not queued yet; the same for every worker";
  gauge(registry, "rootine_agenda_backlog", due, ["pace"], async () =>
    (await queues()).map(({ pace, backlog }) => [{ pace }, backlog]),
  );
  gauge(registry, "rootine_agenda_poll_age_seconds", "Time since this worker polled the agenda", [], () => [
    [{}, worker.sinceAgendaPoll() / 1_000],
  ]);
}

/** Removes ids and tokens from a URL, because each one would create a new time series. */
export function routeOf(url: string): string {
  const path = url.replace(/^.*?\/v\d+(?=\/)/, "").replace(/\?.*$/, "");
  return path.replace(/\/\d{16,20}(?=\/|$)/g, "/:id").replace(/\/[^/]{40,}(?=\/|$)/g, "/:token");
}

/** Events to count. They are emitted where they happen, and metrics subscribe to them. */
export type Telemetry = EventEmitter<Events>;

type InteractionOutcome =
  | "answered"
  | "refused"
  | "failed"
  /** Discord no longer accepted the reply. */
  | "late"
  /** The member was rate-limited and got no reply. */
  | "ignored"
  /** Redis was unreachable. */
  | "unreachable";

type Events = {
  interaction: [{ kind: string; outcome: InteractionOutcome; milliseconds: number }];
  /** An answer to a post. */
  answer: [outcome: string];
  /** An attempt to post a slot. */
  slot: [{ outcome: string; lateMilliseconds: number }];
  /** An attempt of a job ended. "failed" is permanent. */
  job: [{ kind: string; outcome: "completed" | "retried" | "failed" }];
  /** Discord responded to a request. 429 means rate-limited. */
  request: [{ method: string; url: string; status: number }];
  /** A request waits for a known rate limit. */
  wait: [{ method: string; url: string }];
};

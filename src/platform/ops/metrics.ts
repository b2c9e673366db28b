import { setTimeout as sleep } from "node:timers/promises";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { redisProblemOf } from "../redis/problem.ts";
import type { Telemetry } from "./telemetry.ts";
import type { Vitals } from "./vitals.ts";

/** Discord gives 3 s. */
const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
/** From the same second to the end of a slot's grace. */
const LATE_SECONDS = [1, 2, 5, 15, 60, 300, 1_800, 7_200, 21_600];

/** Whoever looks is told what is known by then: it is when something hangs that metrics are looked at. */
const TOLD_WITHIN_MS = 1_000;

/** Counts what the bot tells, and asks its parts how they are whenever somebody looks. */
export function createMetrics(vitals: Vitals, telemetry: Telemetry): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ role: vitals.role });
  collectDefaultMetrics({ register: registry });
  count(registry, telemetry);
  watchRedis(registry, vitals);
  if (vitals.shards) watchShards(registry, vitals.shards);
  if (vitals.work) watchWork(registry, vitals.work);
  return registry;
}

function count(registry: Registry, telemetry: Telemetry): void {
  const registers = [registry];
  const interactions = new Histogram({
    name: "rootine_ack_seconds",
    help: "From hearing an interaction to having answered it",
    labelNames: ["kind", "outcome"] as const,
    buckets: ANSWER_SECONDS,
    registers,
  });
  const answers = new Counter({
    name: "rootine_answers_total",
    help: "Answers to posted questions, by what became of them",
    labelNames: ["outcome"] as const,
    registers,
  });
  const posts = new Counter({
    name: "rootine_posts_total",
    help: "Tries to see to a slot, by what became of them",
    labelNames: ["outcome"] as const,
    registers,
  });
  const lateness = new Histogram({
    name: "rootine_slot_lateness_seconds",
    help: "How long after its time a slot was posted",
    buckets: LATE_SECONDS,
    registers,
  });
  const jobs = new Counter({
    name: "rootine_jobs_total",
    help: "Job attempts by kind and outcome",
    labelNames: ["kind", "outcome"] as const,
    registers,
  });
  const requests = new Counter({
    name: "rootine_rest_requests_total",
    help: "Requests Discord answered; 429 is a limit",
    labelNames: ["method", "route", "status"] as const,
    registers,
  });
  const waits = new Counter({
    name: "rootine_rest_waits_total",
    help: "Requests that had to wait for a limit that was known",
    labelNames: ["method", "route"] as const,
    registers,
  });

  telemetry.on("interaction", ({ kind, outcome, milliseconds }) =>
    interactions.observe({ kind, outcome }, milliseconds / 1_000),
  );
  telemetry.on("answer", (outcome) => answers.inc({ outcome }));
  telemetry.on("slot", ({ outcome, lateMilliseconds }) => {
    posts.inc({ outcome });
    if (outcome === "posted") lateness.observe(Math.max(0, lateMilliseconds) / 1_000);
  });
  telemetry.on("job", (labels) => jobs.inc(labels));
  telemetry.on("request", ({ method, url, status }) => requests.inc({ method, route: routeOf(url), status }));
  telemetry.on("wait", ({ method, url }) => waits.inc({ method, route: routeOf(url) }));
}

function watchRedis(registry: Registry, { probeRedis, memoryUsed }: Vitals): void {
  const registers = [registry];
  new Gauge({
    name: "rootine_redis_problem",
    help: "1 if Redis is unreachable, or full and accepts no writes",
    labelNames: ["problem"] as const,
    registers,
    async collect() {
      const failure = await soon(probeRedis().then(() => undefined)).catch((error: unknown) => error);
      const problem = failure === undefined ? undefined : (redisProblemOf(failure) ?? "unreachable");
      this.set({ problem: "unreachable" }, problem === "unreachable" ? 1 : 0);
      this.set({ problem: "full" }, problem === "full" ? 1 : 0);
    },
  });
  new Gauge({
    name: "rootine_redis_memory_ratio",
    help: "Used memory of Redis by its maxmemory, of its fullest server; 0 where there is no such limit",
    registers,
    async collect() {
      this.set((await soon(memoryUsed()).catch(() => undefined)) ?? 0);
    },
  });
}

async function soon<Value>(asked: Promise<Value>): Promise<Value> {
  const late = sleep(TOLD_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`Not told within ${TOLD_WITHIN_MS} ms`);
  });
  return Promise.race([asked, late]);
}

function watchShards(registry: Registry, shards: NonNullable<Vitals["shards"]>): void {
  const registers = [registry];
  const labelNames = ["shard"] as const;
  new Gauge({
    name: "rootine_shard_up",
    help: "1 where a shard is connected",
    labelNames,
    registers,
    collect() {
      for (const { id, ready } of shards()) this.set({ shard: id }, ready ? 1 : 0);
    },
  });
  new Gauge({
    name: "rootine_shard_heartbeat_age_seconds",
    help: "Since Discord last acknowledged a shard's heartbeat",
    labelNames,
    registers,
    collect() {
      for (const { id, sinceHeartbeat } of shards()) this.set({ shard: id }, sinceHeartbeat / 1_000);
    },
  });
}

function watchWork(registry: Registry, work: NonNullable<Vitals["work"]>): void {
  const registers = [registry];
  let asked: ReturnType<typeof work.queues> | undefined;
  // The queues' connection waits for as long as Redis is away: one question at a time is enough of that.
  const queuesNow = () => {
    asked ??= work.queues().finally(() => {
      asked = undefined;
    });
    return soon(asked).catch(() => []);
  };
  new Gauge({
    name: "rootine_queue_depth",
    help: "Tasks that wait in queues; the same for every worker",
    labelNames: ["pace"] as const,
    registers,
    async collect() {
      this.reset();
      for (const { pace, depth } of await queuesNow()) this.set({ pace }, depth);
    },
  });
  new Gauge({
    name: "rootine_due_backlog",
    help: "Entries of the agenda that are due and not queued yet; the same for every worker",
    labelNames: ["pace"] as const,
    registers,
    async collect() {
      this.reset();
      for (const { pace, backlog } of await queuesNow()) this.set({ pace }, backlog);
    },
  });
  new Gauge({
    name: "rootine_agenda_beat_age_seconds",
    help: "Since this worker last saw to the agenda",
    registers,
    collect() {
      this.set(work.sinceBeat() / 1_000);
    },
  });
}

/** The kind of request a URL is: ids and tokens would make a time series of each. */
export function routeOf(url: string): string {
  const path = url.replace(/^.*?\/v\d+(?=\/)/, "").replace(/\?.*$/, "");
  return path.replace(/\/\d{16,20}(?=\/|$)/g, "/:id").replace(/\/[^/]{40,}(?=\/|$)/g, "/:token");
}

import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { Redis } from "ioredis";
import { onTestFinished } from "vitest";
import { SECOND } from "../../src/platform/time.ts";
import { eventually } from "./eventually.ts";
import { launch } from "./own-redis.ts";
import { temporaryFolder } from "./redis.ts";
import { freePorts } from "./redis-cluster.ts";

const TIMEOUT_MS = 30_000;

/** A primary, its replica and one sentinel. */
export type Sentinels = {
  url: string;
  process: ChildProcess;
  /** A client of the replica, which may have become the primary. */
  successor: Redis;
  /** Waits until the replica has all previous writes. */
  replicated(): Promise<void>;
  /** Fails over to the replica while the primary is running. */
  swap(): Promise<void>;
  /** Waits until a client of this name is connected to the successor. */
  moved(name: string): Promise<void>;
};

export async function startSentinels(): Promise<Sentinels> {
  const [primary = 0, replica = 0, sentinel = 0] = await freePorts(3);
  const folder = await temporaryFolder();
  const process = await run(join(folder, "primary"), [`port ${primary}`, "appendonly yes"]);
  const follow = `replicaof 127.0.0.1 ${primary}`;
  await run(join(folder, "replica"), [`port ${replica}`, "appendonly yes", follow]);
  const primaryClient = connect(primary);
  // A sentinel looks for replicas only every 10 s, so the replica has to be online first.
  await until(async () => (await primaryClient.info("replication")).includes("state=online"));

  const watch = [
    `port ${sentinel}`,
    `sentinel monitor rootine 127.0.0.1 ${primary} 1`,
    "sentinel down-after-milliseconds rootine 500",
    "sentinel failover-timeout rootine 3000",
  ];
  await run(join(folder, "sentinel"), watch, ["--sentinel"]);
  const watcher = connect(sentinel);
  await until(async () => JSON.stringify(await watcher.call("SENTINEL", "REPLICAS", "rootine")).includes('"ok"'));

  const successor = connect(replica);
  return {
    url: `redis+sentinel://127.0.0.1:${sentinel}/rootine`,
    process,
    successor,
    async replicated() {
      // WAIT only waits for writes of its own connection, and so for everything before them.
      await primaryClient.set("replicated", "", "PX", SECOND);
      await primaryClient.wait(1, 0);
    },
    swap: async () => void (await watcher.call("SENTINEL", "FAILOVER", "rootine")),
    moved: (name) => until(async () => String(await successor.client("LIST")).includes(` name=${name} `)),
  };
}

function connect(port: number): Redis {
  const client = new Redis(port, "127.0.0.1");
  client.on("error", () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  await eventually(() => condition().catch(() => false), TIMEOUT_MS);
}

/** Starts a server that is killed when the test ends. */
async function run(...args: Parameters<typeof launch>) {
  const child = await launch(...args);
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

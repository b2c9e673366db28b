import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { pino } from "pino";
import { expect, inject, it, onTestFinished } from "vitest";
import { connectRedis } from "../../src/redis/connection.ts";
import { findServerBinary, serverEnvironment } from "../../src/redis/embedded/binary.ts";
import { checkServer } from "../../src/redis/server-check.ts";
import { freePorts } from "./cluster.ts";
import { temporaryFolder } from "./server.ts";

const log = pino({ level: "silent" });

async function launch(name: string, settings: readonly string[], flags: readonly string[] = []): Promise<ChildProcess> {
  const binary = await findServerBinary({
    packagesDir: inject("redisPackagesDir"),
    searchPath: process.env.PATH ?? "",
    log,
  });
  const home = join(await temporaryFolder(), name);
  await mkdir(home);
  const file = join(home, "redis.conf");
  await writeFile(file, [`dir ${home}`, "bind 127.0.0.1", ...settings].join("\n"));
  const child = spawn(binary.file, [file, ...flags], {
    stdio: "ignore",
    env: serverEnvironment(binary.libraryPath),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** A primary, its replica and one sentinel that watches them. */
async function startSentinel() {
  const [primary = 0, replica = 0, sentinel = 0] = await freePorts(3);
  const process = await launch("primary", [`port ${primary}`, "appendonly yes"]);
  await launch("replica", [`port ${replica}`, "appendonly yes", `replicaof 127.0.0.1 ${primary}`]);
  const watch = [
    `port ${sentinel}`,
    `sentinel monitor rootine 127.0.0.1 ${primary} 1`,
    "sentinel down-after-milliseconds rootine 500",
    "sentinel failover-timeout rootine 3000",
  ];
  await launch("sentinel", watch, ["--sentinel"]);
  await untilReplicated(primary);
  return { url: `redis+sentinel://127.0.0.1:${sentinel}/rootine`, process, replica };
}

async function untilReplicated(port: number): Promise<void> {
  const client = new Redis(port, "127.0.0.1");
  client.on("error", () => undefined);
  onTestFinished(() => client.disconnect());
  while (!(await client.info("replication")).includes("state=online")) await sleep(50);
}

it("follows the sentinels to the primary, and to its successor when it dies", async () => {
  const { url, process, replica } = await startSentinel();
  const redis = connectRedis(url, { log, purpose: "bullmq" });
  onTestFinished(() => redis.disconnect());
  await redis.set("key", "before");
  expect(await checkServer(redis)).toEqual([]);
  await redis.wait(1, 2_000);

  process.kill("SIGKILL");
  await once(process, "exit");
  await redis.set("other", "after");

  const successor = new Redis(replica, "127.0.0.1");
  onTestFinished(() => successor.disconnect());
  expect(await successor.mget("key", "other")).toEqual(["before", "after"]);
}, 120_000);

it("goes on where its primary has been made a replica of another", async () => {
  const { url, replica } = await startSentinel();
  const redis = connectRedis(url, { log });
  onTestFinished(() => redis.disconnect());
  await redis.set("key", "before");

  const sentinel = new Redis(Number(new URL(url.replace("redis+sentinel", "redis")).port), "127.0.0.1");
  onTestFinished(() => sentinel.disconnect());
  await sentinel.call("SENTINEL", "FAILOVER", "rootine");
  const successor = new Redis(replica, "127.0.0.1");
  onTestFinished(() => successor.disconnect());
  while (!(await successor.info("replication")).includes("role:master")) await sleep(50);
  await sleep(500);

  for (let number = 0; number < 100; number += 1) await write(redis, number);
  expect(await successor.get("key")).toBe("99");
}, 120_000);

/** While the change is under way a command may fail: a person would try again, and so does the test, for a while. */
async function write(redis: ReturnType<typeof connectRedis>, number: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await redis.set("key", number);
      return;
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(200);
    }
  }
}

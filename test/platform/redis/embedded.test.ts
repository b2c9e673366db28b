import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { type EmbeddedRedis, startEmbeddedRedis } from "../../../src/platform/redis/embedded/index.ts";
import { isAlive } from "../../../src/platform/redis/embedded/lock.ts";
import { silentLog } from "../../support/log.ts";
import { freshDatabase, redisPackages, temporaryFolder } from "../../support/redis.ts";

async function start(dataDir: string): Promise<EmbeddedRedis> {
  const redis = await startEmbeddedRedis({ dataDir, log: silentLog, packagesDir: redisPackages() });
  onTestFinished(() => redis.stop());
  return redis;
}

function connect(url: string): Redis {
  const redis = connectRedis(url, { log: silentLog });
  onTestFinished(() => redis.disconnect());
  return redis;
}

async function pidOf(redis: Redis): Promise<number> {
  return Number(/process_id:(\d+)/.exec(await redis.info("server"))?.[1]);
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await hasEnded(pid);
}

async function hasEnded(pid: number): Promise<void> {
  await vi.waitFor(async () => expect(await isAlive(pid)).toBe(false), { timeout: 5_000 });
}

/** A separate process that starts the server, writes `key`, prints the URL and waits for input to stop. */
async function spawnBot(dataDir: string, key: string): Promise<{ process: ChildProcess; url: string }> {
  const source = `
    import { startEmbeddedRedis } from ${JSON.stringify(new URL("../../../src/platform/redis/embedded/index.ts", import.meta.url).href)};
    import { connectRedis } from ${JSON.stringify(new URL("../../../src/platform/redis/connection.ts", import.meta.url).href)};
    const log = { info() {}, warn() {}, error() {} };
    const options = { dataDir: process.argv[1], log, packagesDir: process.argv[2] };
    const server = await startEmbeddedRedis(options);
    const redis = connectRedis(server.url, { log });
    await redis.set(process.argv[3], "kept");
    process.stdout.write(server.url + "\\n");
    process.stdin.once("data", async () => {
      redis.disconnect();
      await server.stop();
      process.exit(0);
    });`;
  const args = ["--import", "tsx", "--input-type=module", "-e", source, dataDir, redisPackages(), key];
  const child = spawn(process.execPath, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, DISCORD_TOKEN: "a-secret" },
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data).trim()));
    child.once("exit", (code) => reject(new Error(`the bot process ended with ${code}`)));
  });
  return { process: child, url };
}

it("each test file gets its own database", async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await connect(one).set("key", "1");

  expect(await connect(other).get("key")).toBeNull();
});

it("the server appends to disk every second and evicts nothing", async () => {
  const redis = connect((await start(await temporaryFolder())).url);

  expect(await redis.config("GET", "append*")).toEqual(expect.arrayContaining(["appendonly", "yes"]));
  expect(await redis.config("GET", "appendfsync")).toEqual(["appendfsync", "everysec"]);
  expect(await redis.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
});

it("data persists across a restart", async () => {
  const dataDir = await temporaryFolder();
  const first = await start(dataDir);
  const redis = connect(first.url);
  await redis.set("key", "kept");
  const pid = await pidOf(redis);
  redis.disconnect();
  await first.stop();
  await hasEnded(pid);

  const second = await start(dataDir);

  expect(second.url).toBe(first.url);
  expect(await connect(second.url).get("key")).toBe("kept");
});

it("a killed server restarts with its data", async () => {
  const { url } = await start(await temporaryFolder());
  const redis = connect(url);
  await redis.set("key", "kept");
  const pid = await pidOf(redis);

  await kill(pid);

  expect(await redis.get("key")).toBe("kept");
  expect(await pidOf(redis)).not.toBe(pid);
});

it("a bot doesn't join a server that is being killed", async () => {
  const dataDir = await temporaryFolder();
  const redis = connect((await start(dataDir)).url);
  const batch = redis.pipeline();
  for (let number = 0; number < 100_000; number++) batch.set(`key:${number}`, "a value of some length");
  await batch.exec();
  process.kill(await pidOf(redis), "SIGKILL");

  const { url } = await start(dataDir);

  expect(await connect(url).dbsize()).toBe(100_000);
});

it("data persists when bot and server are killed together", async () => {
  const dataDir = await temporaryFolder();
  const bot = await spawnBot(dataDir, "key");
  const pid = await pidOf(connect(bot.url));
  bot.process.kill("SIGKILL");
  await once(bot.process, "exit");
  await kill(pid);

  const { url } = await start(dataDir);

  expect(await connect(url).get("key")).toBe("kept");
});

it("a bot joins the server that a killed bot left running, and shuts it down", async () => {
  const dataDir = await temporaryFolder();
  const bot = await spawnBot(dataDir, "key");
  const pid = await pidOf(connect(bot.url));
  bot.process.kill("SIGKILL");
  await once(bot.process, "exit");
  expect(await isAlive(pid)).toBe(true);

  const next = await start(dataDir);
  expect(await pidOf(connect(next.url))).toBe(pid);

  await next.stop();
  await hasEnded(pid);
});

it.skipIf(process.platform !== "linux")("the server doesn't get the bot's environment", async () => {
  const bot = await spawnBot(await temporaryFolder(), "key");
  const pid = await pidOf(connect(bot.url));

  expect(await readFile(`/proc/${pid}/environ`, "utf8")).not.toContain("a-secret");

  bot.process.stdin?.write("stop\n");
  await once(bot.process, "exit");
  await hasEnded(pid);
});

it("processes share one server, and the last one shuts it down", async () => {
  const dataDir = await temporaryFolder();
  const bots = await Promise.all([1, 2, 3, 4].map((number) => spawnBot(dataDir, `key:${number}`)));
  const pids = new Set(await Promise.all(bots.map((bot) => pidOf(connect(bot.url)))));
  const [pid = 0] = pids;
  expect(pids.size).toBe(1);
  expect(await connect(bots[0]?.url ?? "").dbsize()).toBe(4);

  for (const [index, bot] of bots.entries()) {
    expect(await isAlive(pid), `before bot ${index} of ${bots.length} has left`).toBe(true);
    bot.process.stdin?.write("stop\n");
    await once(bot.process, "exit");
  }
  await hasEnded(pid);
});

it("callers in one process share one server", async () => {
  const dataDir = await temporaryFolder();
  const started = await Promise.all(Array.from({ length: 10 }, () => start(dataDir)));
  const pids = new Set(await Promise.all(started.map(({ url }) => pidOf(connect(url)))));

  expect(pids.size).toBe(1);
});

it("no write is lost when starts and stops interleave", async () => {
  const dataDir = await temporaryFolder();
  const users = Array.from({ length: 8 }, async () => {
    for (let round = 0; round < 5; round++) {
      const server = await start(dataDir);
      const redis = connect(server.url);
      await redis.incr("count");
      redis.disconnect();
      await server.stop();
    }
  });
  await Promise.all(users);

  expect(await connect((await start(dataDir)).url).get("count")).toBe("40");
});

it.each([
  ["with spaces, quotes and non-ASCII letters", `a "quoted" \\ 'name' %20 ü 根`],
  ["with a path too long for a socket", "long/".repeat(40)],
])("the server runs in a folder %s", async (_, name) => {
  const dataDir = join(await temporaryFolder(), name);
  const { url } = await start(dataDir);
  await connect(url).set("key", "kept");

  expect(await readdir(join(dataDir, "redis"))).toContain("appendonlydir");
  expect(await connect((await start(dataDir)).url).get("key")).toBe("kept");
});

it("the server listens under /tmp if the data folder can't contain a socket", async () => {
  const dataDir = await temporaryFolder();
  await mkdir(join(dataDir, "redis/redis.sock"), { recursive: true });

  const { url } = await start(dataDir);

  expect(url).toMatch(/^unix:\/\/\/tmp\/rootine-/);
  expect((await start(dataDir)).url).toBe(url);
  expect(await connect(url).ping()).toBe("PONG");
});

it("a running server is stopped when its socket was removed", async () => {
  const dataDir = await temporaryFolder();
  const bot = await spawnBot(dataDir, "key");
  const pid = await pidOf(connect(bot.url));
  bot.process.kill("SIGKILL");
  await once(bot.process, "exit");
  await rm(join(dataDir, "redis/redis.sock"));

  const { url } = await start(dataDir);

  await hasEnded(pid);
  expect(await connect(url).get("key")).toBe("kept");
});

it("the lock of a killed process is broken", async () => {
  const dataDir = await temporaryFolder();
  await mkdir(join(dataDir, "redis"));
  const ended = spawn(process.execPath, ["-e", ""]);
  await once(ended, "exit");
  await writeFile(join(dataDir, "redis/lock"), `${ended.pid} token`);

  const started = await Promise.all(Array.from({ length: 10 }, () => start(dataDir)));

  const pids = new Set(await Promise.all(started.map(({ url }) => pidOf(connect(url)))));
  expect(pids.size).toBe(1);
});

it("the server stops when its folder was deleted", async () => {
  const dataDir = await temporaryFolder();
  const server = await start(dataDir);
  const pid = await pidOf(connect(server.url));
  await rm(dataDir, { recursive: true });

  await server.stop();

  await hasEnded(pid);
});

it("the server starts empty when its folder was deleted while it ran", async () => {
  const dataDir = join(await temporaryFolder(), "long/".repeat(40));
  await connect((await start(dataDir)).url).set("key", "deleted");
  await rm(dataDir, { recursive: true });

  const { url } = await start(dataDir);

  expect(await connect(url).get("key")).toBeNull();
  expect(await readdir(join(dataDir, "redis"))).toContain("appendonlydir");
});

async function writtenFolder(): Promise<{ dataDir: string; appendOnly: string }> {
  const dataDir = await temporaryFolder();
  const server = await start(dataDir);
  const redis = connect(server.url);
  for (let number = 0; number < 10; number++) await redis.set(`key:${number}`, "a value of some length");
  redis.disconnect();
  await server.stop();
  const folder = join(dataDir, "redis/appendonlydir");
  const name = (await readdir(folder)).find((file) => file.endsWith(".incr.aof")) ?? "";
  return { dataDir, appendOnly: join(folder, name) };
}

it("all complete writes of a truncated append-only file are loaded", async () => {
  const { dataDir, appendOnly } = await writtenFolder();
  await truncate(appendOnly, (await readFile(appendOnly)).length - 5);

  const { url } = await start(dataDir);

  expect(await connect(url).dbsize()).toBe(9);
});

it("a damaged append-only file is reported with the server's output and the fix", async () => {
  const { dataDir, appendOnly } = await writtenFolder();
  await appendFile(appendOnly, "this is no command\r\n*1\r\n$4\r\nPING\r\n");

  await expect(start(dataDir)).rejects.toThrow(/didn't start[\s\S]*Bad file format[\s\S]*redis-check-aof --fix/);
});

it("an unwritable data folder is explained", async () => {
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "");

  await expect(start(file)).rejects.toThrow(
    /Can't write to .*\/file\/redis\. Give this user access to it, or set DATA_DIR/,
  );
});

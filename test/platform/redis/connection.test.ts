import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type Redis, redisProblemOf } from "../../../src/platform/redis/client.ts";
import { connectRedis } from "../../../src/platform/redis/connection.ts";
import { startEmbeddedRedis } from "../../../src/platform/redis/embedded/index.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { checkInfo, checkServer } from "../../../src/platform/redis/server-check.ts";
import { redactUrl } from "../../../src/platform/redis/url.ts";
import { silentLog } from "../../support/log.ts";
import { ownServer } from "../../support/own-redis.ts";
import { freshDatabase, redisPackages, sharedRedis, temporaryFolder } from "../../support/redis.ts";

function connect(url: string, options: Partial<Parameters<typeof connectRedis>[1]> = {}): Redis {
  const redis = connectRedis(url, { log: silentLog, ...options });
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** A server that the test may misconfigure. */
async function embeddedServer(): Promise<{ url: string; admin: Redis }> {
  const dataDir = await temporaryFolder();
  const server = await startEmbeddedRedis({ dataDir, log: silentLog, packagesDir: redisPackages() });
  onTestFinished(() => server.stop());
  return { url: server.url, admin: connect(server.url) };
}

/** The same server on TCP, for passwords and users. */
async function onTcp(admin: Redis, credentials = ""): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const port = portOf(probe);
  probe.close();
  await admin.config("SET", "port", port);
  return `redis://${credentials}127.0.0.1:${port}`;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

describe("connectRedis", () => {
  it("uses the database in the URL", async () => {
    const url = await freshDatabase();
    await connect(url).set("key", "1");

    expect(await connect(sharedRedis()).exists("key")).toBe(0);
    expect(await connect(url).get("key")).toBe("1");
  });

  it("retries forever for BullMQ and gives up for other commands", () => {
    expect(connect(sharedRedis(), { purpose: "bullmq" })).toHaveProperty("options.maxRetriesPerRequest", null);
    expect(connect(sharedRedis())).toHaveProperty("options.maxRetriesPerRequest", 5);
  });

  it("fails a command within 3 s if nothing listens", async () => {
    const started = Date.now();
    await expect(connect("redis://127.0.0.1:1").get("key")).rejects.toThrow(/max retries/i);

    expect(Date.now() - started).toBeLessThan(2_500);
  });

  it("fails users' commands within the deadline and never sends them later", async () => {
    const server = await ownServer();
    const redis = connect(server.url, { purpose: "interactive" });
    await redis.set("key", "before");
    await server.kill();
    await vi.waitFor(() => expect(redis.status).not.toBe("ready"));
    for (const first of [true, false, false]) {
      const asked = performance.now();
      const failures = await Promise.allSettled(Array.from({ length: 1_000 }, () => redis.set("key", "late")));
      expect(failures.map(({ status }) => status)).not.toContain("fulfilled");
      expect(failures.flatMap((failure) => ("reason" in failure ? redisProblemOf(failure.reason) : []))).toHaveLength(
        1_000,
      );
      expect(performance.now() - asked).toBeLessThan(first ? 2_700 : 500);
    }

    await server.start();
    await vi.waitFor(async () => expect(await redis.get("key")).toBe("before"), 3_000);
    expect(redis).toHaveProperty("offlineQueue.length", 0);
  });

  it("hides a short outage from users", async () => {
    const server = await ownServer();
    const redis = connect(server.url, { purpose: "interactive" });
    await redis.ping();
    await server.kill();
    const asked = redis.set("key", "meanwhile");
    await server.start();

    expect(await asked).toBe("OK");
  });

  it("fails within the deadline when Redis hangs, and reconnects when it continues", async () => {
    const server = await ownServer();
    const redis = connect(server.url, { purpose: "interactive" });
    await redis.ping();
    server.signal("SIGSTOP");
    const asked = performance.now();
    await expect(redis.get("key")).rejects.toSatisfy((error) => redisProblemOf(error) === "unreachable");
    expect(performance.now() - asked).toBeLessThan(2_700);
    await vi.waitFor(() => expect(redis.status).not.toBe("ready"), 6_000);
    await expect(redis.get("key")).rejects.toSatisfy((error) => redisProblemOf(error) === "unreachable");

    server.signal("SIGCONT");
    await vi.waitFor(async () => expect(await redis.ping()).toBe("PONG"), 5_000);
  });

  it("logs one line when Redis becomes unreachable and one when it is back", async () => {
    const { url, admin } = await embeddedServer();
    const lines = { info: vi.fn(), warn: vi.fn() };
    const redis = connect(url, { log: lines });
    await redis.ping();
    const pid = Number(/process_id:(\d+)/.exec(await admin.info("server"))?.[1]);
    process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(lines.info).toHaveBeenCalledWith(expect.anything(), "Redis is reachable again"));

    expect(lines.warn).toHaveBeenCalledTimes(1);
    expect(await redis.ping()).toBe("PONG");
  });

  it("keeps the password out of the log", async () => {
    const lines = { info: vi.fn(), warn: vi.fn() };
    await expect(connect("redis://user:hunter2@127.0.0.1:1", { log: lines }).get("key")).rejects.toThrow();

    expect(JSON.stringify(lines.warn.mock.calls)).toContain("127.0.0.1:1");
    expect(JSON.stringify(lines.warn.mock.calls)).not.toContain("hunter2");
  });
});

it.each([
  ["redis://:hunter2@host:6379/1", "redis://:***@host:6379/1"],
  ["rediss://user:hunter2@host", "rediss://user:***@host"],
  ["redis://host?password=hunter2", "redis://host?password=***"],
  ["unix:///tmp/redis.sock?db=3", "unix:///tmp/redis.sock?db=3"],
  ["redis://user:hunter2@a:7000,b:7001", "redis://user:***@a:7000,b:7001"],
  ["redis+sentinel://:hunter2@a,b/main", "redis+sentinel://:***@a,b/main"],
  ["hunter2@host:port", "(invalid URL)"],
])("redactUrl turns %s into %s", (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

const IN_SCRIPT = "ERR Error running script (call to f_0a1b): @user_script:12: @user_script: 12: -";

it.each([
  ["Command timed out", "unreachable"],
  ["LOADING Redis is loading the dataset in memory", "unreachable"],
  ["NOREPLICAS Not enough good replicas to write.", "unreachable"],
  [`${IN_SCRIPT}READONLY You can't write against a read only replica.`, "unreachable"],
  ["OOM command not allowed when used memory > 'maxmemory'.", "full"],
  ["MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", "full"],
  [`${IN_SCRIPT}OOM command not allowed when used memory > 'maxmemory'.`, "full"],
])("the error %s is classified as %s", (message, problem) => {
  expect(redisProblemOf(new Error(message))).toBe(problem);
});

it.each(["ERR unknown command 'OOM'", "WRONGTYPE Operation against a key holding the wrong kind of value"])(
  "the error %s isn't a problem of the server",
  (message) => expect(redisProblemOf(new Error(message))).toBeUndefined(),
);

describe("checkInfo", () => {
  const good = ["redis_version:7.4.1", "role:master", "maxmemory_policy:noeviction", "aof_enabled:1"];
  const infoWith = (...lines: string[]) => {
    const names = lines.map((line) => line.split(":")[0]);
    return [...good.filter((line) => !names.includes(line.split(":")[0])), ...lines].join("\r\n");
  };

  it.each(["6.2.0", "6.2.14", "7.0.15", "8.0.2", "10.1.0"])("accepts Redis %s", (version) => {
    expect(checkInfo(infoWith(`redis_version:${version}`))).toEqual([]);
  });

  it("accepts any Valkey", () => {
    expect(checkInfo(infoWith("redis_version:7.2.4", "valkey_version:8.1.0"))).toEqual([]);
  });

  it.each(["5.0.7", "6.0.16", "2.8.0"])("refuses Redis %s", (version) => {
    const [issue] = checkInfo(infoWith(`redis_version:${version}`));
    expect(issue).toMatchObject({ severity: "error", problem: expect.stringContaining(version) });
  });

  it("refuses a replica", () => {
    expect(checkInfo(infoWith("role:slave"))).toMatchObject([{ severity: "error" }]);
  });

  it("warns about everything the server doesn't report", () => {
    const issues = checkInfo("role:master\r\n");
    expect(issues.map(({ severity }) => severity)).toEqual(["warning", "warning", "warning"]);
    expect(issues.map(({ problem }) => problem).join()).toMatch(/version.*maxmemory-policy.*appendonly/);
  });
});

describe("checkServer", () => {
  it("finds no issues with the embedded server", async () => {
    expect(await checkServer(connect(await freshDatabase()))).toEqual([]);
  });

  it("suggests commands that fix the issues", async () => {
    const { url, admin } = await embeddedServer();
    await admin.config("SET", "maxmemory-policy", "allkeys-lru");
    await admin.config("SET", "appendonly", "no");

    const issues = await checkServer(connect(url));

    expect(issues.map(({ severity, fix }) => [severity, fix])).toEqual([
      ["error", "redis-cli CONFIG SET maxmemory-policy noeviction"],
      ["warning", "redis-cli CONFIG SET appendonly yes"],
    ]);
    for (const { fix } of issues) await admin.call("CONFIG", fix.split(" ").slice(2));
    expect(await checkServer(connect(url))).toEqual([]);
  });

  it("checks a service that forbids CONFIG", async () => {
    const { admin } = await embeddedServer();
    await admin.acl("SETUSER", "bot", "on", ">secret", "~*", "&*", "+@all", "-config");
    await admin.config("SET", "maxmemory-policy", "allkeys-lru");

    const issues = await checkServer(connect(await onTcp(admin, "bot:secret@")));

    expect(issues).toMatchObject([{ severity: "error", problem: expect.stringContaining("allkeys-lru") }]);
  });

  it("reports what it can't check when INFO is forbidden", async () => {
    const { admin } = await embeddedServer();
    await admin.acl("SETUSER", "bot", "on", ">secret", "~*", "&*", "+@all", "-config", "-info");

    const issues = await checkServer(connect(await onTcp(admin, "bot:secret@")));

    expect(issues).toMatchObject([{ severity: "warning", problem: expect.stringContaining("maxmemory-policy") }]);
  });

  it("warns about another program's keys in the database", async () => {
    const { url, admin } = await embeddedServer();
    await admin.set(keys.probe(), "1");
    expect(await checkServer(connect(url))).toEqual([]);
    await admin.set("shop:cart:7", "1");
    expect(await checkServer(connect(url))).toMatchObject([
      { severity: "warning", problem: expect.stringContaining('"shop:cart:7"') },
    ]);
  });

  it("explains a wrong or missing password", async () => {
    const { admin } = await embeddedServer();
    await admin.config("SET", "requirepass", "secret");
    const issue = {
      severity: "error",
      problem: expect.stringMatching(/password/),
      fix: expect.stringMatching(/REDIS_URL/),
    };

    expect(await checkServer(connect(await onTcp(admin, ":wrong@")))).toEqual([issue]);
    expect(await checkServer(connect(await onTcp(admin)))).toEqual([issue]);
  });

  it("explains that nothing listens at the address", async () => {
    expect(await checkServer(connect("redis://127.0.0.1:1"))).toMatchObject([
      { severity: "error", problem: expect.stringMatching(/Can't reach Redis.*ECONNREFUSED/) },
    ]);
  });

  it("rejects a server without RESP3", async () => {
    const server = createServer((socket) => {
      socket.on("data", (data) => {
        for (const [, command] of String(data).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) socket.write(replyTo(command));
      });
      socket.on("error", () => undefined);
    }).listen(0, "127.0.0.1");
    onTestFinished(() => {
      server.close();
    });
    await once(server, "listening");

    const issues = await checkServer(connect(`redis://127.0.0.1:${portOf(server)}`));

    expect(issues).toMatchObject([{ severity: "error", problem: expect.stringContaining("5.0.7") }]);
  });
});

function replyTo(command: string | undefined): string {
  if (command === "hello") return "-ERR unknown command `HELLO`, with args beginning with: `3`\r\n";
  if (command !== "info") return "+OK\r\n";
  const info = "redis_version:5.0.7\r\nrole:master\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n";
  return `$${info.length}\r\n${info}\r\n`;
}

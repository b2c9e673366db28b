import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openPlayground } from "../../src/playground/playground.ts";
import { MEMORY_FLAGS } from "../support/node-flags.ts";
import { start, stop, waitForOutput } from "../support/process.ts";
import { freshDatabase, redisPackages, temporaryFolder } from "../support/redis.ts";

/** A data folder as after the first start, with the packages already downloaded. */
async function warmFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await symlink(redisPackages(), join(folder, "packages"));
  return folder;
}

describe("npm start", { timeout: 180_000 }, () => {
  it("runs the same command as the container", async () => {
    const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
    expect(scripts.start).toBe(["node", ...MEMORY_FLAGS, "--import tsx/esm src/main.ts"].join(" "));
    const inContainer = JSON.stringify(["node", ...MEMORY_FLAGS, "src/main.ts"]).replaceAll(",", ", ");
    expect(await readFile("Dockerfile", "utf8")).toContain(`CMD ${inContainer}`);
  });

  it("opens the playground, prints its URL and no token, and shuts down on SIGTERM", async () => {
    const started = start({ PORT: "0", DATA_DIR: await warmFolder(), LOG_LEVEL: "trace" });
    const url = await waitForOutput(started, /Open the playground at (http:\/\/127\.0\.0\.1:\d+)/);
    expect(started.printed()).toMatch(/Ready in \d+\.\d\d s/);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Rootine");

    const token = await tokenOfPlaygrounds();
    for (const path of ["interactions/1/an-unknown-token", `webhooks/2/an-unknown-token?token=${token}`]) {
      await fetch(`${url}/api/v10/${path}`, { method: "PUT", headers: { authorization: `Bot ${token}` } });
    }
    await waitForOutput(started, /Unimplemented route: PUT/);
    expect(await stop(started)).toBe(0);
    expect(started.printed()).toContain("Shutting down");
    expect(started.printed()).not.toContain(token);
    expect(started.printed()).not.toContain("an-unknown-token");
  });

  it("restarts after kill -9 with the Redis that kept running", async () => {
    const folder = await warmFolder();
    const first = start({ PORT: "0", DATA_DIR: folder });
    await waitForOutput(first, /Open the playground at/);
    first.child.kill("SIGKILL");
    await first.exit;

    const second = start({ PORT: "0", DATA_DIR: folder });
    await waitForOutput(second, /Open the playground at/);
    expect(await stop(second)).toBe(0);
  });

  it("exits with 2 and explains what to do when a single role has no Discord or Redis", async () => {
    const started = start({ DATA_DIR: await temporaryFolder(), ROLE: "worker" });
    expect(await started.exit).toBe(2);
    expect(started.printed()).toContain("needs DISCORD_TOKEN and REDIS_URL");
    expect(started.printed()).not.toMatch(/^ {4}at /m);
  });

  it.each([
    ["token", { DISCORD_TOKEN: "a-token-that-is-wrong" }, "Discord rejected DISCORD_TOKEN.", "a-token-that-is-wrong"],
    ["Redis password", { REDIS_URL: "redis://:a-wrong-password@127.0.0.1:1" }, "", "a-wrong-password"],
  ])("exits with 2 for an invalid %s without printing it", async (_, wrong, message, secret) => {
    const playground = await openPlayground({ port: 0 });
    onTestFinished(() => playground.close());
    const started = start({
      DISCORD_TOKEN: playground.token,
      DISCORD_API_URL: playground.apiUrl,
      REDIS_URL: await freshDatabase(),
      DATA_DIR: await temporaryFolder(),
      PORT: "0",
      LOG_LEVEL: "trace",
      ...wrong,
    });
    expect(await started.exit).toBe(2);
    expect(started.printed()).toContain(message);
    expect(started.printed()).not.toContain(secret);
  });

  it.each([
    [4004, "Discord rejected DISCORD_TOKEN."],
    [4014, "Discord rejected the bot's intents."],
  ])("exits with 2 and one clear line when Discord closes the gateway with %i", async (code, message) => {
    const playground = await openPlayground({ port: 0 });
    onTestFinished(() => playground.close());
    const started = start({
      DISCORD_TOKEN: playground.token,
      DISCORD_API_URL: playground.apiUrl,
      REDIS_URL: await freshDatabase(),
      DATA_DIR: await temporaryFolder(),
      PORT: "0",
    });
    await waitForOutput(started, /Ready in/);
    playground.faults.dropSockets(code);
    expect(await started.exit).toBe(2);
    const plain = started
      .printed()
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("{"));
    expect(plain).toEqual([expect.stringContaining(message)]);
  });

  it("doesn't report its own Redis as lost when startup fails", async () => {
    const playground = await openPlayground({ port: 0 });
    onTestFinished(() => playground.close());
    const started = start({
      DISCORD_TOKEN: "wrong",
      DISCORD_API_URL: playground.apiUrl,
      DATA_DIR: await warmFolder(),
      PORT: "0",
    });
    expect(await started.exit).toBe(2);
    expect(started.printed()).toContain("Discord rejected DISCORD_TOKEN.");
    expect(started.printed()).not.toContain("unreachable");
  });

  it("downloads Redis when none is on PATH", async () => {
    const folders = [dirname(process.execPath), ...(process.env.PATH ?? "").split(delimiter)];
    const withoutRedis = folders.filter(
      (folder) => !["redis-server", "valkey-server"].some((name) => existsSync(join(folder, name))),
    );
    const folder = await temporaryFolder();
    const started = start({ PATH: withoutRedis.join(delimiter), PORT: "0", DATA_DIR: folder });
    await waitForOutput(started, /Open the playground at/);
    expect(existsSync(join(folder, "packages"))).toBe(true);
    expect(await stop(started)).toBe(0);
  });
});

/** All playgrounds give their bot the same token. */
async function tokenOfPlaygrounds(): Promise<string> {
  const playground = await openPlayground({ port: 0 });
  await playground.close();
  return playground.token;
}

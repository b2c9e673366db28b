import { existsSync } from "node:fs";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { openPlayground } from "../../src/playground/playground.ts";
import { said, start } from "../support/process.ts";
import { freshDatabase, temporaryFolder } from "../support/redis.ts";

/** A data folder with the packages fetched already, as after a first start. */
async function warmFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(folder, { recursive: true });
  await symlink(inject("redisPackagesDir"), join(folder, "packages"));
  return folder;
}

describe("npm start", { timeout: 90_000 }, () => {
  it("is what the package's start script runs", async () => {
    const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
    expect(scripts.start).toBe("node --max-semi-space-size=4 --import tsx/esm src/main.ts");
  });

  it("opens the playground, says where and how fast, and leaves cleanly", async () => {
    const started = start({ PORT: "0", DATA_DIR: await warmFolder() });
    const url = await said(started, /Open the playground at (http:\/\/127\.0\.0\.1:\d+)/);
    expect(started.printed()).toMatch(/Ready in \d+\.\d\d s/);

    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Rootine");

    started.child.kill("SIGTERM");
    expect(await started.exit).toBe(0);
    expect(started.printed()).toContain("Shutting down");
  });

  it("comes up again after kill -9, on the Redis that was left behind", async () => {
    const folder = await warmFolder();
    const first = start({ PORT: "0", DATA_DIR: folder });
    await said(first, /Open the playground at/);
    first.child.kill("SIGKILL");
    await first.exit;

    const second = start({ PORT: "0", DATA_DIR: folder });
    await said(second, /Open the playground at/);
    second.child.kill("SIGTERM");
    await second.exit;
  });

  it("is the real bot where there is a token, on the Redis it is given", async () => {
    const playground = await openPlayground({ port: 0 });
    onTestFinished(() => playground.close());
    const started = start({
      DISCORD_TOKEN: playground.token,
      DISCORD_API_URL: playground.apiUrl,
      DISCORD_GUILD_ID: playground.guild.id,
      REDIS_URL: await freshDatabase(),
      DATA_DIR: await temporaryFolder(),
      PORT: "0",
    });
    await said(started, /Ready in/);
    expect(started.printed()).not.toContain("playground at");
    expect(started.printed()).not.toContain(playground.token);
    expect(playground.traffic.count("PUT /applications/{application_id}/guilds/{guild_id}/commands", 200)).toBe(1);
    started.child.kill("SIGTERM");
    await started.exit;
  });

  it.each([
    [{ PORT: "eighty" }, "PORT must be a port from 0 to 65535; 0 picks a free one."],
    [{ DISCORD_GUILD_ID: "my server" }, "DISCORD_GUILD_ID must be a server id of 17 to 20 digits."],
    [{ REDIS_URL: "localhost:6379" }, "REDIS_URL must be a URL like redis://127.0.0.1:6379"],
    [{ ROLE: "leader" }, "ROLE must be one of all, bot, worker."],
    [{ SHARDS: "8-7/32" }, "SHARDS must be auto, or a range of all shards, like 0-7/32"],
    [{ SHARDS: "0-32/32" }, "SHARDS must be auto, or a range of all shards, like 0-7/32"],
    [{ ROLE: "worker" }, "needs DISCORD_TOKEN and REDIS_URL"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent."],
  ])("names what is wrong with %j and exits 2", async (wrong, sentence) => {
    const started = start({ DATA_DIR: await temporaryFolder(), ...wrong });
    expect(await started.exit).toBe(2);
    expect(started.printed()).toContain(sentence);
  });

  it.each([
    ["a token that Discord refuses", { DISCORD_TOKEN: "wrong" }, "Discord rejected DISCORD_TOKEN."],
    [
      "a server it is not in",
      { DISCORD_GUILD_ID: "123456789012345678" },
      "The bot isn't in the server that DISCORD_GUILD_ID names.",
    ],
    ["a Discord that is not there", { DISCORD_API_URL: "http://127.0.0.1:9/api" }, "Can't reach Discord"],
  ])("says what to do about %s", async (_, wrong, sentence) => {
    const playground = await openPlayground({ port: 0 });
    onTestFinished(() => playground.close());
    const started = start({
      DISCORD_TOKEN: playground.token,
      DISCORD_API_URL: playground.apiUrl,
      REDIS_URL: await freshDatabase(),
      DATA_DIR: await temporaryFolder(),
      PORT: "0",
      ...wrong,
    });
    expect(await started.exit).toBe(2);
    expect(started.printed()).toContain(sentence);
    expect(started.printed()).not.toMatch(/^ {4}at /m);
  });

  it("says what to do when the port is in use", async () => {
    const playground = await openPlayground({ port: 0 });
    onTestFinished(() => playground.close());
    const started = start({ PORT: new URL(playground.url).port, DATA_DIR: await warmFolder() });
    expect(await started.exit).toBe(2);
    expect(started.printed()).toContain("set PORT to another");
  });

  it("brings its own Redis where PATH has none", async () => {
    // Everything of the machine's PATH but a Redis: folders that hold one are left out.
    const folders = [dirname(process.execPath), ...(process.env.PATH ?? "").split(delimiter)];
    const masked = folders.filter(
      (folder) => !["redis-server", "valkey-server"].some((name) => existsSync(join(folder, name))),
    );
    const folder = await temporaryFolder();
    const started = start({ PATH: masked.join(delimiter), PORT: "0", DATA_DIR: folder });
    await said(started, /Open the playground at/);
    expect(existsSync(join(folder, "packages"))).toBe(true);
    started.child.kill("SIGTERM");
    await started.exit;
  });
});

import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { findServerBinary, installHint } from "../../../src/platform/redis/embedded/binary.ts";
import { temporaryFolder } from "../../support/redis.ts";

const run = promisify(execFile);
const log = { info() {} };

/** Finds a server with an empty PATH, in a separate process run by `wrapper`: as another user or in other namespaces. */
async function findIn(packagesDir: string, wrapper: readonly string[] = []): Promise<string> {
  const source = `
    import { findServerBinary } from ${JSON.stringify(new URL("../../../src/platform/redis/embedded/binary.ts", import.meta.url).href)};
    const search = { packagesDir: process.argv[1], searchPath: "/nowhere", log: { info() {} } };
    const { file, libraryPath } = await findServerBinary(search);
    const { execFileSync } = await import("node:child_process");
    process.stdout.write(execFileSync(file, ["--version"], { env: { LD_LIBRARY_PATH: libraryPath } }));`;
  const [command = process.execPath, ...args] = [...wrapper, process.execPath];
  const nodeArgs = ["--import", "tsx", "--input-type=module", "-e", source, packagesDir];
  const { stdout } = await run(command, [...args, ...nodeArgs], { env: { ...process.env, TMPDIR: packagesDir } });
  return stdout;
}

function works(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const isRoot = process.getuid?.() === 0;
const hasNamespaces = isRoot && works("unshare", "--mount", "true");
const noSystemLists = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /var/lib/apt/lists && exec "$@"', "sh"];

/** Everything that a download must not change. */
async function systemState(): Promise<unknown[]> {
  const places = [
    "/var/lib/dpkg/status",
    "/var/lib/apt/lists",
    "/var/cache/apt",
    "/var/cache/apt/archives",
    "/etc/apt",
  ];
  return Promise.all(places.filter(existsSync).map(async (place) => [place, (await stat(place)).mtimeMs]));
}

describe.skipIf(!existsSync("/usr/bin/apt-get"))("the distribution's packages", () => {
  it("are downloaded once and leave the system unchanged", { timeout: 120_000 }, async () => {
    const packagesDir = join(await temporaryFolder(), "a folder with spaces");
    await mkdir(packagesDir);
    const before = await systemState();

    const { file, libraryPath } = await findServerBinary({ packagesDir, searchPath: "", log });

    const { stdout } = await run(file, ["--version"], { env: { LD_LIBRARY_PATH: libraryPath } });
    expect(stdout).toMatch(/server v=\d+\.\d+/i);
    expect(await systemState()).toEqual(before);
    expect(await readdir(packagesDir)).toEqual(["root"]);
    const { mtimeMs } = await stat(join(packagesDir, "root"));
    await findServerBinary({ packagesDir, searchPath: "", log });
    expect((await stat(join(packagesDir, "root"))).mtimeMs).toBe(mtimeMs);
  });

  it("are complete when several processes download them simultaneously", { timeout: 120_000 }, async () => {
    const packagesDir = await temporaryFolder();
    const find = () => findServerBinary({ packagesDir, searchPath: "", log });
    const found = await Promise.all([find(), find(), find()]);

    expect(new Set(found.map(({ file }) => file))).toEqual(new Set([join(packagesDir, "root/usr/bin/redis-server")]));
    expect(await readdir(packagesDir)).toEqual(["root"]);
  });

  it.skipIf(!isRoot)("are downloaded without root", { timeout: 120_000 }, async () => {
    const packagesDir = await temporaryFolder();
    await chmod(packagesDir, 0o777);
    const asNobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

    expect(await findIn(packagesDir, asNobody)).toMatch(/server v=\d+\.\d+/i);
    expect((await stat(join(packagesDir, "root"))).uid).toBe(65534);
  });

  it.skipIf(!hasNamespaces)("are downloaded even if apt-get update has never run", { timeout: 180_000 }, async () => {
    expect(await findIn(await temporaryFolder(), noSystemLists)).toMatch(/server v=\d+\.\d+/i);
  });

  it.skipIf(!hasNamespaces)(
    "are reported with an install command if the machine is offline",
    { timeout: 180_000 },
    async () => {
      const offline = ["unshare", "--net", ...noSystemLists];

      await expect(findIn(await temporaryFolder(), offline)).rejects.toThrow(
        /is this machine online\?[\s\S]*To install it, run:\n {2}\S.*\nOr set REDIS_URL/,
      );
    },
  );
});

describe("a server on PATH", () => {
  async function fakeServer(name: string, version: string): Promise<string> {
    const folder = await temporaryFolder();
    await writeFile(join(folder, name), `#!/bin/sh\necho "Server v=${version} sha=00000000:0 bits=64"\n`);
    await chmod(join(folder, name), 0o755);
    return folder;
  }

  it.each([
    ["redis-server", "6.2.0"],
    ["valkey-server", "8.1.3"],
  ])("is used: %s %s", async (name, version) => {
    const folder = await fakeServer(name, version);
    const found = await findServerBinary({ packagesDir: "/nowhere", searchPath: `/nowhere:${folder}`, log });

    expect(found).toEqual({ file: join(folder, name) });
  });

  it("is skipped when it is too old", async () => {
    const searchPath = `${await fakeServer("redis-server", "6.0.16")}:${await fakeServer("valkey-server", "7.2.5")}`;
    const found = await findServerBinary({ packagesDir: "/nowhere", searchPath, log });

    expect(found.file).toMatch(/valkey-server$/);
  });

  it("takes precedence over downloaded packages", async () => {
    const packagesDir = await temporaryFolder();
    await mkdir(join(packagesDir, "root/usr/bin"), { recursive: true });
    await writeFile(join(packagesDir, "root/usr/bin/redis-server"), "");
    const folder = await fakeServer("redis-server", "7.0.0");

    expect(await findServerBinary({ packagesDir, searchPath: folder, log })).toEqual({
      file: join(folder, "redis-server"),
    });
    expect(await findServerBinary({ packagesDir, searchPath: "", log })).toMatchObject({
      file: expect.stringContaining(packagesDir),
    });
  });
});

describe("the install hint", () => {
  it.each([
    ["darwin", "", /^brew install redis$/],
    ["win32", "", /WSL.*docker run.*REDIS_URL=redis:\/\/127\.0\.0\.1:6379/],
    ["linux", "ID=debian", /apt-get install redis-server$/],
    ["linux", 'ID=linuxmint\nID_LIKE="ubuntu debian"', /apt-get install redis-server$/],
    ["linux", "ID=fedora\nVERSION_ID=42", /dnf install valkey$/],
    ["linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"', /dnf install redis$/],
    ["linux", "ID=arch", /pacman -S valkey$/],
    ["linux", "ID=alpine", /apk add redis$/],
    ["linux", "ID=unheard-of", /^docker run .*--maxmemory-policy noeviction.*REDIS_URL/],
    ["freebsd", "ID=freebsd", /^docker run /],
  ] as const)("is one line for %s with %j", (platform, osRelease, line) => {
    expect(installHint(platform, osRelease)).toMatch(line);
    expect(installHint(platform, osRelease)).not.toContain("\n");
  });
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import { onTestFinished } from "vitest";
import { findServerBinary, serverEnvironment } from "../../src/platform/redis/embedded/binary.ts";
import { eventually } from "./eventually.ts";
import { silentLog } from "./log.ts";
import { redisPackages, temporaryFolder } from "./redis.ts";
import { freePorts } from "./redis-cluster.ts";

/** Starts a server in a folder; starting it again in the same folder keeps its data. */
export async function launch(
  home: string,
  settings: readonly string[],
  flags: readonly string[] = [],
): Promise<ChildProcess> {
  const binary = await findServerBinary({
    packagesDir: redisPackages(),
    searchPath: process.env.PATH ?? "",
    log: silentLog,
  });
  await mkdir(home, { recursive: true });
  const file = join(home, "redis.conf");
  await writeFile(file, [`dir ${home}`, "bind 127.0.0.1", ...settings].join("\n"));
  const child = spawn(binary.file, [file, ...flags], {
    stdio: "ignore",
    env: serverEnvironment(binary.libraryPath),
  });
  return child;
}

const START_TIMEOUT_MS = 30_000;

/** A Redis that only the test restarts. */
export type OwnServer = {
  url: string;
  signal(signal: NodeJS.Signals): void;
  /** Sends SIGKILL and waits for the exit. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, and waits until it answers. */
  start(): Promise<void>;
  /** Returns another client. */
  admin(): Redis;
};

export async function ownServer(password = "a-password-of-redis"): Promise<OwnServer> {
  const [port = 0] = await freePorts(1);
  const home = join(await temporaryFolder(), "redis");
  const settings = [`port ${port}`, "appendonly yes", 'save ""', `requirepass ${password}`];
  let child: ChildProcess;
  // Runs after the hooks of the tests that use it, even if it was restarted.
  onTestFinished(() => void child.kill("SIGKILL"));

  const admin = () => {
    const client = new Redis({ port, host: "127.0.0.1", password });
    client.on("error", () => undefined);
    onTestFinished(() => client.disconnect());
    return client;
  };
  const start = async () => {
    child = await launch(home, settings);
    const client = admin();
    await eventually(async () => (await client.ping().catch(() => "")) === "PONG", START_TIMEOUT_MS);
    client.disconnect();
  };
  await start();
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    signal: (signal) => void child.kill(signal),
    async kill() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
    start,
    admin,
  };
}

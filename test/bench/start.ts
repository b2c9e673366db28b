import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startEmbeddedRedis } from "../../src/platform/redis/embedded/index.ts";
import { MEMORY_FLAGS } from "../support/node-flags.ts";
import { type Figure, median } from "./figures.ts";
import { type BenchRedis, log, PACKAGES_DIR } from "./redis.ts";

/** The time of a warm start with embedded Redis, playground and all questions, from the command to "Ready". */

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const STARTS = 5;
const PATIENCE_MS = 30_000;
const WAYS = {
  "node …/main.ts": [process.execPath, ...MEMORY_FLAGS, "--import", "tsx/esm", "src/main.ts"],
  "npm start": ["npm", "start"],
};

export async function start({ folder }: BenchRedis): Promise<Figure[]> {
  const dataDir = join(folder, "start");
  await mkdir(dataDir);
  await access(PACKAGES_DIR).then(
    () => symlink(PACKAGES_DIR, join(dataDir, "packages")),
    () => undefined,
  );
  await secondsToReady(WAYS["node …/main.ts"], dataDir); // The first start fills the caches.

  const figures: Figure[] = [];
  for (const [name, command] of Object.entries(WAYS)) {
    const seconds: number[] = [];
    for (let number = 0; number < STARTS; number += 1) seconds.push(await secondsToReady(command, dataDir));
    figures.push({
      name: `start: ${name} to ready`,
      value: median(seconds),
      unit: "s",
      target: { atMost: 2 },
      from: `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)} s, ${STARTS} starts`,
    });
  }
  return figures;
}

async function secondsToReady([command = "", ...args]: string[], dataDir: string): Promise<number> {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: REPOSITORY,
    // A process group, so that a signal reaches the bot behind npm like Ctrl-C.
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, DISCORD_TOKEN: "", REDIS_URL: "", PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "info" },
  });
  const ended = once(child, "exit");
  const signal = (name: NodeJS.Signals) => isAlive(child) && process.kill(-child.pid, name);
  const stop = () => void signal("SIGTERM");
  const late = setTimeout(() => signal("SIGKILL"), PATIENCE_MS);
  process.once("exit", stop);
  try {
    await untilReady(child);
    return (performance.now() - started) / 1000;
  } finally {
    stop();
    await ended;
    clearTimeout(late);
    process.off("exit", stop);
    await endRedis(dataDir);
  }
}

/** Stops the Redis a crashed bot leaves running. */
async function endRedis(dataDir: string): Promise<void> {
  const redis = await startEmbeddedRedis({ dataDir, log, packagesDir: PACKAGES_DIR });
  await redis.stop();
}

function isAlive(child: ChildProcess): child is ChildProcess & { pid: number } {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function untilReady({ stdout }: ChildProcess): Promise<void> {
  if (!stdout) throw new Error("The bot has no stdout");
  for await (const line of createInterface({ input: stdout })) {
    if (line.includes('"Ready in ')) return;
  }
  throw new Error("The bot exited before it was ready");
}

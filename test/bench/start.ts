import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Figure, median } from "./figures.ts";
import { type BenchRedis, PACKAGES_DIR } from "./redis.ts";

/**
 * How long a warm start takes, from the command to the line that says "Ready": with an embedded Redis of its own, a
 * playground, and all questions, as a newcomer starts it the second time.
 */

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const STARTS = 5;
const PATIENCE_MS = 30_000;
const WAYS = {
  "node --import tsx src/main.ts": [process.execPath, "--import", "tsx", "src/main.ts"],
  "npm start": ["npm", "start"],
};

export async function start({ folder }: BenchRedis): Promise<Figure[]> {
  const dataDir = join(folder, "start");
  await mkdir(dataDir);
  await access(PACKAGES_DIR).then(
    () => symlink(PACKAGES_DIR, join(dataDir, "packages")),
    () => undefined,
  );
  await secondsToReady(WAYS["node --import tsx src/main.ts"], dataDir); // The first start fills the caches.

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
    // A group of its own, so that a signal reaches the bot behind npm as Ctrl-C would.
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, DISCORD_TOKEN: "", REDIS_URL: "", PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "info" },
  });
  try {
    await untilReady(child);
    return (performance.now() - started) / 1000;
  } finally {
    await end(child);
  }
}

async function untilReady(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error("The bot's output is not to be had");
  const late = setTimeout(() => child.stdout?.destroy(), PATIENCE_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('"Ready in ')) return;
    }
  } finally {
    clearTimeout(late);
  }
  throw new Error(`The bot has not said that it is ready within ${PATIENCE_MS / 1000} s`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  await ended;
}

import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { MEMORY_FLAGS } from "../support/node-flags.ts";
import { startChild } from "./child.ts";
import type { Figure } from "./figures.ts";
import type { BenchRedis } from "./redis.ts";

/** The bot's memory a while after its start with the maximum number of guilds per shard. */

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const GUILDS = 2_500;
const CHANNELS = 50;
const SETTLED_AFTER_MS = 20_000;

const driver = z.object({ apiUrl: z.string(), token: z.string() });

export async function memory({ url, folder }: BenchRedis): Promise<Figure[]> {
  const discord = await startChild(new URL("memory/driver.ts", import.meta.url), [`${GUILDS}`, `${CHANNELS}`], driver);
  const { apiUrl, token } = discord.ready;
  const bot = spawn(process.execPath, [...MEMORY_FLAGS, "--import", "tsx/esm", "src/main.ts"], {
    cwd: REPOSITORY,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, REDIS_URL: url, DATA_DIR: folder, PORT: "0" },
  });
  try {
    await untilReady(bot);
    const ready = await residentMegabytes(bot);
    await sleep(SETTLED_AFTER_MS);
    return [
      {
        name: `memory: a bot with ${GUILDS} guilds of ${CHANNELS} channels`,
        value: await residentMegabytes(bot),
        unit: "MB",
        target: { atMost: 180 },
        from: `resident; ${Math.round(ready)} MB when it was ready`,
      },
    ];
  } finally {
    bot.kill("SIGKILL");
    await discord.end();
  }
}

async function untilReady({ stdout }: ChildProcess): Promise<void> {
  if (!stdout) throw new Error("The bot has no stdout");
  for await (const line of createInterface({ input: stdout })) if (line.includes('"Ready in ')) return;
  throw new Error("The bot exited before it was ready");
}

async function residentMegabytes({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kilobytes === undefined) throw new Error("This system doesn't report a process's resident memory");
  return Number(kilobytes) / 1024;
}

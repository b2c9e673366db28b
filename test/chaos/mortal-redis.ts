import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { startEmbeddedRedis } from "../../src/platform/redis/embedded/index.ts";

const PACKAGES = fileURLToPath(new URL("../../.data/packages", import.meta.url));

/** A Redis that can be paused or killed, and that restarts with its data. */
export type MortalRedis = {
  url: string;
  /** Resolves to false if it isn't running. */
  signal(name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): Promise<boolean>;
  stop(): Promise<void>;
};

export async function startMortalRedis(): Promise<MortalRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), "rootine-chaos-"));
  const redis = await startEmbeddedRedis({ dataDir, packagesDir: PACKAGES, log: pino({ level: "error" }) });
  return {
    url: redis.url,
    async signal(name) {
      const pid = Number(await readFile(join(dataDir, "redis", "redis.pid"), "utf8"));
      return pid > 0 && signalProcess(pid, name);
    },
    async stop() {
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function signalProcess(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

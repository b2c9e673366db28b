import { access, constants, mkdir, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Logger } from "pino";
import { SetupError } from "../../../config.ts";
import { findServerBinary } from "./binary.ts";
import { codeOf, withLock } from "./lock.ts";
import { joinServer, leaveServer, type Server, startServer } from "./server.ts";

export type EmbeddedRedis = {
  /** `unix:///…/redis.sock` */
  readonly url: string;
  /** Shuts the server down, unless another process still uses it. */
  stop(): Promise<void>;
};

export type EmbeddedRedisOptions = {
  readonly dataDir: string;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  /** Where downloaded packages are stored. Defaults to a folder in `dataDir`. */
  readonly packagesDir?: string;
  readonly databases?: number;
};

/**
 * Provides a Redis server for a data folder. Joins the server that another process started or that is still running
 * after a crash. Otherwise, starts a new one. If the server dies while in use, restarts it on the same socket.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const { dataDir, log, packagesDir = join(dataDir, "packages"), databases = 16 } = options;
  const folder = await prepareFolder(join(dataDir, "redis"));
  const joinOrStart = () =>
    withLock(folder, log, async () => {
      const running = await joinServer(folder);
      if (running) return running;
      const search = { packagesDir: resolve(packagesDir), searchPath: process.env.PATH ?? "", log };
      return startServer(folder, await findServerBinary(search), databases);
    });

  const server = await joinOrStart();
  const restarter = restartWhenLost(server, joinOrStart, log);
  let stopped: Promise<void> | undefined;
  return {
    url: `unix://${pathToFileURL(server.socketPath).pathname}`,
    stop() {
      stopped ??= restarter.stop().then((current) => leave(current, folder, log));
      return stopped;
    },
  };
}

function restartWhenLost(first: Server, start: () => Promise<Server>, log: EmbeddedRedisOptions["log"]) {
  const stopping = new AbortController();
  let server = first;
  let restarting: Promise<void> = Promise.resolve();

  function watch(): void {
    const restart = () => {
      if (!stopping.signal.aborted) restarting = startAgain();
    };
    if (server.client.status === "end") restart();
    else server.client.once("end", restart);
  }

  async function startAgain(): Promise<void> {
    log.warn("The embedded Redis has stopped; restarting it");
    for (let delay = 50; !stopping.signal.aborted; delay = Math.min(delay * 2, 5_000)) {
      try {
        server = await start();
        return watch();
      } catch (error) {
        log.error({ err: error }, "Restarting the embedded Redis failed; retrying");
        await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  watch();
  return {
    /** Stops restarting. Resolves with the current server. */
    async stop(): Promise<Server> {
      stopping.abort();
      await restarting;
      return server;
    },
  };
}

async function leave(server: Server, folder: string, log: EmbeddedRedisOptions["log"]): Promise<void> {
  try {
    await withLock(folder, log, () => leaveServer(server, folder));
  } catch (error) {
    // The folder was deleted along with its lock.
    if (codeOf(error) !== "ENOENT") throw error;
    await leaveServer(server, folder);
  }
}

async function prepareFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    return await realpath(folder);
  } catch (error) {
    throw new SetupError(
      `Can't write to ${resolve(folder)}. Give this user access to it, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

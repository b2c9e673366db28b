import { access, constants, mkdir, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Logger } from "pino";
import { SetupError } from "../../setup-error.ts";
import { findServerBinary } from "./binary.ts";
import { isLoaded, joinOrLaunch, joinServer, type Keeper, leave } from "./keeper.ts";
import { diedError, logTail } from "./server-process.ts";

export type EmbeddedRedis = {
  /** `unix:///…/redis.sock`, for `connectRedis`. */
  readonly url: string;
  /** Leaves the server to other processes that use the same folder, or shuts it down when there are none. */
  stop(): Promise<void>;
};

export type EmbeddedRedisOptions = {
  readonly dataDir: string;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  /** Where fetched packages lie; shared by many data folders in tests. */
  readonly packagesDir?: string;
  readonly databases?: number;
  /** Folders to look for a server in, as in PATH. */
  readonly searchPath?: string;
};

type Home = { readonly folder: string; start(): Promise<Keeper> };

/**
 * A Redis on the files of a data folder: the one that already runs there, from another process or left behind by a
 * crash, or a new one. If it dies while the bot runs, it is started again on the same address.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const { log, packagesDir = join(options.dataDir, "packages"), databases = 16 } = options;
  const folder = await prepareFolder(join(options.dataDir, "redis"));

  const home: Home = {
    folder,
    async start() {
      const joined = await joinServer(folder);
      if (joined !== undefined && (await isLoaded(joined))) return joined;
      const launched = await launch();
      if (await isLoaded(launched)) return launched;
      throw diedError(folder, await logTail(folder));
    },
  };
  async function launch(): Promise<Keeper> {
    const searchPath = options.searchPath ?? process.env.PATH ?? "";
    const binary = await findServerBinary({ packagesDir: resolve(packagesDir), searchPath, log });
    return joinOrLaunch({ home: folder, binary, databases });
  }

  const keeper = await home.start();
  const stop = supervise(home, keeper, log);
  return { url: socketUrl(keeper.socketPath), stop };
}

/** Starts the server again whenever it is lost, until the returned function is called. */
function supervise(home: Home, first: Keeper, log: EmbeddedRedisOptions["log"]): () => Promise<void> {
  let keeper = first;
  let stopped: Promise<void> | undefined;
  let restarting: Promise<void> = Promise.resolve();
  const stopping = new AbortController();

  const watch = () => {
    const { client } = keeper;
    const lost = () => {
      if (stopped === undefined) restarting = restart();
    };
    if (client.status === "end") lost();
    else client.once("end", lost);
  };

  async function restart(): Promise<void> {
    log.warn("the embedded Redis has ended: starting it again");
    for (let wait = 50; stopped === undefined; wait = Math.min(wait * 2, 5_000)) {
      try {
        keeper = await home.start();
        watch();
        return;
      } catch (error) {
        log.error({ err: error }, "the embedded Redis does not start again");
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  async function end(): Promise<void> {
    stopping.abort();
    await restarting;
    await leave(keeper, home.folder);
  }

  watch();
  return () => {
    stopped ??= end();
    return stopped;
  };
}

async function prepareFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    return await realpath(folder);
  } catch (error) {
    throw new SetupError(
      `The bot cannot write to ${resolve(folder)}. Give this user the folder, or set DATA_DIR to one it may write to.`,
      { cause: error },
    );
  }
}

function socketUrl(socketPath: string): string {
  return `unix://${pathToFileURL(socketPath).pathname}`;
}

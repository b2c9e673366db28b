import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { z } from "zod";
import { SetupError } from "../../setup-error.ts";
import { codeOf, withFolderLock } from "./folder-lock.ts";
import { diedError, type Launch, launchServer, logTail } from "./server-process.ts";
import { listens, prepareSocketFolder, removeSocketFolder, socketPaths } from "./socket-paths.ts";

/**
 * The connection that a process keeps open for as long as it uses the server. The server's own client list is thus
 * the register of its users: the kernel strikes out a killed one, and no pid file can go stale.
 */
export type Keeper = { readonly socketPath: string; readonly client: Redis };

const KEEPER_NAME = "rootine-keeper";
const ANSWER_TIMEOUT_MS = 10_000;
const SHUTDOWN_TIMEOUT_MS = 20_000;

/** Joins the server that already runs on the folder's files, if one does. */
export function joinServer(home: string): Promise<Keeper | undefined> {
  return withFolderLock(home, () => join(home));
}

/** Joins the server of the folder, or starts it; the lock sees to it that of many at once only one starts it. */
export function joinOrLaunch(launch: Launch): Promise<Keeper> {
  return withFolderLock(launch.home, async () => (await join(launch.home)) ?? startAndKeep(launch));
}

async function join(home: string): Promise<Keeper | undefined> {
  for (const socketPath of socketPaths(home)) {
    const keeper = await keepIfListening(socketPath, home);
    if (keeper === undefined) continue;
    const folder = await folderOf(keeper);
    if (folder === home) return keeper;

    // Its folder was deleted under it: nothing is left to lose there, and the socket is needed.
    if (folder === "") await shutDown(keeper);
    else {
      keeper.client.disconnect();
      throw new SetupError(
        `A Redis server that keeps its data in ${folder} listens on ${socketPath}. Stop it and start again.`,
      );
    }
  }
  return undefined;
}

/** A server that was just killed may still take connections for some milliseconds, only to close them. */
async function keepIfListening(socketPath: string, home: string): Promise<Keeper | undefined> {
  const deadline = Date.now() + ANSWER_TIMEOUT_MS;
  while (await listens(socketPath)) {
    if (Date.now() > deadline)
      throw new SetupError(`The Redis server on ${socketPath} closes every connection. End it and start again.`);
    await prepareSocketFolder(socketPath, home);
    const keeper = await keep(socketPath);
    if (keeper !== undefined) return keeper;
    await sleep(5);
  }
  return undefined;
}

async function startAndKeep(launch: Launch): Promise<Keeper> {
  const keeper = await keep(await launchServer(launch));
  if (keeper === undefined) throw diedError(launch.home, await logTail(launch.home));
  return keeper;
}

/**
 * Under the lock only until the name is set: a long load must not hold it, and who stops sees the name meanwhile.
 * Undefined when the server closes the connection, which is to say, dies.
 */
async function keep(socketPath: string): Promise<Keeper | undefined> {
  const client = new Redis({
    path: socketPath,
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
  });
  client.on("error", () => undefined); // What matters of it arrives as a rejection or as "end".
  let hung = false;
  const patience = setTimeout(() => {
    hung = true;
    client.disconnect();
  }, ANSWER_TIMEOUT_MS);
  try {
    await client.connect();
    await client.client("SETNAME", KEEPER_NAME);
    return { socketPath, client };
  } catch (error) {
    client.disconnect();
    if (!hung) return undefined;
    throw new SetupError(
      `The Redis server on ${socketPath} takes connections but does not answer. End its process and start again.`,
      { cause: error },
    );
  } finally {
    clearTimeout(patience);
  }
}

/** Waits until the server has loaded its files. False when it died over them, or cannot write to them. */
export async function isLoaded(keeper: Keeper): Promise<boolean> {
  for (let wait = 1; ; wait = Math.min(wait * 2, 200)) {
    const reply = await keeper.client.ping().catch((error: unknown) => (error instanceof Error ? error.message : ""));
    if (reply === "PONG" || reply.startsWith("BUSY")) return true;
    if (!reply.startsWith("LOADING")) {
      keeper.client.disconnect();
      return false;
    }
    await sleep(wait);
  }
}

/** Leaves the server to its other users, or shuts it down when there is none. */
export async function leave(keeper: Keeper, home: string): Promise<void> {
  const go = async () => {
    if (keeper.client.status !== "ready") return;
    if ((await otherKeepers(keeper)) > 0) keeper.client.disconnect();
    else {
      await shutDown(keeper);
      await removeSocketFolder(keeper.socketPath, home);
    }
  };
  try {
    await withFolderLock(home, go);
  } catch (error) {
    // Somebody deleted the folder, and the lock with it.
    if (codeOf(error) !== "ENOENT") throw error;
    await go();
  }
}

async function otherKeepers({ client }: Keeper): Promise<number> {
  const list = z.string().parse(await client.client("LIST"));
  return list.split("\n").filter((line) => line.includes(` name=${KEEPER_NAME} `)).length - 1;
}

/** SHUTDOWN flushes the append-only file. The connection ends with the process, so its end is the proof. */
async function shutDown({ client, socketPath }: Keeper): Promise<void> {
  let refusal: unknown;
  let late = false;
  const patience = setTimeout(() => {
    late = true;
    client.disconnect();
  }, SHUTDOWN_TIMEOUT_MS);

  while (client.status === "ready" && !late) {
    await client.shutdown().catch((error: unknown) => {
      refusal = error;
    });
    // A refusal passes when the server has written what it is just writing.
    if (client.status === "ready") await sleep(50);
  }
  clearTimeout(patience);
  if (late) throw new SetupError(`The embedded Redis on ${socketPath} would not shut down.`, { cause: refusal });
}

async function folderOf({ client }: Keeper): Promise<string> {
  const [, folder] = z.tuple([z.literal("dir"), z.string()]).parse(await client.config("GET", "dir"));
  return folder;
}

import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { lstat, mkdir, readFile, readlink, rename, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { z } from "zod";
import { SetupError } from "../../../config.ts";
import type { ServerBinary } from "./apt.ts";
import { serverEnvironment } from "./binary.ts";
import { codeOf } from "./lock.ts";

/**
 * A server and this process's connection to it. Each process stays connected while it uses the server, so the client
 * list shows which processes still do. The kernel closes the connection of a killed process.
 */
export type Server = { socketPath: string; client: Redis };

const CLIENT_NAME = "rootine-keeper";
const REPLY_TIMEOUT_MS = 20_000;

/** Joins the server that uses the folder. Undefined if there is none. */
export async function joinServer(folder: string): Promise<Server | undefined> {
  for (const socketPath of socketPaths(folder)) {
    await prepareSocketFolder(socketPath, folder);
    const client = await connectTo(socketPath);
    if (!client) continue;
    const [, dataFolder] = z.tuple([z.literal("dir"), z.string()]).parse(await client.config("GET", "dir"));
    if (dataFolder === folder) return { socketPath, client };
    // Its folder was deleted along with its data.
    await shutDown(client, socketPath);
  }
  return undefined;
}

/** Starts a server that uses the folder. Resolves when it has loaded the data. */
export async function startServer(folder: string, binary: ServerBinary, databases: number): Promise<Server> {
  await stopUnreachable(folder);
  let output = "";
  for (const socketPath of socketPaths(folder)) {
    await prepareSocketFolder(socketPath, folder);
    const started = await launch(folder, socketPath, binary, databases);
    if (started instanceof Redis) return { socketPath, client: started };
    output = started;
    if (!output.includes("Failed opening Unix socket")) break;
  }
  const indented = output.replace(/^/gm, "  ");
  throw new SetupError(`The embedded Redis didn't start. Its output:\n${indented}\n${fixFor(output, folder)}`);
}

/** Disconnects from the server. Shuts it down if no other process uses it. */
export async function leaveServer({ client, socketPath }: Server, folder: string): Promise<void> {
  if (client.status !== "ready") return;
  const clients = z.string().parse(await client.client("LIST"));
  if (clients.split(` name=${CLIENT_NAME} `).length > 2) return client.disconnect();
  await shutDown(client, socketPath);
  await removeSocketFolder(socketPath, folder);
}

/** Connects to the server, and waits if it is still loading. Undefined if nothing listens on the socket. */
async function connectTo(socketPath: string): Promise<Redis | undefined> {
  const deadline = Date.now() + REPLY_TIMEOUT_MS;
  for (;;) {
    const client = new Redis({
      path: socketPath,
      connectionName: CLIENT_NAME,
      lazyConnect: true,
      retryStrategy: null,
      maxRetriesPerRequest: 0,
      commandTimeout: REPLY_TIMEOUT_MS,
      maxLoadingRetryTime: 50,
    });
    let reason: Error | undefined;
    client.on("error", (error: Error) => {
      reason = error;
    });
    try {
      await client.connect();
      return client;
    } catch (error) {
      client.disconnect();
      if (["ENOENT", "ECONNREFUSED", "ENOTSOCK", "ENOTSUP"].includes(codeOf(reason) ?? "")) return undefined;
      if (Date.now() > deadline) {
        throw new SetupError(`The Redis server on ${socketPath} doesn't reply. Stop it and try again.`, {
          cause: error,
        });
      }
    }
    // A server that was just killed may accept connections for a moment, only to close them.
    await sleep(5);
  }
}

/** Starts a server. Returns its output if it didn't start. */
async function launch(
  folder: string,
  socketPath: string,
  binary: ServerBinary,
  databases: number,
): Promise<Redis | string> {
  const configFile = join(folder, "redis.conf");
  const logFile = join(folder, "redis.log");
  await writeFile(configFile, configuration(folder, socketPath, databases));
  await rename(logFile, `${logFile}.1`).catch(() => undefined);
  const log = openSync(logFile, "a");
  // Detached, so Ctrl+C doesn't stop the server before the bot, and the server survives a crash of the bot.
  const stdio: ["ignore", number, number] = ["ignore", log, log];
  const env = serverEnvironment(binary.libraryPath);
  const child = spawn(binary.file, [configFile], { cwd: folder, detached: true, stdio, env });
  closeSync(log);
  child.unref();
  let failure: string | undefined;
  child.once("error", (error) => {
    failure = error.message;
  });
  child.once("exit", (code, signal) => {
    failure ??= `exit ${code ?? signal}`;
  });

  const deadline = Date.now() + REPLY_TIMEOUT_MS;
  while (failure === undefined && Date.now() < deadline) {
    const client = await connectTo(socketPath);
    if (client) return client;
    await sleep(2);
  }
  child.kill();
  const output = await readFile(logFile, "utf8").catch(() => "");
  return `${output.trim().split("\n").slice(-8).join("\n")}\n(${failure ?? "no reply"})`;
}

function configuration(folder: string, socketPath: string, databases: number): string {
  const quote = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  return [
    "# Rootine overwrites this file when it starts Redis, so your changes would be lost.",
    "port 0",
    `unixsocket ${quote(socketPath)}`,
    "unixsocketperm 700",
    `dir ${quote(folder)}`,
    `pidfile ${quote(join(folder, "redis.pid"))}`,
    "daemonize no",
    `databases ${databases}`,
    "appendonly yes",
    "appendfsync everysec",
    "aof-load-truncated yes",
    'save ""',
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}

/** Stops a server that lost its socket file. It can't be joined, and it must not write to the new server's files. */
async function stopUnreachable(folder: string): Promise<void> {
  const pid = Number.parseInt(await readFile(join(folder, "redis.pid"), "utf8").catch(() => ""), 10);
  if (Number.isNaN(pid) || !(await isServerOf(folder, pid))) return;

  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + REPLY_TIMEOUT_MS;
  while (await isServerOf(folder, pid)) {
    if (Date.now() > deadline) {
      throw new SetupError(`The Redis server of ${folder} (process ${pid}) doesn't stop. Run: kill -9 ${pid}`);
    }
    await sleep(10);
  }
}

/** Checks the name and working directory, because another program may have reused the process id. */
async function isServerOf(folder: string, pid: number): Promise<boolean> {
  try {
    if (process.platform === "linux") {
      const [name, cwd] = await Promise.all([readFile(`/proc/${pid}/comm`, "utf8"), readlink(`/proc/${pid}/cwd`)]);
      return cwd === folder && /redis|valkey/.test(name);
    }
    const { stdout } = await promisify(execFile)("lsof", ["-a", "-d", "cwd", "-F", "cn", "-p", String(pid)]);
    return stdout.includes(`\nn${folder}\n`) && /^c.*(redis|valkey)/m.test(stdout);
  } catch {
    return false;
  }
}

/** Shuts the server down, which writes everything to disk. It has stopped when it closes the connection. */
async function shutDown(client: Redis, socketPath: string): Promise<void> {
  const deadline = Date.now() + REPLY_TIMEOUT_MS;
  while (client.status === "ready") {
    if (Date.now() > deadline) throw new SetupError(`The embedded Redis on ${socketPath} doesn't shut down.`);
    // Retries, because Redis doesn't shut down while it writes a snapshot.
    await client.shutdown().catch(() => undefined);
    if (client.status === "ready") await sleep(50);
  }
}

function fixFor(output: string, folder: string): string {
  if (/No space left/i.test(output)) return "The disk is full. Free some space and try again.";
  if (/Permission denied/i.test(output)) return `Give this user the files: chown -R "$(id -un)" '${folder}'`;
  if (/redis-check-aof|Bad file format|Unexpected end of file/i.test(output)) {
    return (
      `Its append-only file is damaged. Copy ${folder} to a safe place first. Then repair it, which removes everything ` +
      `after the damage:\n  redis-check-aof --fix '${join(folder, "appendonlydir")}'/*.manifest`
    );
  }
  if (/shared librar/i.test(output))
    return "The system has changed since the packages were downloaded. Delete the packages folder next to it and try again.";
  if (/RDB format version|AOF format/i.test(output)) {
    return "A newer Redis wrote these files. Put that version on PATH, or set REDIS_URL to a server of that version.";
  }
  return `See ${join(folder, "redis.log")}. If you don't need the data, move ${folder} away and try again.`;
}

/** Maximum length of a socket path. Linux allows 107 bytes, macOS 103. */
const MAX_PATH_BYTES = 100;

/**
 * Where a folder's server can listen: in the folder or, if that path is too long or its file system doesn't support
 * sockets, in a private folder under /tmp. Doesn't use `os.tmpdir()`, because that depends on the environment.
 */
function socketPaths(folder: string): string[] {
  const inFolder = join(folder, "redis.sock");
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  const inTmp = join("/tmp", `rootine-${process.getuid?.() ?? 0}-${hash}`, "redis.sock");
  return Buffer.byteLength(inFolder) <= MAX_PATH_BYTES ? [inFolder, inTmp] : [inTmp];
}

/** Creates the socket's folder. Throws a SetupError if another user controls it. */
async function prepareSocketFolder(socketPath: string, folder: string): Promise<void> {
  const socketFolder = dirname(socketPath);
  if (socketFolder === folder) return;
  await mkdir(socketFolder, { recursive: true, mode: 0o700 });
  const stats = await lstat(socketFolder);
  const isPrivate = stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
  if (!isPrivate) throw new SetupError(`${socketFolder} isn't a private folder of this user. Remove it and try again.`);
}

async function removeSocketFolder(socketPath: string, folder: string): Promise<void> {
  const socketFolder = dirname(socketPath);
  // Fails if another server uses the folder.
  if (socketFolder !== folder) await rmdir(socketFolder).catch(() => undefined);
}

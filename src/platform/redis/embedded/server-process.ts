import { execFile, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { open, readFile, readlink, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { SetupError } from "../../setup-error.ts";
import { type ServerBinary, serverEnvironment } from "./binary.ts";
import { isAlive } from "./folder-lock.ts";
import { listens, prepareSocketFolder, socketPaths } from "./socket-paths.ts";

const LISTEN_TIMEOUT_MS = 20_000;
const LOG_LIMIT_BYTES = 5_000_000;

export type Launch = { readonly home: string; readonly binary: ServerBinary; readonly databases: number };

/** Starts a server on the folder's files and resolves with its socket as soon as it listens. It may still be loading. */
export async function launchServer(launch: Launch): Promise<string> {
  await endUnreachable(launch.home);
  await rotateLog(launch.home);

  const [first, ...others] = socketPaths(launch.home);
  if (first === undefined) throw new SetupError(`No socket path for ${launch.home}.`);
  let socketPath = first;
  for (const next of [...others, undefined]) {
    const death = await launchOn(socketPath, launch);
    if (death === undefined) return socketPath;
    if (next === undefined || !death.includes("Failed opening Unix socket")) throw diedError(launch.home, death);
    socketPath = next;
  }
  throw new SetupError(`No socket could be opened for ${launch.home}.`);
}

/** Undefined once it listens; if it died, what it said. */
async function launchOn(socketPath: string, { home, binary, databases }: Launch): Promise<string | undefined> {
  await prepareSocketFolder(socketPath, home);
  const configFile = join(home, "redis.conf");
  await writeFile(configFile, configuration(home, socketPath, databases));

  const logFile = logFileOf(home);
  const logStart = await sizeOf(logFile);
  const output = openSync(logFile, "a");
  // Detached: Ctrl-C must not reach it before the bot has closed its work, and it may outlive a crashed bot.
  const child = spawn(binary.file, [configFile], {
    cwd: home,
    detached: true,
    stdio: ["ignore", output, output],
    env: serverEnvironment(binary.libraryPath),
  });
  closeSync(output);
  child.unref();

  let death: string | undefined;
  child.once("error", (error) => {
    death = error.message;
  });
  child.once("exit", (code, signal) => {
    death ??= `exit ${code ?? signal}`;
  });

  const deadline = Date.now() + LISTEN_TIMEOUT_MS;
  while (death === undefined) {
    if (await listens(socketPath)) return undefined;
    if (Date.now() > deadline) {
      child.kill("SIGTERM");
      death = `did not listen within ${LISTEN_TIMEOUT_MS / 1000} s`;
    }
    await sleep(1);
  }
  return `${await logTail(home, logStart)}\n(${death})`;
}

function configuration(home: string, socketPath: string, databases: number): string {
  const quoted = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  return [
    "# Written by the bot at every start of this server; changes here are lost.",
    "port 0",
    `unixsocket ${quoted(socketPath)}`,
    "unixsocketperm 700",
    `dir ${quoted(home)}`,
    `pidfile ${quoted(pidFileOf(home))}`,
    "daemonize no",
    `databases ${databases}`,
    "appendonly yes",
    "appendfsync everysec",
    "aof-load-truncated yes",
    `save ""`,
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}

/**
 * A server of ours whose socket file somebody removed cannot be joined, and must not be left writing to the files
 * that the next one opens. SIGTERM makes it write everything out and go.
 */
async function endUnreachable(home: string): Promise<void> {
  const pid = Number.parseInt(await readFile(pidFileOf(home), "utf8").catch(() => ""), 10);
  if (!Number.isInteger(pid) || !(await isServerOf(home, pid))) return;

  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + LISTEN_TIMEOUT_MS;
  while ((await isAlive(pid)) && (await isServerOf(home, pid))) {
    if (Date.now() > deadline)
      throw new SetupError(
        `The Redis server of ${home} (process ${pid}) neither answers nor ends. Run: kill -9 ${pid}`,
      );
    await sleep(10);
  }
}

/** A pid alone may be another program's by now. */
async function isServerOf(home: string, pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
    return folder === home && /redis|valkey/.test(name);
  }
  // The server's title holds the socket it listens on.
  const ps = await promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)]).catch(() => undefined);
  return ps !== undefined && socketPaths(home).some((socketPath) => ps.stdout.includes(`unixsocket:${socketPath}`));
}

export function diedError(home: string, said: string): SetupError {
  return new SetupError(`The embedded Redis did not come up. It said:\n${indent(said)}\n${remedyFor(said, home)}`);
}

function remedyFor(said: string, home: string): string {
  if (/No space left/i.test(said)) return "The disk is full: make room and start again.";
  if (/Permission denied/i.test(said)) return `Give this user the files: chown -R "$(id -un)" '${home}'`;
  if (/redis-check-aof|Bad file format|Unexpected end of file/i.test(said))
    return (
      `Its append-only file is damaged. Copy ${home} to a safe place first; then mend it, losing what comes after the ` +
      `damage:\n  redis-check-aof --fix '${join(home, "appendonlydir")}'/*.manifest\nand start again.`
    );
  if (/shared librar/i.test(said))
    return "The system has changed since its packages were fetched: remove the folder packages beside it and start again.";
  if (/RDB format version|AOF format/i.test(said))
    return "A newer Redis wrote these files. Put that version on PATH, or set REDIS_URL to a server of that version.";
  return `Its whole log is ${logFileOf(home)}. If the data there does not matter, move ${home} away and start again.`;
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line.slice(0, 200)}`)
    .join("\n");
}

/** The last lines of the server's log, not reaching back before `from`. */
export async function logTail(home: string, from = 0): Promise<string> {
  try {
    const handle = await open(logFileOf(home), "r");
    try {
      const { size } = await handle.stat();
      const start = Math.max(from, size - 4_000, 0);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(size - start, 1)), 0, size - start, start);
      return buffer.toString("utf8", 0, bytesRead).trim().split("\n").slice(-8).join("\n");
    } finally {
      await handle.close();
    }
  } catch {
    return "(no log)";
  }
}

async function rotateLog(home: string): Promise<void> {
  const file = logFileOf(home);
  if ((await sizeOf(file)) > LOG_LIMIT_BYTES) await rename(file, `${file}.1`);
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

const logFileOf = (home: string) => join(home, "redis.log");
const pidFileOf = (home: string) => join(home, "redis.pid");

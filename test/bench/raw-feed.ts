import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, open, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import { findServerBinary, serverEnvironment } from "../../src/platform/redis/embedded/binary.ts";
import { type BenchRedis, log, PACKAGES_DIR } from "./redis.ts";

/** The maximum Redis accepts over one connection: prepared commands, replies barely parsed. */

/** Sends all commands; returns the seconds until the last reply. */
export type RawFeed = { name: string; run(): Promise<number> };

/** The bytes a client sends for `work`; every command gets `reply`. */
export async function recordCommands(work: (recorder: Redis) => Promise<void>, reply: unknown): Promise<Buffer> {
  const sent: Buffer[] = [];
  const recorder = new Redis({ lazyConnect: true });
  recorder.sendCommand = (command) => {
    sent.push(Buffer.from(command.toWritable({})));
    command.resolve(reply);
    return command.promise;
  };
  await work(recorder);
  return Buffer.concat(sent);
}

/** Uses `redis-cli --pipe` next to the server, or a plain socket if there is none. */
export async function openRawFeed(redis: BenchRedis, commands: Buffer): Promise<RawFeed> {
  const socketPath = decodeURIComponent(new URL(redis.url).pathname);
  const searchPath = process.env.PATH ?? "";
  const server = await findServerBinary({ packagesDir: PACKAGES_DIR, searchPath, log });
  const cli = join(dirname(server.file), server.file.endsWith("valkey-server") ? "valkey-cli" : "redis-cli");
  try {
    await access(cli);
  } catch {
    return { name: "raw text on a socket", run: () => timed(() => pour(socketPath, commands)) };
  }

  const file = join(redis.folder, "commands");
  await writeFile(file, commands);
  const env = serverEnvironment(server.libraryPath);
  return { name: "redis-cli --pipe", run: () => timed(() => pipe([cli, "-s", socketPath, "--pipe"], file, env)) };
}

async function pipe([command = "", ...args]: string[], file: string, env: Record<string, string>): Promise<void> {
  const input = await open(file);
  try {
    const child = spawn(command, args, { stdio: [input.fd, "ignore", "inherit"], env });
    const [code] = await once(child, "exit");
    // Also non-zero if Redis answered a command with an error.
    if (code !== 0) throw new Error(`${command} ended with ${code}`);
  } finally {
    await input.close();
  }
}

async function pour(socketPath: string, commands: Buffer): Promise<void> {
  const last = "end-of-feed";
  const socket = connect(socketPath);
  const ended = new Promise<void>((resolve, reject) => {
    let tail = "";
    socket.on("error", reject);
    socket.on("data", (data) => {
      tail = (tail + data.toString("latin1")).slice(-last.length - 2);
      if (tail === `${last}\r\n`) resolve();
    });
  });
  socket.write(commands);
  socket.write(`*2\r\n$4\r\nECHO\r\n$${last.length}\r\n${last}\r\n`);
  await ended;
  socket.destroy();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

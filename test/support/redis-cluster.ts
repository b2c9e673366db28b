import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { ServerBinary } from "../../src/platform/redis/embedded/apt.ts";
import { findServerBinary, serverEnvironment } from "../../src/platform/redis/embedded/binary.ts";
import { eventually } from "./eventually.ts";
import { silentLog } from "./log.ts";

const NODES = 3;
const SLOTS = 16_384;
const JOIN_TIMEOUT_MS = 30_000;

export type TestCluster = { url: string; stop(): Promise<void> };

/** A real cluster of three nodes on loopback, each with a third of the slots. */
export async function startCluster(packagesDir: string): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), "rootine-cluster-"));
  const binary = await findServerBinary({ packagesDir, searchPath: process.env.PATH ?? "", log: silentLog });
  const ports = await freePorts(NODES);
  const children = await Promise.all(ports.map((port) => launch(binary, join(folder, String(port)), port)));
  const clients = ports.map((port) => new Redis(port, "127.0.0.1"));
  try {
    await joinNodes(clients, ports);
  } finally {
    for (const client of clients) client.disconnect();
  }

  return {
    url: `redis://${ports.map((port) => `127.0.0.1:${port}`).join(",")}`,
    async stop() {
      await Promise.all(children.map(end));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(binary: ServerBinary, home: string, port: number): Promise<ChildProcess> {
  await mkdir(home);
  const settings = {
    port,
    bind: "127.0.0.1",
    dir: home,
    "cluster-enabled": "yes",
    save: "",
    "cluster-node-timeout": 5000,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return spawn(binary.file, args, { stdio: "ignore", env: serverEnvironment(binary.libraryPath) });
}

async function joinNodes(clients: readonly Redis[], ports: readonly number[]): Promise<void> {
  const [first] = clients;
  await Promise.all(
    clients.map(async (client, index) => {
      const from = Math.floor((index * SLOTS) / NODES);
      const to = Math.floor(((index + 1) * SLOTS) / NODES);
      await client.cluster("ADDSLOTS", ...Array.from({ length: to - from }, (_, slot) => from + slot));
    }),
  );
  for (const port of ports) await first?.cluster("MEET", "127.0.0.1", port);

  const hasJoined = (info: string) =>
    info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${NODES}`);
  await eventually(async () => {
    const infos = await Promise.all(clients.map((client) => client.cluster("INFO")));
    return infos.every((info) => hasJoined(String(info)));
  }, JOIN_TIMEOUT_MS);
}

/** Leaves room for the cluster bus port, which is 10,000 higher. */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = 21_000 + Math.floor(Math.random() * 20_000); found.length < count; port += 1) {
    if ((await isFree(port)) && (await isFree(port + 10_000))) found.push(port);
  }
  return found;
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const outcome = await new Promise<boolean>((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => resolve(true));
  });
  if (outcome) await new Promise((resolve) => probe.close(resolve));
  return outcome;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

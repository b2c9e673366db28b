import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findProgram, SEARCH_PATH } from "./command.ts";
import { bareEnvironment, runner } from "./sandbox.ts";

const DEBIAN = "/usr/lib/postgresql";
const ATTEMPTS = 150;
const PAUSE_MILLISECONDS = 100;
const SETTINGS = ["listen_addresses=", "timezone=UTC", "max_connections=20"];
const CARELESS = ["fsync=off", "full_page_writes=off"];

/** A PostgreSQL server of our own, on a Unix socket, thrown away with its folder. */
export interface Cluster {
  /** An empty database for one program, as the arguments of psql that reach it. */
  database(): string[];
  close(): Promise<void>;
}

export interface PostgresPrograms {
  readonly psql: string;
  readonly initdb: string;
  readonly postgres: string;
}

export function findPostgres(): PostgresPrograms | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, "bin")), ...SEARCH_PATH];
  const psql = findProgram("psql");
  const initdb = findProgram("initdb", folders);
  const postgres = findProgram("postgres", folders);
  return psql && initdb && postgres ? { psql, initdb, postgres } : undefined;
}

/** `durable`: what it says is written is on the disk, as a server that is kept has it. */
export async function startCluster(
  { psql, initdb, postgres }: PostgresPrograms,
  { durable = false } = {},
): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "rootine-postgres-"));
  const data = join(folder, "data");
  if (runner) chownSync(folder, runner.uid, runner.gid); // PostgreSQL refuses to run as root
  const start = { cwd: folder, env: bareEnvironment(folder), ...runner };

  const access = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync(initdb, ["-D", data, ...access], { ...start, stdio: "pipe" });
  const settings = [...SETTINGS, ...(durable ? [] : CARELESS)].flatMap((setting) => ["-c", setting]);
  const server = spawn(postgres, ["-D", data, "-k", folder, ...settings], { ...start, stdio: "ignore" });
  const abandon = () => {
    server.kill("SIGINT"); // PostgreSQL's fast shutdown
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", abandon); // a run that is broken off leaves no server behind

  const connect = (name: string) => ["-h", folder, "-U", "postgres", "-d", name];
  const administer = (sql: string) => {
    execFileSync(psql, [...connect("postgres"), "-X", "-q", "-c", sql], { env: start.env, stdio: "pipe" });
  };
  await ready(() => administer("SELECT"));

  let databases = 0;
  return {
    database() {
      const name = `item_${++databases}`;
      administer(`CREATE DATABASE ${name}`);
      return connect(name);
    },
    async close() {
      process.off("exit", abandon);
      const ended = once(server, "exit");
      server.kill("SIGINT");
      if (server.exitCode === null) await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ready(probe: () => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      probe();
      return;
    } catch (cause) {
      if (attempt === ATTEMPTS) throw new Error("The throw-away PostgreSQL server didn't start.", { cause });
      await wait(PAUSE_MILLISECONDS);
    }
  }
}

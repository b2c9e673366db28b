import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { bareEnvironment, findProgram, SEARCH_PATH, unprivileged } from "./sandbox.ts";

const DEBIAN_FOLDER = "/usr/lib/postgresql";
const MAX_ATTEMPTS = 150;
const RETRY_MS = 100;
const SETTINGS = ["listen_addresses=", "timezone=UTC", "max_connections=20"];
const NOT_DURABLE = ["fsync=off", "full_page_writes=off"];

type PostgresPrograms = { readonly psql: string; readonly initdb: string; readonly postgres: string };

export function findPostgres(): PostgresPrograms | undefined {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN_FOLDER, version, "bin")), ...SEARCH_PATH];
  const psql = findProgram("psql");
  const initdb = findProgram("initdb", folders);
  const postgres = findProgram("postgres", folders);
  return psql && initdb && postgres ? { psql, initdb, postgres } : undefined;
}

/** Starts a temporary PostgreSQL server on a Unix socket. With `durable`, it syncs to disk like a real server. */
export async function startCluster({ psql, initdb, postgres }: PostgresPrograms, { durable = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "rootine-postgres-"));
  const data = join(folder, "data");
  if (unprivileged) chownSync(folder, unprivileged.uid, unprivileged.gid); // PostgreSQL refuses to run as root
  const start = { cwd: folder, env: bareEnvironment(folder), ...unprivileged };

  const access = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync(initdb, ["-D", data, ...access], { ...start, stdio: "pipe" });
  const settings = [...SETTINGS, ...(durable ? [] : NOT_DURABLE)].flatMap((setting) => ["-c", setting]);
  const server = spawn(postgres, ["-D", data, "-k", folder, ...settings], { ...start, stdio: "ignore" });
  const kill = () => {
    server.kill("SIGINT"); // PostgreSQL's fast shutdown
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", kill); // also when the run is interrupted

  const connect = (name: string) => ["-h", folder, "-U", "postgres", "-d", name];
  const administer = (sql: string) => {
    execFileSync(psql, [...connect("postgres"), "-X", "-q", "-c", sql], { env: start.env, stdio: "pipe" });
  };
  await waitUntilReady(() => administer("SELECT"));

  let databases = 0;
  return {
    /** Creates an empty database. Returns the psql arguments that connect to it. */
    database(): string[] {
      const name = `item_${++databases}`;
      administer(`CREATE DATABASE ${name}`);
      return connect(name);
    },
    async close(): Promise<void> {
      process.off("exit", kill);
      const exited = once(server, "exit");
      server.kill("SIGINT");
      if (server.exitCode === null) await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function waitUntilReady(probe: () => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      probe();
      return;
    } catch (cause) {
      if (attempt === MAX_ATTEMPTS) throw new Error("The temporary PostgreSQL server didn't start.", { cause });
      await wait(RETRY_MS);
    }
  }
}

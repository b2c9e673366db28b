import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Logger } from "pino";
import { SetupError } from "../../setup-error.ts";
import { fetchPackages, packagedServer } from "./apt-packages.ts";
import { dockerLine, installLine } from "./install-line.ts";

export type ServerBinary = {
  readonly file: string;
  /** Where its shared libraries lie, if not where the system looks. */
  readonly libraryPath?: string;
};

type Search = { packagesDir: string; searchPath: string; log: Pick<Logger, "info"> };

const OLDEST = { major: 6, minor: 2 };
const run = promisify(execFile);

/** A server that this machine can run: from PATH, else from packages fetched before, else fetched now. */
export async function findServerBinary({ packagesDir, searchPath, log }: Search): Promise<ServerBinary> {
  if (process.platform === "win32") throw unavailable("Redis does not run on Windows itself.");

  const refused: string[] = [];
  for (const file of await onPath(searchPath)) {
    const version = await versionOf({ file });
    if (isRecent(version)) return { file };
    refused.push(`${file} is ${version ?? "not runnable"}`);
  }

  const fetched = await packagedServer(packagesDir); // Its version was looked at when it came.
  if (fetched !== undefined) return fetched;

  log.info({ packagesDir }, "no redis-server on PATH: fetching the distribution's packages, once");
  const outcome = await fetchPackages(packagesDir, async (server) => isRecent(await versionOf(server)));
  if ("server" in outcome) return outcome.server;
  throw unavailable([...refused, outcome.reason].join("\n"));
}

function unavailable(reason: string): SetupError {
  // A package that this machine's distribution has, but that is too old, would not help.
  const line = reason.includes("too old") ? dockerLine() : installLine();
  return new SetupError(
    `The bot needs Redis or Valkey ${OLDEST.major}.${OLDEST.minor} or newer and found none.\n${reason}\n` +
      `To get one, run:\n  ${line}\nOr set REDIS_URL to a server you have.`,
  );
}

async function onPath(searchPath: string): Promise<string[]> {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  const files = ["redis-server", "valkey-server"].flatMap((name) => folders.map((folder) => join(folder, name)));
  const present = await Promise.all(files.map(isRunnable));
  return files.filter((_, index) => present[index]);
}

async function isRunnable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Undefined when it does not run at all, as when a library it needs has gone. */
async function versionOf({ file, libraryPath }: ServerBinary): Promise<string | undefined> {
  try {
    const { stdout } = await run(file, ["--version"], { env: serverEnvironment(libraryPath), timeout: 10_000 });
    return /\bv=(\d+\.\d+[.\d]*)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** Nothing of the bot's own environment: the server outlives it, and must not carry its token about. */
export function serverEnvironment(libraryPath: string | undefined): Record<string, string> {
  return libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath };
}

function isRecent(version: string | undefined): boolean {
  if (version === undefined) return false;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

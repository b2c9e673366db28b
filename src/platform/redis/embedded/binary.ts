import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Logger } from "pino";
import { SetupError } from "../../../config.ts";
import { fetchedServer, fetchServer, type ServerBinary } from "./apt.ts";

type Search = { packagesDir: string; searchPath: string; log: Pick<Logger, "info"> };

const MIN_VERSION = { major: 6, minor: 2 };
const run = promisify(execFile);

/** Finds a server that runs on this machine, on PATH or in the distribution's package. Downloads the package once. */
export async function findServerBinary({ packagesDir, searchPath, log }: Search): Promise<ServerBinary> {
  if (process.platform === "win32") throw unavailable("Redis doesn't run on Windows.");

  const rejected: string[] = [];
  for (const file of await executablesIn(searchPath)) {
    const version = await versionOf({ file });
    if (isSupported(version)) return { file };
    rejected.push(`${file} is ${version ? `version ${version}` : "not runnable"}.`);
  }

  const fetched = await fetchedServer(packagesDir);
  if (fetched) return fetched;
  log.info({ packagesDir }, "No redis-server on PATH; downloading the distribution's package once");
  const result = await fetchServer(packagesDir, async (server) => isSupported(await versionOf(server)));
  if ("file" in result) return result;
  throw unavailable([...rejected, result.problem].join("\n"));
}

function unavailable(reason: string): SetupError {
  // The distribution's package wouldn't help if it is too old.
  const hint = reason.includes("too old") ? DOCKER_HINT : installHint();
  return new SetupError(
    `Rootine needs Redis ${MIN_VERSION.major}.${MIN_VERSION.minor} or newer, or Valkey.\n${reason}\n` +
      `To install it, run:\n  ${hint}\nOr set REDIS_URL to an existing server.`,
  );
}

async function executablesIn(searchPath: string): Promise<string[]> {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  const files = ["redis-server", "valkey-server"].flatMap((name) => folders.map((folder) => join(folder, name)));
  const executable = await Promise.all(
    files.map((file) =>
      access(file, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => executable[index]);
}

/** Undefined if the server doesn't run, for example because a library is missing. */
async function versionOf({ file, libraryPath }: ServerBinary): Promise<string | undefined> {
  try {
    const { stdout } = await run(file, ["--version"], { env: serverEnvironment(libraryPath), timeout: 10_000 });
    return /\bv=(\d+\.\d+[.\d]*)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** Excludes the bot's own environment, because the server may outlive the bot and must not have its token. */
export function serverEnvironment(libraryPath: string | undefined): Record<string, string> {
  return libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath };
}

function isSupported(version: string | undefined): boolean {
  const [major = 0, minor = 0] = (version ?? "0").split(".").map(Number);
  return major > MIN_VERSION.major || (major === MIN_VERSION.major && minor >= MIN_VERSION.minor);
}

const DOCKER =
  "docker run -d --name rootine-redis -p 127.0.0.1:6379:6379 redis:7 redis-server --appendonly yes " +
  "--maxmemory-policy noeviction";
const DOCKER_HINT = `${DOCKER}   (then set REDIS_URL=redis://127.0.0.1:6379)`;

/** Installation commands by ID or ID_LIKE in /etc/os-release. */
const COMMANDS: Readonly<Record<string, string>> = {
  debian: "apt-get install redis-server",
  ubuntu: "apt-get install redis-server",
  fedora: "dnf install valkey",
  rhel: "dnf install redis",
  amzn: "dnf install valkey",
  arch: "pacman -S valkey",
  alpine: "apk add redis",
  opensuse: "zypper install redis",
  suse: "zypper install redis",
  void: "xbps-install redis",
  gentoo: "emerge dev-db/redis",
};

/** A command that installs Redis on this machine. */
export function installHint(platform: NodeJS.Platform = process.platform, osRelease: string = readOsRelease()): string {
  if (platform === "win32") {
    return `run Rootine in WSL (wsl --install), or use Docker: ${DOCKER}, and set REDIS_URL=redis://127.0.0.1:6379`;
  }
  if (platform === "darwin") return "brew install redis";

  const ids = platform === "linux" ? [field(osRelease, "ID"), ...field(osRelease, "ID_LIKE").split(" ")] : [];
  const command = ids.map((id) => COMMANDS[id]).find((found) => found !== undefined);
  if (command === undefined) return DOCKER_HINT;
  return process.getuid?.() === 0 ? command : `sudo ${command}`;
}

function field(osRelease: string, name: string): string {
  return new RegExp(`^${name}=["']?([^"'\n]*)`, "m").exec(osRelease)?.[1] ?? "";
}

function readOsRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

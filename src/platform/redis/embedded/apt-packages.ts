import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { ServerBinary } from "./binary.ts";

const run = promisify(execFile);

/** By full path, as a masked PATH must not hide them. */
const APT = "/usr/bin/apt-get";
const DPKG = "/usr/bin/dpkg-deb";

/** The `-tools` package holds the binary; `-server` only links to it, and would pull in an init script's needs. */
const PACKAGES = ["redis-tools", "valkey-tools"];

type Accepts = (server: ServerBinary) => Promise<boolean>;

export type Fetched = { server: ServerBinary } | { reason: string };

/** The server in packages that an earlier start unpacked. */
export async function packagedServer(packagesDir: string): Promise<ServerBinary | undefined> {
  return serverIn(join(packagesDir, "root"));
}

/**
 * Fetches a server and the libraries this machine lacks with apt's client, and unpacks them below `packagesDir`. Needs
 * no root and leaves the system alone: apt's state and cache lie in a private folder, and its hooks are cleared.
 */
export async function fetchPackages(packagesDir: string, accepts: Accepts): Promise<Fetched> {
  if (!(await exists(APT)) || !(await exists(DPKG))) return { reason: "There is none on PATH." };

  await mkdir(packagesDir, { recursive: true });
  const work = await mkdtemp(join(packagesDir, "fetch-"));
  try {
    return await fetchInto(work, packagesDir, accepts);
  } catch (error) {
    return { reason: `The distribution's packages could not be unpacked in ${packagesDir}: ${lastLine(error)}` };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchInto(work: string, packagesDir: string, accepts: Accepts): Promise<Fetched> {
  const reasons: string[] = [];
  for (const name of PACKAGES) {
    const debs = await download(name, work);
    if ("reason" in debs) {
      reasons.push(debs.reason);
      continue;
    }
    const root = await unpack(debs.files, join(work, `root-${name}`));
    const server = await serverIn(root);
    if (server !== undefined && (await accepts(server))) return keep(packagesDir, root, accepts);
    reasons.push(`The distribution's ${name} is too old or does not run here.`);
  }
  return { reason: reasons.join("\n") };
}

/** First by the package lists the system has, which saves 9 MB; where they lack or are stale, by fresh ones. */
async function download(name: string, work: string): Promise<{ files: string[] } | { reason: string }> {
  const archives = join(work, `${name}-by-system-lists`);
  if ((await fetchDebs(name, await configuration(work, archives))) === undefined)
    return { files: await debsIn(archives) };

  const ownArchives = join(work, `${name}-by-own-lists`);
  const lists = join(work, "lists");
  const config = await configuration(work, ownArchives, lists);
  if (!(await exists(lists))) {
    await mkdir(join(lists, "partial"), { recursive: true });
    // One source of many that fails fails the update; whether what we need has come shows next.
    await apt(config, ["update"]);
  }
  const problem = await fetchDebs(name, config);
  if (problem === undefined) return { files: await debsIn(ownArchives) };
  return { reason: `apt could not fetch ${name}: ${problem} (is this machine online?)` };
}

/** `--reinstall` fetches it even if the system has it; what it depends on comes only if the system lacks it. */
function fetchDebs(name: string, config: string): Promise<string | undefined> {
  return apt(config, ["install", "--reinstall", "--download-only", "--yes", "--no-install-recommends", name]);
}

/** Undefined when all went well, else apt's last words. */
async function apt(config: string, args: readonly string[]): Promise<string | undefined> {
  try {
    await run(APT, ["-c", config, "-q", ...args], { env: SYSTEM_ENVIRONMENT, timeout: 180_000 });
    return undefined;
  } catch (error) {
    return lastLine(error);
  }
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return (said || String(error)).split("\n").at(-1)?.replace(/^E: /, "") ?? "";
}

const SYSTEM_ENVIRONMENT = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };

async function configuration(work: string, archives: string, lists?: string): Promise<string> {
  const file = `${archives}.conf`;
  const cache = join(work, "cache");
  await mkdir(cache, { recursive: true });
  await mkdir(join(archives, "partial"), { recursive: true });
  const hooks = ["Pre-Invoke", "Post-Invoke", "Post-Invoke-Success", "Pre-Install-Pkgs"];
  const lines = [
    ...hooks.flatMap((hook) => [`#clear APT::Update::${hook};`, `#clear DPkg::${hook};`]),
    `APT::Sandbox::User "";`,
    `Debug::NoLocking "true";`,
    `Dir::Cache "${cache}";`,
    `Dir::Cache::archives "${archives}";`,
    `Dir::State::status "/var/lib/dpkg/status";`,
    `Acquire::Languages "none";`,
    `Acquire::Retries "2";`,
    `Acquire::http::Timeout "20";`,
    `Acquire::https::Timeout "20";`,
    `Acquire::IndexTargets::deb-src::Sources::DefaultEnabled "false";`,
    ...(lists === undefined ? [] : [`Dir::State::lists "${lists}";`]),
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}

async function debsIn(archives: string): Promise<string[]> {
  const names = await readdir(archives);
  // The C library works only together with the loader that the system has.
  return names
    .filter((name) => name.endsWith(".deb") && !name.startsWith("libc6_"))
    .map((name) => join(archives, name));
}

async function unpack(debs: readonly string[], root: string): Promise<string> {
  for (const deb of debs) await run(DPKG, ["-x", deb, root], { env: SYSTEM_ENVIRONMENT });

  const bin = join(root, "usr/bin");
  for (const brand of ["redis", "valkey"]) {
    const isThere = await exists(join(bin, `${brand}-check-rdb`));
    if (isThere && !(await exists(join(bin, `${brand}-server`))))
      await symlink(`${brand}-check-rdb`, join(bin, `${brand}-server`));
  }
  return root;
}

/** Moves the unpacked packages to where the next start looks, unless another process that fetched too was faster. */
async function keep(packagesDir: string, root: string, accepts: Accepts): Promise<Fetched> {
  const place = join(packagesDir, "root");
  for (let attempt = 0; attempt < 3; attempt++) {
    const present = await serverIn(place);
    if (present !== undefined && (await accepts(present))) return { server: present };

    if (await exists(place)) await rename(place, join(dirname(root), `replaced-${attempt}`));
    try {
      await rename(root, place);
    } catch (error) {
      // Filled in the meantime: look at that one.
      if (!(await exists(place))) throw error;
    }
  }
  return { reason: `${place} changes while it is filled.` };
}

async function serverIn(root: string): Promise<ServerBinary | undefined> {
  for (const name of ["redis-server", "valkey-server"]) {
    const file = join(root, "usr/bin", name);
    if (!(await exists(file))) continue;
    const folders = await libraryFolders(root);
    return folders.length === 0 ? { file } : { file, libraryPath: folders.join(":") };
  }
  return undefined;
}

async function libraryFolders(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const libraries = entries.filter((entry) => !entry.isDirectory() && /\.so(\.|$)/.test(entry.name));
  return [...new Set(libraries.map((entry) => entry.parentPath))];
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

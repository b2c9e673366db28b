import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

export type ServerBinary = {
  readonly file: string;
  /** Folders of the shared libraries that were downloaded with it. */
  readonly libraryPath?: string;
};

const run = promisify(execFile);

/** Full paths work even if PATH is restricted. */
const APT = "/usr/bin/apt-get";
const DPKG = "/usr/bin/dpkg-deb";
const ENVIRONMENT = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };

/** The tools packages contain the binary. The server packages only link to it and need an init system. */
const PACKAGES = ["redis-tools", "valkey-tools"];

/** Finds the server in previously downloaded packages. */
export async function fetchedServer(packagesDir: string): Promise<ServerBinary | undefined> {
  return serverIn(join(packagesDir, "root"));
}

/**
 * Downloads a server and the libraries that this machine lacks with apt-get, and unpacks them in `packagesDir`. Doesn't
 * need root access or change the system, because apt-get uses folders in `packagesDir`.
 */
export async function fetchServer(
  packagesDir: string,
  isUsable: (server: ServerBinary) => Promise<boolean>,
): Promise<ServerBinary | { problem: string }> {
  if (!existsSync(APT) || !existsSync(DPKG)) return { problem: "There is none on PATH." };

  await mkdir(packagesDir, { recursive: true });
  const work = await mkdtemp(join(packagesDir, "fetch-"));
  const problems: string[] = [];
  try {
    for (const name of PACKAGES) {
      const download = await downloadPackage(name, work);
      if ("problem" in download) {
        problems.push(download.problem);
        continue;
      }
      const root = await unpack(download.files, join(work, `root-${name}`));
      const server = await serverIn(root);
      if (server && (await isUsable(server))) return await install(root, join(packagesDir, "root"));
      problems.push(`The distribution's ${name} is too old or doesn't run here.`);
    }
  } catch (error) {
    problems.push(`Unpacking the distribution's packages in ${packagesDir} failed: ${lastLine(error)}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return { problem: problems.join("\n") };
}

/** Tries the system's package lists first. If they don't work, downloads fresh ones (9 MB). */
async function downloadPackage(name: string, work: string): Promise<{ files: string[] } | { problem: string }> {
  let problem = "";
  for (const lists of [undefined, join(work, "lists")]) {
    const archives = join(work, `${name}-${lists ? "fresh" : "system"}`);
    const config = await writeConfig(archives, join(work, "cache"), lists);
    if (lists && !existsSync(lists)) {
      await mkdir(join(lists, "partial"), { recursive: true });
      // Ignores errors, because apt-get fails if any source fails, even one that isn't needed.
      await apt(config, ["update"]).catch(() => undefined);
    }
    try {
      // --reinstall downloads the package even if it's installed. Installed dependencies aren't downloaded.
      await apt(config, ["install", "--reinstall", "--download-only", "--yes", "--no-install-recommends", name]);
      const files = await debsIn(archives);
      // Without package lists, apt-get succeeds for an installed package but downloads nothing.
      if (files.some((file) => file.includes(`/${name}_`))) return { files };
      problem = "no package list";
    } catch (error) {
      problem = lastLine(error);
    }
  }
  return { problem: `apt-get couldn't download ${name}: ${problem} (is this machine online?)` };
}

async function apt(config: string, args: readonly string[]): Promise<void> {
  await run(APT, ["-c", config, "-q", ...args], { env: ENVIRONMENT, timeout: 180_000 });
}

function lastLine(error: unknown): string {
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return (stderr || String(error)).split("\n").at(-1)?.replace(/^E: /, "") ?? "";
}

async function writeConfig(archives: string, cache: string, lists: string | undefined): Promise<string> {
  await mkdir(join(archives, "partial"), { recursive: true });
  await mkdir(cache, { recursive: true });
  const hooks = ["Pre-Invoke", "Post-Invoke", "Post-Invoke-Success", "Pre-Install-Pkgs"];
  const lines = [
    ...hooks.flatMap((hook) => [`#clear APT::Update::${hook};`, `#clear DPkg::${hook};`]),
    'APT::Sandbox::User "";',
    'Debug::NoLocking "true";',
    `Dir::Cache "${cache}";`,
    `Dir::Cache::archives "${archives}";`,
    'Dir::State::status "/var/lib/dpkg/status";',
    ...(lists ? [`Dir::State::lists "${lists}";`] : []),
    'Acquire::Languages "none";',
    'Acquire::Retries "2";',
    'Acquire::http::Timeout "20";',
    'Acquire::https::Timeout "20";',
    'Acquire::IndexTargets::deb-src::Sources::DefaultEnabled "false";',
  ];
  await writeFile(`${archives}.conf`, `${lines.join("\n")}\n`);
  return `${archives}.conf`;
}

async function debsIn(archives: string): Promise<string[]> {
  // Skips the C library, because it works only with the system's own loader.
  const names = (await readdir(archives)).filter((name) => name.endsWith(".deb") && !name.startsWith("libc6_"));
  return names.map((name) => join(archives, name));
}

async function unpack(debs: readonly string[], root: string): Promise<string> {
  for (const deb of debs) await run(DPKG, ["-x", deb, root], { env: ENVIRONMENT });
  for (const brand of ["redis", "valkey"]) {
    const server = join(root, "usr/bin", `${brand}-server`);
    const isMultiCall = existsSync(join(root, "usr/bin", `${brand}-check-rdb`));
    if (isMultiCall && !existsSync(server)) await symlink(`${brand}-check-rdb`, server);
  }
  return root;
}

/** Moves the unpacked packages to their final folder, unless another process was faster. */
async function install(root: string, target: string): Promise<ServerBinary> {
  const moved = await rename(root, target).catch((error: unknown) => error);
  const server = await serverIn(target);
  if (server) return server;
  throw moved;
}

async function serverIn(root: string): Promise<ServerBinary | undefined> {
  const file = ["redis-server", "valkey-server"].map((name) => join(root, "usr/bin", name)).find(existsSync);
  if (!file) return undefined;
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const libraries = entries.filter((entry) => !entry.isDirectory() && /\.so(\.|$)/.test(entry.name));
  const folders = [...new Set(libraries.map((entry) => entry.parentPath))];
  return folders.length === 0 ? { file } : { file, libraryPath: folders.join(":") };
}

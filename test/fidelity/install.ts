import { execFile } from "node:child_process";
import { cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const SOURCE = new URL(".", import.meta.url);

/** Installs the JavaScript libraries, at the versions of package-lock.json, and the clients beside them. */
export async function installClients(folder: string): Promise<void> {
  for (const name of ["package.json", "package-lock.json"]) await cp(new URL(name, SOURCE), join(folder, name));
  await cp(new URL("clients", SOURCE), join(folder, "clients"), { recursive: true });
  await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, shell: false });
}

/** Unpacks Debian's discord.py with its dependencies. Returns the folder, or the reason why there is none. */
export async function unpackDiscordPy(folder: string): Promise<{ path: string } | { missing: string }> {
  const archives = join(folder, "archives");
  const root = join(folder, "debian");
  try {
    await mkdir(join(archives, "partial"), { recursive: true });
    const options = ["-o", "Debug::NoLocking=1", "-o", `Dir::Cache::archives=${archives}`];
    await run("apt-get", [
      "install",
      "-y",
      "--no-install-recommends",
      "--download-only",
      ...options,
      "python3-discord",
    ]);
    for (const name of await readdir(archives))
      if (name.endsWith(".deb")) await run("dpkg", ["-x", join(archives, name), root]);
    const path = join(root, "usr/lib/python3/dist-packages");
    await run("python3", ["-c", "import discord"], { env: { ...process.env, PYTHONPATH: path } });
    return { path };
  } catch (error) {
    return { missing: String(error).split("\n", 2).join(" ") };
  }
}

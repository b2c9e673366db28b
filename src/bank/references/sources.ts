import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The source of a documentation site: a commit of a repository, or a version of a package. */
export type Source = {
  readonly version: string;
  /** The day of the commit. */
  readonly dated?: string;
  read(path: string): string | undefined;
  /** Finds files with a line that matches a regular expression. */
  find(line: string): readonly string[];
};

type SourceFolders = {
  /** Where clones and unpacked packages are cached. */
  readonly cache: string;
  /** A folder with existing clones at `owner/name`. If set, nothing is cloned. */
  readonly repositories?: string | undefined;
};

/**
 * Returns a function that opens sources by name: `owner/name` on GitHub, or a Debian package. Opens each one only once.
 */
export function createSources(folders: SourceFolders): (name: string) => Source {
  const opened = new Map<string, Source | Error>();
  return (name) => {
    const known =
      opened.get(name) ??
      tryOpen(() => (name.includes("/") ? repository(name, folders) : debianPackage(name, folders)));
    opened.set(name, known);
    if (known instanceof Error) throw known;
    return known;
  };
}

function tryOpen(open: () => Source): Source | Error {
  try {
    return open();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function repository(name: string, { cache, repositories }: SourceFolders): Source {
  const folder = join(repositories ?? join(cache, "repositories"), name);
  if (!existsSync(folder)) {
    if (repositories !== undefined) throw new Error(`${folder} doesn't exist`);
    run("git", ["clone", "--quiet", "--bare", "--depth=1", `https://github.com/${name}`, folder]);
  }
  const git = (...args: string[]) => run("git", ["-C", folder, ...args]);
  return {
    version: git("rev-parse", "HEAD").trim(),
    dated: git("log", "-1", "--format=%cs", "HEAD").trim(),
    read: (path) => attempt(() => git("cat-file", "blob", `HEAD:${path}`)),
    find: (line) =>
      (attempt(() => git("grep", "-lE", line, "HEAD")) ?? "")
        .split("\n")
        .filter(Boolean)
        .map((path) => path.slice("HEAD:".length)),
  };
}

function debianPackage(name: string, { cache }: SourceFolders): Source {
  const folder = join(cache, "packages", name);
  const root = join(folder, "root");
  if (!existsSync(root)) {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length === 0) run("apt-get", ["download", name], folder);
    run("dpkg-deb", ["-x", archiveIn(folder), root]);
  }
  const read = (path: string) => readPossiblyZipped(join(root, path));
  const files = () => readdirSync(root, { recursive: true, encoding: "utf8" });
  return {
    version: run("dpkg-deb", ["-f", archiveIn(folder), "Version"]).trim(),
    read,
    find: (line) => files().filter((path) => new RegExp(line, "m").test(read(path) ?? "")),
  };
}

function archiveIn(folder: string): string {
  const archive = readdirSync(folder).find((name) => name.endsWith(".deb"));
  if (!archive) throw new Error(`${folder} has no package`);
  return join(folder, archive);
}

function readPossiblyZipped(path: string): string | undefined {
  if (existsSync(`${path}.gz`)) return gunzipSync(readFileSync(`${path}.gz`)).toString("utf8");
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function run(command: string, args: readonly string[], cwd?: string): string {
  return execFileSync(command, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd !== undefined && { cwd }),
  });
}

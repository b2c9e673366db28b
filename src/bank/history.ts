import { execFileSync } from "node:child_process";
import { basename, dirname } from "node:path";
import type { SourceFile } from "./source.ts";

/** The revision a change is held against: the last release, or before the first one the parent of what is checked out. */
export function baseRevision(): string | undefined {
  return git("describe", "--tags", "--abbrev=0", "HEAD^") ?? git("rev-parse", "--verify", "--quiet", "HEAD^");
}

/** The content files as they stood at a revision; undefined where git does not know it. */
export function sourcesAt(revision: string, contentFolder: string): SourceFile[] | undefined {
  const listed = git("ls-tree", "-r", "--name-only", revision, "--", contentFolder);
  if (listed === undefined) return undefined;
  return listed
    .split("\n")
    .filter((path) => path.endsWith(".yaml") && dirname(path) !== contentFolder)
    .map((path) => ({
      path,
      folder: basename(dirname(path)),
      text: git("show", `${revision}:./${path}`) ?? "",
    }));
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync("git", args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 2 ** 26,
    }).trim();
  } catch {
    return undefined;
  }
}

import { execFileSync } from "node:child_process";
import { basename, dirname } from "node:path";
import type { SourceFile } from "./sources.ts";

/** The revision to compare with: the latest release or, before the first one, the parent commit. */
export function baseRevision(): string | undefined {
  return git("describe", "--tags", "--abbrev=0", "HEAD^") ?? git("rev-parse", "--verify", "--quiet", "HEAD^");
}

/** The question files at a revision; undefined if git doesn't know it. */
export function sourcesAt(revision: string, contentFolder: string): SourceFile[] | undefined {
  const listed = git("ls-tree", "-r", "--name-only", revision, "--", contentFolder);
  return listed
    ?.split("\n")
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

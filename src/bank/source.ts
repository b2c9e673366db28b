import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** A content file as it lies on disk; `path` is relative to where the command runs, so that a terminal can open it. */
export interface SourceFile {
  readonly path: string;
  /** The folder it lies in, which must be its topic. */
  readonly folder: string;
  readonly text: string;
}

/** Every `<content>/<topic>/*.yaml`, in a stable order. */
export function readSources(contentFolder: string): SourceFile[] {
  return folders(contentFolder).flatMap((folder) =>
    readdirSync(join(contentFolder, folder))
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => readSource(contentFolder, folder, name)),
  );
}

function folders(contentFolder: string): string[] {
  return readdirSync(contentFolder)
    .filter((name) => statSync(join(contentFolder, name)).isDirectory())
    .sort();
}

function readSource(contentFolder: string, folder: string, name: string): SourceFile {
  const path = join(contentFolder, folder, name);
  return { path: relative(process.cwd(), path), folder, text: readFileSync(path, "utf8") };
}

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { contentPath } from "./validation.ts";

/** A question file. `folder` must be its topic. */
export type SourceFile = { readonly path: string; readonly folder: string; readonly text: string };

/** Every `<content>/<topic>/*.yaml`, in a stable order. */
export function readSources(contentFolder: string): SourceFile[] {
  return readdirSync(contentFolder)
    .filter((name) => statSync(join(contentFolder, name)).isDirectory())
    .sort()
    .flatMap((folder) =>
      readdirSync(join(contentFolder, folder))
        .filter((name) => name.endsWith(".yaml"))
        .sort()
        .map((name) => ({
          path: contentPath(contentFolder, folder, name),
          folder,
          text: readFileSync(join(contentFolder, folder, name), "utf8"),
        })),
    );
}

/** The question files that command-line arguments select: topics, folders or files. No arguments select all. */
export function selectSources(contentFolder: string, names: readonly string[]): SourceFile[] {
  const all = readSources(contentFolder);
  if (names.length === 0) return all;
  return [...new Set(names.flatMap((name) => selectedBy(name, all)))];
}

function selectedBy(name: string, all: readonly SourceFile[]): SourceFile[] {
  const path = relative(process.cwd(), resolve(name));
  const selected = all.filter((file) => file.folder === name || file.path === path || file.path.startsWith(`${path}/`));
  if (selected.length === 0) throw new Error(`No content file matches "${name}". Use a topic such as http, or a file.`);
  return selected;
}

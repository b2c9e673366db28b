import { relative, resolve } from "node:path";
import { readSources, type SourceFile } from "./source.ts";

/** The content files that the arguments of a command name: topics, folders or files; none names all. */
export function chooseSources(contentFolder: string, names: readonly string[]): SourceFile[] {
  const all = readSources(contentFolder);
  if (names.length === 0) return all;
  return [...new Set(names.flatMap((name) => chosenBy(name, all)))];
}

function chosenBy(name: string, all: readonly SourceFile[]): SourceFile[] {
  const path = relative(process.cwd(), resolve(name));
  const chosen = all.filter((file) => file.folder === name || file.path === path || file.path.startsWith(`${path}/`));
  if (chosen.length === 0) throw new Error(`No content file matches "${name}". Name a topic such as http, or a file.`);
  return chosen;
}

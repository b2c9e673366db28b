import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** The distribution's own programs come first, so that a key doesn't depend on who runs it. */
export const SEARCH_PATH = [
  "/usr/local/bin",
  "/usr/bin",
  "/bin",
  "/usr/sbin",
  "/sbin",
  ...(process.env.PATH ?? "").split(delimiter),
];

export function findProgram(name: string, folders: readonly string[] = SEARCH_PATH): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

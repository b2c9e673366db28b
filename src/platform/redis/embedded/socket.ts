import { createHash } from "node:crypto";
import { lstat, mkdir, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SetupError } from "../../setup-error.ts";

/** Linux allows 107 bytes, macOS 103. */
const MAX_PATH_BYTES = 100;

/**
 * Where the server of a folder may listen: in the folder, or in a private folder under /tmp if that path is too long or its
 * file system has no sockets. Not `os.tmpdir()`, which depends on the environment.
 */
export function socketPaths(folder: string): string[] {
  const inFolder = join(folder, "redis.sock");
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  const inTmp = join("/tmp", `rootine-${process.getuid?.() ?? 0}-${hash}`, "redis.sock");
  return Buffer.byteLength(inFolder) <= MAX_PATH_BYTES ? [inFolder, inTmp] : [inTmp];
}

/** Creates the socket's folder, and refuses one that another user controls. */
export async function prepareSocketFolder(socketPath: string, folder: string): Promise<void> {
  const socketFolder = dirname(socketPath);
  if (socketFolder === folder) return;
  await mkdir(socketFolder, { recursive: true, mode: 0o700 });
  const stats = await lstat(socketFolder);
  const isPrivate = stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
  if (!isPrivate) throw new SetupError(`${socketFolder} isn't a private folder of this user. Remove it and try again.`);
}

export async function removeSocketFolder(socketPath: string, folder: string): Promise<void> {
  const socketFolder = dirname(socketPath);
  // It is not empty if another server uses it.
  if (socketFolder !== folder) await rmdir(socketFolder).catch(() => undefined);
}

import { createHash } from "node:crypto";
import { lstat, mkdir, rmdir } from "node:fs/promises";
import { createConnection } from "node:net";
import { dirname, join } from "node:path";
import { SetupError } from "../../setup-error.ts";
import { codeOf } from "./folder-lock.ts";

/** The kernel takes 107 bytes on Linux, 103 on macOS. */
const LONGEST = 100;

/**
 * Where the server of a folder may listen, best first: in the folder itself; else, where that path is too long or its
 * file system knows no sockets, in a private folder under /tmp. Not `os.tmpdir()`: two starts with different
 * environments must look in the same place.
 */
export function socketPaths(home: string): string[] {
  const inHome = join(home, "redis.sock");
  const hash = createHash("sha256").update(home).digest("hex").slice(0, 12);
  const inTmp = join("/tmp", `rootine-${process.getuid?.() ?? 0}-${hash}`, "redis.sock");
  return Buffer.byteLength(inHome) <= LONGEST ? [inHome, inTmp] : [inTmp];
}

/** Makes the socket's folder, and refuses one that somebody else has put there to listen in. */
export async function prepareSocketFolder(socketPath: string, home: string): Promise<void> {
  const folder = dirname(socketPath);
  if (folder === home) return;

  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0)
    throw new SetupError(`${folder} is not a private folder of this user. Remove it and start again.`);
}

/** Leaves nothing in /tmp once the server is gone. */
export async function removeSocketFolder(socketPath: string, home: string): Promise<void> {
  const folder = dirname(socketPath);
  // Not empty: somebody else's, and not ours to judge.
  if (folder !== home) await rmdir(folder).catch(() => undefined);
}

/** Whether a server listens there. Anything but a clear no is an error: it must not lead to a second server. */
export function listens(socketPath: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path: socketPath });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error) => {
      const code = codeOf(error);
      if (code === "ENOENT" || code === "ECONNREFUSED" || code === "ENOTSOCK" || code === "ENOTSUP") resolve(false);
      else reject(new SetupError(`${socketPath} cannot be opened: ${error.message}.`, { cause: error }));
    });
  });
}

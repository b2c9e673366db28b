import { randomUUID } from "node:crypto";
import { open, readFile, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../../setup-error.ts";

/** No holder needs this long; one that seems to is gone, and its pid is used by another process. */
const STALE_MS = 30_000;
const GIVE_UP_MS = 45_000;

/** Runs `work` while no other process (and no other caller in this one) is inside the same folder's lock. */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, "lock");
  const token = `${process.pid} ${randomUUID()}`;
  await acquire(file, token);
  try {
    return await work();
  } finally {
    if ((await contentOf(file)) === token) await unlinkIfThere(file);
  }
}

async function acquire(file: string, token: string): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  while (!(await createWith(file, token))) {
    if (await isStale(file)) await breakLock(file);
    else if (Date.now() > deadline)
      throw new SetupError(
        `Another start of the bot holds ${file} and does not let go. Stop it, delete that file and start again.`,
      );
    else await sleep(2 + Math.random() * 8);
  }
}

/**
 * Removes a dead holder's lock. Two processes may judge the same lock dead, and the slower one must not remove the
 * lock that the faster one has taken since; so only who creates the lock's own marker may remove it, after a new look.
 */
async function breakLock(file: string): Promise<void> {
  const token = await contentOf(file);
  if (token === undefined) return;
  const marker = `${file}.breaking`;
  if (!(await createWith(marker, token))) {
    if (await isOld(marker)) await unlinkIfThere(marker);
    return;
  }
  if ((await contentOf(file)) === token && (await isStale(file))) await unlinkIfThere(file);
  await unlinkIfThere(marker);
}

async function isStale(file: string): Promise<boolean> {
  const content = await contentOf(file);
  if (content === undefined) return false;
  const pid = Number.parseInt(content, 10);
  // Empty: its holder is between creating and writing it.
  return (Number.isInteger(pid) && !(await isAlive(pid))) || (await isOld(file));
}

async function isOld(file: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}

/** A killed process that nobody has reaped, as in a container without an init, is not alive. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  if (process.platform !== "linux") return true;
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return !/\) [ZX] /.test(status);
}

async function createWith(file: string, content: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx", 0o600);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function unlinkIfThere(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

import { randomUUID } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

const LONG_WAIT_MS = 10_000;

/** Runs `work` while holding the folder's lock. Excludes other processes and other callers in this process. */
export async function withLock<Result>(
  folder: string,
  log: Pick<Logger, "warn">,
  work: () => Promise<Result>,
): Promise<Result> {
  const file = join(folder, "lock");
  const token = `${process.pid} ${randomUUID()}`;
  const warning = setTimeout(() => log.warn({ file }, "Waiting for another process to start Redis"), LONG_WAIT_MS);
  while (!(await acquire(file, token))) await sleep(2 + Math.random() * 8);
  clearTimeout(warning);
  try {
    return await work();
  } finally {
    if ((await read(file)) === token) await rm(file, { force: true });
  }
}

async function acquire(file: string, token: string): Promise<boolean> {
  const holder = await read(file);
  if (holder !== undefined) {
    const pid = Number.parseInt(holder, 10);
    // An empty file is still being written.
    if (Number.isNaN(pid) || (await isAlive(pid))) return false;
    await breakLock(file, holder);
  }
  try {
    await writeFile(file, token, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Removes a dead holder's lock. The marker prevents a slower process from removing a lock that a faster one just
 * acquired.
 */
async function breakLock(file: string, holder: string): Promise<void> {
  const marker = `${file}.breaking`;
  try {
    await writeFile(marker, "", { flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    const createdAt = (await stat(marker).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (Date.now() - createdAt > LONG_WAIT_MS) await rm(marker, { force: true });
    return;
  }
  if ((await read(file)) === holder) await rm(file, { force: true });
  await rm(marker, { force: true });
}

/** Whether the process is running. False for a zombie, which can exist in containers without an init process. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return !/\) [ZX] /.test(status);
}

function read(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
